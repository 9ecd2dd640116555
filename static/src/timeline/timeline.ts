// The trace of a run, outside the virtual DOM: its lines as they come in frames, and indexes that answer
// the questions of a picture of any stretch in logarithmic time. Lines are read once, as they come; their
// details stay text until they are needed.
import { bytes, firstNotBelow, floats, integers, List } from "./columns.ts";
import { KIND } from "./kinds.ts";
import {
  copyHolds,
  copyLane,
  follow,
  type Holds,
  type Lane,
  type Line,
  newHolds,
  newLane,
  type Span,
} from "./lanes.ts";
import type { LineRules } from "./line-rules.ts";
import { CLIENT_LANE, firstWord, laneOf, requestOf, SERVERS_MAX, WORLD_LANE } from "./text.ts";
import { Vocabulary } from "./vocabulary.ts";

const LANES = SERVERS_MAX + 2;

/** A checkpoint stands before every such number of events: what is found by walking is never further. */
const CHECKPOINT = 512;
/** PAUSED is a bit beside the number of a badge. */
const PAUSED = 128;

interface Checkpoint {
  lanes: Lane[];
  open: Int32Array;
  holds: Holds;
}

export class Timeline {
  /** cuts changes when lines are dropped, and not when lines are added. */
  cuts = 0;
  lines: string[] = [];
  servers = 0;
  readonly #vocabulary: Vocabulary;
  /** marks are the events that are seen from afar: faults, the protocol's marks, verdicts. */
  marks = new List();
  violations = new List();

  readonly #time = floats();
  readonly #lane = bytes();
  readonly #kind = bytes();
  readonly #message = bytes();
  readonly #other = bytes();
  /** held is the event that first made a message wait, 0 for none. */
  readonly #held = integers();
  readonly #refused = bytes();
  readonly #id = integers();
  readonly #end = integers();
  readonly #cause = integers();
  readonly #firstEffect = integers();
  readonly #lastEffect = integers();
  readonly #nextEffect = integers();
  readonly #badge = bytes();
  readonly #level = integers();
  /** of a message, its sender's level; of a server's line, the level after it is in #level. */
  readonly #messageLevel = integers();
  readonly #begin = integers();
  readonly #requests = integers();
  #laneEvents: List[] = [];
  #changes: List[] = [];
  #lanes: Lane[] = [];
  #open = new Map<number, number>();
  #holds = newHolds();
  #checkpoints: Checkpoint[] = [];

  constructor(rules: LineRules) {
    this.#vocabulary = new Vocabulary(rules);
    this.clear();
  }

  get length(): number {
    return this.lines.length;
  }

  /** rules are those that the lines are read by. */
  get rules(): LineRules {
    return this.#vocabulary.rules;
  }

  /** clear forgets the run. */
  clear(): void {
    this.cuts += 1;
    this.lines = [];
    this.servers = 0;
    this.marks = new List();
    this.violations = new List();
    this.#laneEvents = Array.from({ length: LANES }, () => new List());
    this.#changes = Array.from({ length: LANES }, () => new List());
    this.#lanes = Array.from({ length: LANES }, newLane);
    this.#open = new Map();
    this.#holds = newHolds();
    this.#checkpoints = [];
  }

  /** take adds lines of which the first is event number `from`, and drops what it had from there on. Lines
   * that do not follow what it has are not taken. */
  take(from: number, lines: readonly string[]): void {
    if (lines.length === 0 && from > this.length) return;
    if (from <= this.length) this.cut(from);
    if (from > this.length + 1) return;
    for (const line of lines) this.#append(line);
  }

  /** cut drops every event from that one on. It reads a few lines again, so that it need not remember
   * the changes of each event. */
  cut(from: number): void {
    if (from > this.length) return;
    if (from <= 1) {
      this.clear();
      return;
    }
    this.cuts += 1;
    const kept = Math.max(0, from - 1);
    const base = Math.min(Math.floor(kept / CHECKPOINT), this.#checkpoints.length - 1);
    const start = base * CHECKPOINT;
    const again = this.lines.slice(start, kept);
    const checkpoint = this.#checkpoints[base];
    this.lines.length = start;
    this.#checkpoints.length = base;
    for (const list of [...this.#laneEvents, ...this.#changes, this.marks, this.violations]) {
      list.cut(start + 1);
    }
    this.#lanes = checkpoint
      ? checkpoint.lanes.map(copyLane)
      : Array.from({ length: LANES }, newLane);
    this.#holds = checkpoint ? copyHolds(checkpoint.holds) : newHolds();
    this.#open = new Map();
    for (const event of checkpoint?.open ?? []) this.#open.set(this.#id.get(event), event);
    this.#relink(start);
    for (const line of again) this.#append(line);
  }

  /** relink forgets, for the first events, what pointed to later ones. */
  #relink(length: number): void {
    for (let event = 1; event <= length; event++) {
      if (this.#end.get(event) > length) this.#end.set(event, 0);
      if (this.#held.get(event) > length) this.#held.set(event, 0);
      const kind = this.#kind.get(event);
      if (kind === KIND.send || kind === KIND.duplicate)
        this.#begin.set(this.#id.get(event), event);
      if (kind === KIND.request) this.#requests.set(requestOf(this.details(event)), event);
      this.#firstEffect.set(event, 0);
      this.#lastEffect.set(event, 0);
    }
    for (let event = 1; event <= length; event++) this.#link(event, this.#cause.get(event));
  }

  #link(event: number, cause: number): void {
    this.#nextEffect.set(event, 0);
    if (cause === 0) return;
    const last = this.#lastEffect.get(cause);
    if (last === 0) this.#firstEffect.set(cause, event);
    else this.#nextEffect.set(last, event);
    this.#lastEffect.set(cause, event);
  }

  #append(line: string): void {
    if (this.lines.length % CHECKPOINT === 0) this.#checkpoint();
    this.lines.push(line);
    const event = this.lines.length;
    const a = line.indexOf(" ");
    const b = line.indexOf(" ", a + 1);
    const c = line.indexOf(" ", b + 1);
    const d = line.indexOf(" ", c + 1);
    const end = d < 0 ? line.length : d;
    const lane = laneOf(line, b + 1);
    const kind = this.#vocabulary.kinds.number(line.slice(c + 1, end));
    this.#time.set(event, Number(line.slice(a + 1, b)));
    this.#lane.set(event, lane);
    this.#kind.set(event, kind);
    this.#id.set(event, 0);
    this.#end.set(event, 0);
    this.#message.set(event, 0);
    this.#messageLevel.set(event, 0);
    this.#other.set(event, lane);
    this.#held.set(event, 0);
    this.#refused.set(event, 0);
    this.#firstEffect.set(event, 0);
    this.#lastEffect.set(event, 0);
    if (lane < SERVERS_MAX) this.servers = Math.max(this.servers, lane + 1);
    this.#laneEvents[lane]?.push(event);
    this.#read(event, kind, lane, line.slice(end + 1));
  }

  #checkpoint(): void {
    this.#checkpoints.push({
      lanes: this.#lanes.map(copyLane),
      open: Int32Array.from(this.#open.values()),
      holds: copyHolds(this.#holds),
    });
  }

  #read(event: number, kind: number, lane: number, details: string): void {
    const state = this.#lanes[lane];
    if (!state) return;
    const before = state.badge | (state.paused ? PAUSED : 0);
    const levelBefore = state.level;
    const line = this.#vocabulary.line(event, kind);
    let cause = 0;
    switch (kind) {
      case KIND.send:
        this.#readMessage(line, details);
        this.#depart(event, this.#isHeld(lane, this.#other.get(event)));
        cause = follow(state, line, this.#asked);
        break;
      case KIND.deliver:
      case KIND.drop:
        this.#readMessage(line, details);
        cause = this.#ends(event);
        if (kind === KIND.deliver) follow(state, line, this.#asked);
        break;
      case KIND.duplicate:
        cause = this.#doubles(event, details);
        break;
      case KIND.request:
      case KIND.asked:
      case KIND.answer:
        cause = this.#readClient(event, kind, details);
        if (kind === KIND.asked) follow(state, line, this.#asked);
        break;
      case KIND.hold:
      case KIND.release:
        this.#hold(event, details, kind === KIND.hold);
        break;
      case KIND.violation:
        cause = this.#cause.get(event - 1) || event - 1; // the input that broke it
        break;
      default:
        if (lane >= SERVERS_MAX) break;
        if (line.isWork) this.#vocabulary.readWork(line, details);
        cause = follow(state, line, this.#asked);
    }
    const after = state.badge | (state.paused ? PAUSED : 0);
    this.#badge.set(event, after);
    this.#level.set(event, state.level);
    this.#cause.set(event, cause);
    this.#link(event, cause);
    if (lane < SERVERS_MAX && (after !== before || state.level !== levelBefore)) {
      this.#changes[lane]?.push(event);
    }
    if (this.#vocabulary.isMark(kind, lane)) this.marks.push(event);
    if (kind === KIND.violation) this.violations.push(event);
  }

  /** readMessage reads `m7 S2 KIND …`. */
  #readMessage(line: Line, details: string): void {
    const a = details.indexOf(" ");
    const b = details.indexOf(" ", a + 1);
    const c = details.indexOf(" ", b + 1);
    line.other = laneOf(details, a + 1);
    line.message = this.#vocabulary.messages.number(
      details.slice(b + 1, c < 0 ? details.length : c),
    );
    line.isReply = line.kind === KIND.send && this.#vocabulary.isReply(line.message);
    this.#id.set(line.event, Number(details.slice(1, a)) || 0);
    this.#other.set(line.event, line.other);
    this.#message.set(line.event, line.message);
    this.#messageLevel.set(line.event, this.#vocabulary.rules.levelOf(details));
    this.#refused.set(line.event, this.#vocabulary.rules.isRefusal(details) ? 1 : 0);
  }

  #depart(event: number, held: boolean): void {
    const id = this.#id.get(event);
    this.#begin.set(id, event);
    this.#open.set(id, event);
    if (held) this.#held.set(event, event);
  }

  #ends(event: number): number {
    const id = this.#id.get(event);
    const begin = this.#open.get(id) ?? 0;
    this.#open.delete(id);
    if (begin === 0) return 0;
    this.#end.set(begin, event);
    // A copy has the cause of the first message.
    return this.#kind.get(begin) === KIND.duplicate ? this.#cause.get(begin) : begin;
  }

  /** doubles reads `m7 m8`: the second is a copy of the first. */
  #doubles(event: number, details: string): number {
    const [first = "", second = ""] = details.split(" ");
    const original = this.#begin.get(Number(first.slice(1)) || 0);
    const id = Number(second.slice(1)) || 0;
    this.#id.set(event, id);
    this.#other.set(event, this.#other.get(original));
    this.#message.set(event, this.#message.get(original));
    this.#messageLevel.set(event, this.#messageLevel.get(original));
    this.#refused.set(event, this.#refused.get(original));
    this.#depart(event, this.#held.get(original) > 0);
    return original;
  }

  /** readClient reads `r1 S2 …`; between a request and its answer the server writes `asked r1`. */
  #readClient(event: number, kind: number, details: string): number {
    const request = requestOf(details);
    const opened = this.#requests.get(request);
    if (kind === KIND.request) {
      this.#other.set(event, laneOf(details, details.indexOf(" ") + 1));
      this.#requests.set(request, event);
      return 0;
    }
    if (opened === 0 || opened >= event) return 0;
    if (kind === KIND.asked) {
      this.#other.set(event, CLIENT_LANE);
      if (this.#end.get(opened) === 0) this.#end.set(opened, event);
      return opened;
    }
    const server = laneOf(details, details.indexOf(" ") + 1);
    this.#other.set(event, server);
    const asked = this.#end.get(opened);
    if (asked === 0) return opened;
    const applied = this.#lanes[server]?.applied ?? 0;
    return / ok| mismatch/.test(details) && applied > asked ? applied : asked;
  }

  #hold(now: number, details: string, on: boolean): void {
    const what = firstWord(details);
    if (what.startsWith("m")) {
      const event = this.#open.get(Number(what.slice(1)) || 0);
      if (event && on) this.#wait(event, now);
      return;
    }
    if (what === "all") {
      this.#holds.all = on;
      if (!on) this.#holds.links.clear();
    } else if (on) this.#holds.links.add(what);
    else this.#holds.links.delete(what);
    if (!on) return;
    for (const event of this.#open.values()) {
      if (this.#isHeld(this.#lane.get(event), this.#other.get(event))) this.#wait(event, now);
    }
  }

  /** wait keeps the first event that made a message wait. */
  #wait(message: number, event: number): void {
    if (this.#held.get(message) === 0) this.#held.set(message, event);
  }

  #isHeld(from: number, to: number): boolean {
    return this.#holds.all || this.#holds.links.has(`S${from + 1}>S${to + 1}`);
  }

  /** asked finds the oldest waiting request that a reply to the same server can answer. */
  readonly #asked = (inputs: readonly number[], reply: Line): number => {
    return (
      inputs.find(
        (input) =>
          this.#vocabulary.answers(this.#message.get(input), reply.message) &&
          this.#other.get(input) === reply.other,
      ) ?? 0
    );
  };

  // ---- what a view asks -------------------------------------------------------------------------

  time(event: number): number {
    return event < 1 ? 0 : this.#time.get(Math.min(event, this.length));
  }
  lane(event: number): number {
    return this.#lane.get(event);
  }
  kind(event: number): number {
    return this.#kind.get(event);
  }
  kindName(event: number): string {
    return this.#vocabulary.kinds.name(this.#kind.get(event));
  }
  message(event: number): number {
    return this.#message.get(event);
  }
  messageId(event: number): number {
    return this.#id.get(event);
  }
  messageName(event: number): string {
    return this.#vocabulary.messages.name(this.#message.get(event));
  }
  /** isRequest is true of a message that another will answer. */
  isRequest(event: number): boolean {
    return this.#vocabulary.isRequest(this.#message.get(event));
  }
  messageLevel(event: number): number {
    return this.#messageLevel.get(event);
  }
  /** other is the lane at the other end of a message, a request or an answer. */
  other(event: number): number {
    return this.#other.get(event);
  }
  refused(event: number): boolean {
    return this.#refused.get(event) === 1;
  }
  held(event: number): boolean {
    return this.#held.get(event) > 0;
  }
  level(event: number): number {
    return this.#level.get(event);
  }
  /** badge is what the event's server is after it, "" for a server that is down. */
  badge(event: number): string {
    return this.#vocabulary.badge(this.#badge.get(event) & ~PAUSED);
  }

  /** begin is the sending, or doubling, of the message that a delivery or a loss ended. */
  begin(event: number): number {
    const begin = this.#begin.get(this.#id.get(event));
    return begin < event ? begin : 0;
  }

  /** end is the delivery or the loss of a message that was sent, 0 while it is on its way; of a client's
   * request, the moment when a server had it. */
  end(event: number): number {
    return this.#end.get(event);
  }

  cause(event: number): number {
    return this.#cause.get(event);
  }

  effects(event: number): number[] {
    const effects: number[] = [];
    if (event < 1 || event > this.length) return effects;
    for (let one = this.#firstEffect.get(event); one > 0; one = this.#nextEffect.get(one)) {
      effects.push(one);
    }
    return effects;
  }

  /** details is what follows the kind in a line. */
  details(event: number): string {
    const line = this.lines[event - 1] ?? "";
    let at = 0;
    for (let i = 0; i < 4; i++) {
      at = line.indexOf(" ", at) + 1;
      if (at === 0) return "";
    }
    return line.slice(at);
  }

  /** laneEvents are the events of one lane, in order. */
  laneEvents(lane: number): List {
    return this.#laneEvents[lane] ?? new List();
  }

  /** spanAt is the span of a lane in which an event lies; null before its first. */
  spanAt(lane: number, event: number): Span | null {
    const first = this.#changes[lane]?.before(event) ?? 0;
    return first === 0 ? null : this.#span(first);
  }

  /** nextSpan is the first span of a lane that begins after an event; null when there is none. */
  nextSpan(lane: number, event: number): Span | null {
    const first = this.#changes[lane]?.after(event + 1) ?? 0;
    return first === 0 ? null : this.#span(first);
  }

  #span(first: number): Span {
    const badge = this.#badge.get(first);
    return {
      first,
      badge: this.#vocabulary.badge(badge & ~PAUSED),
      level: this.#level.get(first),
      paused: (badge & PAUSED) !== 0,
    };
  }

  /** eventAt is the last event at or before a moment, 0 for none. */
  eventAt(time: number): number {
    return firstNotBelow(this.length, (i) => this.#time.get(i + 1), time + 1);
  }

  /** firstAt is the first event at or after a moment; one more than the last when there is none. */
  firstAt(time: number): number {
    return firstNotBelow(this.length, (i) => this.#time.get(i + 1), time) + 1;
  }

  /** crossing are the messages that were sent before an event and are on their way when it happens. */
  crossing(event: number): number[] {
    if (event < 1 || this.length === 0) return [];
    const at = Math.min(event, this.length + 1);
    const base = Math.min(Math.floor((at - 1) / CHECKPOINT), this.#checkpoints.length - 1);
    const crossing: number[] = [];
    const add = (begin: number): void => {
      const end = this.#end.get(begin);
      if (end === 0 || end >= at) crossing.push(begin);
    };
    for (const begin of this.#checkpoints[base]?.open ?? []) add(begin);
    for (let one = base * CHECKPOINT + 1; one < at; one++) {
      const kind = this.#kind.get(one);
      if (kind === KIND.send || kind === KIND.duplicate) add(one);
    }
    return crossing;
  }
}

export { CLIENT_LANE, KIND, SERVERS_MAX, WORLD_LANE };
