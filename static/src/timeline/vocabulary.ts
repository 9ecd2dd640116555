// A protocol's lines, messages and badges as the numbers that the columns of the index hold.
import { KIND, KINDS, Names } from "./kinds.ts";
import { DOWN, type Line } from "./lanes.ts";
import type { LineRules } from "./line-rules.ts";
import { isMark } from "./text.ts";

export class Vocabulary {
  readonly rules: LineRules;
  readonly kinds: Names;
  /** messages has no message at 0, then each request, followed by its reply, then the other requests. */
  readonly messages: Names;
  readonly #applied: number;
  readonly #marks: ReadonlySet<number>;
  /** others is each request without a reply of its own kind, with the reply that it gets. */
  readonly #others: ReadonlyMap<number, number>;

  constructor(rules: LineRules) {
    this.rules = rules;
    this.kinds = new Names([...Object.keys(KIND), ...rules.work]);
    this.messages = new Names([
      "none",
      ...rules.messages.flat(),
      ...rules.others.map(([request]) => request),
    ]);
    this.#others = new Map(
      rules.others.map(([request, reply]) => [
        this.messages.number(request),
        reply === "" ? 0 : this.messages.number(reply),
      ]),
    );
    this.#applied = KINDS + rules.work.indexOf(rules.applied);
    this.#marks = new Set(rules.marks.map((name) => this.kinds.number(name)));
  }

  /** line is a server's line before its details are read. */
  line(event: number, kind: number): Line {
    const own = kind - KINDS;
    return {
      event,
      kind,
      badge: DOWN,
      level: 0,
      message: 0,
      other: 0,
      isWork: kind === KIND.send || (own >= 0 && own < this.rules.work.length),
      isReply: false,
      isApplied: own >= 0 && kind === this.#applied,
    };
  }

  /** readWork reads what a line of work says of its server. */
  readWork(line: Line, details: string): void {
    const change = this.rules.changes(this.kinds.name(line.kind), details);
    if (!change) return;
    // A badge that is not known is shown as that of a server that has just started.
    if (change.badge) line.badge = 1 + Math.max(0, this.rules.badges.indexOf(change.badge));
    line.level = change.level;
  }

  isMark(kind: number, lane: number): boolean {
    return isMark(kind, lane) || this.#marks.has(kind);
  }

  /** isRequest is true of a message that another will answer, isReply of one that answers. */
  isRequest(message: number): boolean {
    return this.#others.has(message) || (this.#isPaired(message) && message % 2 === 1);
  }
  isReply(message: number): boolean {
    return this.#isPaired(message) && message % 2 === 0;
  }
  #isPaired(message: number): boolean {
    return message > 0 && message <= 2 * this.rules.messages.length;
  }

  /** answers reports whether a reply can be that of a request. */
  answers(request: number, reply: number): boolean {
    return request === reply - 1 || this.#others.get(request) === reply;
  }

  /** badge is the name of a number, "" for a server that is down. */
  badge(number: number): string {
    return this.rules.badges[number - 1] ?? "";
  }
}
