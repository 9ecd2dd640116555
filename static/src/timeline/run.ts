// The traces of a run and of its branches, as frames bring them. They are kept as lines, which
// is enough for the first paint; the index (timeline.ts) is fetched after it.
import type { Frame } from "../engine/protocol.ts";

/** TraceFrame is the part of a frame that the trace comes from. */
export type TraceFrame = Pick<Frame, "branch" | "from" | "header" | "last" | "lines" | "protocol">;

const VIOLATION = " - violation ";

export class RunTrace {
  /** header are the lines before the first event. */
  header: readonly string[] = [];
  /** runs counts the runs: a choice in one means nothing in the next. */
  runs = 0;
  /** protocol is what the servers of the run speak. */
  protocol = "";
  /** gap is true when lines are missing: what follows them is left out. */
  gap = false;
  /** violations are the events at which a property was violated. */
  violations: number[] = [];
  /** names are those that the reader gave to branches. */
  readonly names = new Map<number, string>();
  #lines: string[] = [];
  #branch = 0;
  readonly #kept = new Map<number, readonly string[]>();
  /** changed is the first event that changed since the index was brought up to date. */
  #changed = 1;

  /** take takes in a frame; `begun` is true for the first of a new run. */
  take(frame: TraceFrame, begun: boolean): void {
    if (begun) {
      this.runs += 1;
      this.protocol = frame.protocol;
      this.#cut(1);
      this.#kept.clear();
      this.names.clear();
      this.#branch = frame.branch;
      this.gap = false;
    }
    if (frame.header.length > 0) this.header = frame.header;
    if (frame.branch !== this.#branch) {
      this.#kept.set(this.#branch, this.#lines.slice());
      this.#resume(frame);
      this.#branch = frame.branch;
    }
    if (frame.from <= this.#lines.length) this.#cut(frame.from);
    if (frame.lines.length === 0) return;
    this.gap = frame.from > this.#lines.length + 1;
    if (!this.gap) this.#add(frame.lines);
  }

  /** resume puts back what is known of a branch up to where the frame's lines begin, if that is further
   * than what the branch before has in common with it. */
  #resume(frame: TraceFrame): void {
    const known = this.#kept.get(frame.branch);
    if (!known) return;
    const until = frame.lines.length === 0 ? frame.last : frame.from - 1;
    const same = commonLength(this.#lines, known);
    this.#cut(same + 1);
    this.#add(known.slice(same, until));
  }

  #cut(from: number): void {
    this.#changed = Math.min(this.#changed, from);
    this.#lines.length = Math.min(this.#lines.length, from - 1);
    this.violations = this.violations.filter((event) => event < from);
  }

  #add(lines: readonly string[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      if (line.includes(VIOLATION)) this.violations.push(this.#lines.length);
    }
  }

  get length(): number {
    return this.#lines.length;
  }

  /** time is an event's moment. */
  time(event: number): number {
    return Number(this.#lines[event - 1]?.split(" ", 2)[1] ?? 0);
  }

  /** lines are those of a branch, as far as the page has seen it. */
  lines(branch: number): readonly string[] {
    if (branch === this.#branch) return this.#lines;
    return this.#kept.get(branch) ?? [];
  }

  /** update gives an index what changed since the last time. A trace has one index. */
  update(index: {
    take(from: number, lines: readonly string[]): void;
    cut(from: number): void;
  }): void {
    index.cut(this.#changed);
    if (this.#changed <= this.#lines.length) {
      index.take(this.#changed, this.#lines.slice(this.#changed - 1));
    }
    this.#changed = this.#lines.length + 1;
  }
}

/** commonLength is how many lines two branches begin with alike. */
export function commonLength(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  let same = 0;
  while (same < length && a[same] === b[same]) same += 1;
  return same;
}
