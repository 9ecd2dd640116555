// One lab of a lesson, and how it runs. The engine has one world: the lab that was started last is live,
// and the others are paused with their last picture. A lab shows a State like the lab screen's, so that the
// same views draw it.

import { freePlay, labLink } from "../../address/route.ts";
import { type Event, initialState, type Speed, type State, update } from "../../app/state.ts";
import { messageOf } from "../../base/errors.ts";
import type { LabBlock, Moment } from "../../course/lessons.ts";
import type { Client, FrameAsk } from "../../engine/client.ts";
import type { Frame } from "../../engine/protocol.ts";
import { RunTrace } from "../../timeline/run.ts";
import type { Words } from "../../words/index.ts";
import { fetchParts, laterParts } from "../protocols/later.ts";

/** Theatre is what all labs of a page share: the engine, and who has it. */
export interface Theatre {
  client(): Promise<Client>;
  live: Stage | null;
}

/** A stretch that would take longer than this is played faster. Wall time, in microseconds. */
const RUN_WATCHED = 8_000_000;
const STORY_WATCHED = 24_000_000;
const EVENTS_PER_ADVANCE = 5000;
/** EVENTS_MAX bounds the events before the moment at which a lab opens. */
const EVENTS_MAX = 1_000_000;
/** A tab that slept must not make the run leap ahead. */
const TICK_MS_MAX = 100;

/** Staged is a lab. One without a picture shows nothing before it is started. */
export type Staged = Omit<LabBlock, "frame"> & { frame: Frame | null };

export class Stage {
  state: State;
  /** failure says why the lab does not run, "" when it does. */
  failure = "";
  readonly block: Staged;
  readonly #theatre: Theatre;
  #queue: Promise<unknown> = Promise.resolve();
  /** #opening is over when the lab stands at its moment: requests meanwhile come after it. */
  #opening: Promise<boolean> = Promise.resolve(true);
  #pending = 0;
  /** #goals are where playing goes on to, in their order; the last is the end of what is played. */
  #goals: Moment[] = [];
  #speed: number = 0.1;
  #arrived: () => void = () => {};
  readonly #watchers = new Set<() => void>();
  /** #trace is that of the run since the lab was opened last; #typed is true if lines were typed in it. */
  readonly #trace = new RunTrace();
  #typed = false;

  constructor(block: Staged, theatre: Theatre, words: Words, calm: boolean) {
    this.block = block;
    this.#theatre = theatre;
    this.state = { ...initialState(words, { name: "home" }), engine: "ready", selected: 0, calm };
    if (!block.frame) return;
    this.state = update(this.state, { kind: "begun", frame: block.frame, playing: false });
    this.state = { ...this.state, selected: 0 };
    void this.#dress(block.frame.protocol);
  }

  /** #dress draws the first picture again once the views of its protocol are here. */
  async #dress(protocol: string): Promise<void> {
    await fetchParts(protocol);
    if (!laterParts(protocol)) return;
    this.state = { ...this.state };
    for (const watcher of this.#watchers) watcher();
  }

  /** watch calls back after each change of the lab. It returns a function that ends the watching. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  get isLive(): boolean {
    return this.#theatre.live === this;
  }

  /** isAtMoment is true when the lab shows the moment at which it opens. */
  get isAtMoment(): boolean {
    return this.state.frame?.now === this.block.at;
  }

  get isOver(): boolean {
    return this.state.frame?.status !== "playing";
  }

  /** link opens this very moment in the lab, paused; null where that takes what was typed, or a text of its own. */
  get link(): string | null {
    const { scenario, rules } = this.block;
    if (!scenario || this.#typed) return null;
    return labLink({ scenario, rules }, { at: this.state.frame?.event ?? 0 });
  }

  /** packedLink is the link where it takes those: a run in an address. */
  async packedLink(): Promise<string> {
    if (this.link) return this.link;
    if (this.#trace.header.length === 0) return this.block.link;
    const { shareLink } = await import("../../app/share.ts");
    return shareLink(this.state, this.#trace, [], false);
  }

  /** open brings the lab to the moment at which it opens, and takes the engine from the lab that had it. */
  open(): Promise<boolean> {
    this.#opening = this.#open();
    return this.#opening;
  }

  async #open(): Promise<boolean> {
    this.#theatre.live?.leave();
    this.#theatre.live = this;
    this.failure = "";
    const { scenario, text, rules, at } = this.block;
    const begun = await this.#ask(
      {
        kind: "start",
        scenario,
        text,
        rules,
        servers: freePlay.servers,
        seed: "",
        own: "",
        exercises: "",
        event: 0,
      },
      null,
    );
    const there =
      begun && (await this.#ask({ kind: "advance", until: at, events: EVENTS_MAX }, null));
    if (!begun || !there || !this.isLive) return false;
    await fetchParts(begun.protocol);
    if (!this.isLive) return false;
    this.#typed = false;
    this.#take({ kind: "begun", frame: begun, playing: false });
    this.#take({ kind: "framed", frame: there });
    return true;
  }

  /** play goes on to the end of the story; a lab that is over, or not live, begins at its moment again. */
  async play(): Promise<void> {
    await this.#opening;
    if ((!this.isLive || this.isOver) && !(await this.open())) return;
    const now = this.state.frame?.now ?? 0;
    this.#speed = Math.max(this.state.speed, (this.block.end - now) / STORY_WATCHED);
    this.#goals = [];
    this.#take({ kind: "played", playing: true });
  }

  /** run plays the run of a question, from the lab's moment on, and resolves when it is over. */
  async run(moments: readonly Moment[]): Promise<boolean> {
    if (!(await this.open())) return false;
    const last = moments.at(-1)?.at ?? 0;
    this.#goals = [...moments];
    this.#speed = Math.max(0.1, (last - this.block.at) / RUN_WATCHED);
    const done = new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    this.#take({ kind: "played", playing: true });
    await this.#next();
    await done;
    return this.isLive && this.failure === "";
  }

  /** holds reports whether lines such as "expect leader S1" hold now. In a run that has failed none does. */
  async holds(lines: readonly string[]): Promise<boolean> {
    const client = await this.#theatre.client();
    for (const line of lines) {
      const frame = await client.request({ kind: "do", line }).catch(() => null);
      if (!frame || !this.isLive) return false;
      this.#take({ kind: "framed", frame });
    }
    return true;
  }

  pause(): void {
    this.#stop();
    this.#take({ kind: "played", playing: false });
  }

  async step(): Promise<void> {
    await this.#opening;
    if (!this.isLive || this.isOver) {
      await this.open();
      return;
    }
    this.pause();
    await this.#ask({ kind: "step" });
  }

  /** finish shows the end of the story. */
  async finish(): Promise<void> {
    await this.#opening;
    if ((!this.isLive || this.isOver) && !(await this.open())) return;
    this.pause();
    await this.#ask({ kind: "finish" });
  }

  slow(speed: Speed): void {
    this.#speed = speed;
    this.#take({ kind: "sped", speed });
  }

  /** leave gives the engine back. */
  leave(): void {
    this.#stop();
    if (this.isLive) this.#theatre.live = null;
    this.#take({ kind: "played", playing: false });
  }

  calm(calm: boolean): void {
    if (this.state.calm !== calm) this.#take({ kind: "calmed", calm });
  }

  /** tick is called once per animation frame with the wall time since the one before. */
  tick(milliseconds: number): void {
    const { frame, playing, calm } = this.state;
    if (!this.isLive || !playing || !frame || this.#pending > 0) return;
    const [goal] = this.#goals;
    // Readers who asked for less motion see the moments, and not the way between them.
    const by = calm && goal ? goal.at : Math.min(milliseconds, TICK_MS_MAX) * 1000 * this.#speed;
    const until = Math.round(frame.now + by);
    const capped = goal ? Math.min(until, goal.at) : until;
    void this.#ask({ kind: "advance", until: capped, events: EVENTS_PER_ADVANCE }).then(() => {
      if (goal && (this.state.frame?.now ?? 0) >= goal.at) return this.#next(goal);
      if (this.state.playing) return undefined;
      // A failed story is over for good. A story that succeeded stops, except on the way to a question's goal.
      if (goal && this.state.frame?.status === "finished")
        this.#take({ kind: "played", playing: true });
      else this.#stop();
      return undefined;
    });
  }

  /** #next goes to the next goal; where there is none, the run is over. Lines are typed on the way. */
  async #next(reached?: Moment): Promise<void> {
    if (reached) this.#goals = this.#goals.filter((one) => one !== reached);
    for (;;) {
      const [goal] = this.#goals;
      if (!goal) {
        this.pause();
        return;
      }
      if (goal.do) {
        this.#typed = true;
        await this.#ask({ kind: "do", line: goal.do });
      }
      if ((this.state.frame?.now ?? 0) < goal.at) {
        // The end of the story on the way stops playing; a question's run continues.
        this.#take({ kind: "played", playing: true });
        if (this.state.playing) return;
      }
      this.#goals = this.#goals.slice(1);
    }
  }

  #stop(): void {
    this.#goals = [];
    this.#arrived();
    this.#arrived = () => {};
  }

  #take(event: Event): void {
    if (event.kind === "begun" || event.kind === "framed") {
      this.#trace.take(event.frame, event.kind === "begun");
    }
    this.state = update(this.state, event);
    for (const watcher of this.#watchers) watcher();
  }

  /** #ask takes the frame that comes back; with null it is only handed on. It resolves to null when there
   * is none: the engine refused, or another lab has it by then. */
  async #ask(request: FrameAsk, take: "framed" | null = "framed"): Promise<Frame | null> {
    this.#pending += 1;
    const result = this.#queue.then(async () => {
      try {
        const client = await this.#theatre.client();
        if (!this.isLive) return null;
        const frame = await client.request(request);
        if (!this.isLive) return null;
        if (take) this.#take({ kind: take, frame });
        return frame;
      } catch (error) {
        this.failure = messageOf(error);
        this.pause();
        return null;
      } finally {
        this.#pending -= 1;
      }
    });
    this.#queue = result;
    return result;
  }
}
