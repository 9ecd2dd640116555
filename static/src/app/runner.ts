// The runner turns playing into requests. The engine takes one request at a time. A person's acts go before
// the clock; time that passes while the clock waits is requested next.

import type { Setup } from "../address/route.ts";
import { messageOf } from "../base/errors.ts";
import type { Client, FrameAsk } from "../engine/client.ts";
import type { ExplainReply, Frame, JudgeReply } from "../engine/protocol.ts";
import { TICK_MS_MAX } from "./opening.ts";
import { canPlay, type Event, type State } from "./state.ts";

/** Play is what decides a run, and which moment of it is shown first. */
export interface Play extends Pick<Setup, "scenario" | "seed" | "servers" | "rules"> {
  /** text is a scenario's whole text, played in place of one of the catalogue. */
  text?: string;
  /** own names the servers that follow the learner's program: "all" or "S1,S3". */
  own?: string;
  /** exercises are those whose files that program has. */
  exercises?: readonly string[];
  /** isWhole is true of a run of a whole server, which has an engine of its own. */
  isWhole?: boolean;
  /** event, above 0, opens the run as a recorded one, at this event. */
  event?: number;
  /** paused makes the run wait at its start. */
  paused?: boolean;
  /** from, if it is there, is how the run comes to the moment at which it is shown first: clients write from `at` on,
   * and `now` is the moment. It is asked for again until the run is as far, since it may move. */
  from?: { at: number; writers: string; now(): number };
}

export interface Runner {
  /** start ends the run before and begins another. */
  start(play: Play): Promise<void>;
  /** act runs one scenario line; it resolves to whether the engine accepted it. */
  act(line: string): Promise<boolean>;
  /** type runs one line that somebody types; it resolves to an error message, "" for none. */
  type(line: string): Promise<string>;
  /** nemesis turns random faults on, those of a seed; "" turns them off, and ends every fault. */
  nemesis(seed: string): void;
  /** writers turns on clients that write by themselves, those of a seed; "" turns them off. */
  writers(seed: string): void;
  judge(): Promise<JudgeReply>;
  step(): void;
  finish(): void;
  /** seek shows the world just after an event. While one is being shown, only the last of the next requests
   * counts: a dragged slider asks for more than can be shown. */
  seek(event: number): Promise<void>;
  /** back shows the world one event before. */
  back(): void;
  switchTo(branch: number): void;
  /** beside adds another run, from a trace's text, as a branch; it resolves to whether that was possible. */
  beside(text: string, event: number): Promise<boolean>;
  explain(event: number): Promise<ExplainReply>;
  /** tick is called once per animation frame with the wall time since the one before. */
  tick(milliseconds: number): void;
}

const EVENTS_PER_ADVANCE = 2000;
/** NEAR_US: a run that is this close to the wanted moment is there, as far as anybody can see. */
const NEAR_US = 2000;
const CATCHING_UP_MAX = 10;

/** makeRunner awaits `prepare` before the first frame of a run is shown: it fetches what draws the run's protocol. */
export function makeRunner(
  client: Client,
  getState: () => State,
  dispatch: (event: Event) => void,
  prepare: (protocol: string) => Promise<void>,
): Runner {
  const { ask, inTurn, isBusy } = makeRequests(client, dispatch);
  const seek = makeSeeking(ask);
  /** owed is the virtual time, in microseconds, that has passed and was not requested yet. */
  let owed = 0;
  const pause = (): void => dispatch({ kind: "played", playing: false });
  const pauseAndAsk = (request: FrameAsk): void => {
    pause();
    void ask(request);
  };
  return {
    async start(play) {
      const { rules, scenario, seed, servers, text = "", own = "", event = 0 } = play;
      owed = 0;
      const exercises = (play.exercises ?? []).join(",");
      const request = { scenario, text, seed, servers, rules, own, exercises, event };
      const begun = await ask({ kind: "start", ...request }, async (first) => {
        await prepare(first.protocol);
        const frame = play.from ? await catchUp(client, first, play.from) : first;
        dispatch({ kind: "begun", frame, playing: event === 0 && !play.paused });
      });
      if (!begun) dispatch({ kind: "ended" });
    },
    act: (line) => ask({ kind: "do", line }),
    type: (line) => typed(ask, line),
    nemesis: (seed) => void ask({ kind: "nemesis", seed }),
    writers: (seed) => void ask({ kind: "writers", seed }),
    judge: () => inTurn(() => client.request({ kind: "judge" })),
    step: () => pauseAndAsk({ kind: "step" }),
    finish: () => pauseAndAsk({ kind: "finish" }),
    seek(event) {
      pause();
      return seek(event);
    },
    back: () => pauseAndAsk({ kind: "back" }),
    switchTo: (branch) => pauseAndAsk({ kind: "switch", branch }),
    beside: (text, event) => ask({ kind: "beside", text, event }),
    explain: (event) => inTurn(() => client.request({ kind: "explain", event })),
    tick(milliseconds) {
      const state = getState();
      if (!state.playing || !state.frame || !canPlay(state)) {
        owed = 0;
        return;
      }
      owed += Math.min(milliseconds, TICK_MS_MAX) * 1000 * state.speed;
      if (isBusy()) return;
      const until = Math.round(state.frame.now + owed);
      owed = 0;
      void ask({ kind: "advance", until, events: EVENTS_PER_ADVANCE });
    },
  };
}

/** typed is what is wrong with a line, "" for one that was carried out. */
async function typed(ask: Requests["ask"], line: string): Promise<string> {
  let wrong = "";
  await ask({ kind: "do", line }, undefined, (message) => {
    wrong = message;
  });
  return wrong;
}

/** catchUp lets a run that has just begun come to a moment, and gives its first frame there, with all lines. */
async function catchUp(client: Client, first: Frame, from: NonNullable<Play["from"]>) {
  let shown = first;
  const lines = [...first.lines];
  const ask = async (request: FrameAsk): Promise<void> => {
    shown = await client.request(request);
    lines.push(...shown.lines);
  };
  const advance = (to: number): Promise<void> =>
    ask({ kind: "advance", until: Math.round(to), events: EVENTS_PER_ADVANCE });
  await advance(from.at);
  await ask({ kind: "writers", seed: from.writers });
  for (let i = 0; i < CATCHING_UP_MAX && shown.now < from.now() - NEAR_US; i++) {
    await advance(from.now());
  }
  return { ...shown, header: first.header, from: first.from, lines };
}

interface Requests {
  /** ask resolves to whether the engine accepted the request. */
  ask(
    request: FrameAsk,
    take?: (frame: Frame) => void | Promise<void>,
    refuse?: (problem: string) => void,
  ): Promise<boolean>;
  /** inTurn asks in its place among the others. */
  inTurn<T>(question: () => Promise<T>): Promise<T>;
  /** isBusy is true while a request of ask has no answer. */
  isBusy(): boolean;
}

/** makeRequests has the line in front of the engine, which takes one request at a time. */
function makeRequests(client: Client, dispatch: (event: Event) => void): Requests {
  let queue: Promise<unknown> = Promise.resolve();
  let pending = 0;
  const framed = (frame: Frame): void => dispatch({ kind: "framed", frame });
  const refused = (problem: string): void => dispatch({ kind: "refused", message: problem });
  return {
    ask(request, take = framed, refuse = refused) {
      pending += 1;
      const result = queue.then(async () => {
        try {
          await take(await client.request(request));
          return true;
        } catch (error) {
          // A refused line changed nothing, so the run goes on; a refused clock would refuse again.
          if (request.kind === "advance") dispatch({ kind: "played", playing: false });
          refuse(messageOf(error));
          return false;
        } finally {
          pending -= 1;
        }
      });
      queue = result;
      return result;
    },
    inTurn(question) {
      const result = queue.then(question);
      queue = result.catch(() => {});
      return result;
    },
    isBusy: () => pending > 0,
  };
}

/** makeSeeking gives a seek of which only the last wanted event counts. */
function makeSeeking(ask: Requests["ask"]): (event: number) => Promise<void> {
  let wanted: number | null = null;
  let seeking: Promise<void> | null = null;
  const seekOn = async (): Promise<void> => {
    while (wanted !== null) {
      const event = wanted;
      wanted = null;
      await ask({ kind: "seek", event });
    }
    seeking = null;
  };
  return (event) => {
    wanted = event;
    seeking ??= seekOn();
    return seeking;
  };
}
