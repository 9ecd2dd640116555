// Which events the table shows, and which of them are in its window.
import { GROUPS, type Group } from "../../timeline/kinds.ts";
import type { Timeline } from "../../timeline/timeline.ts";

/** Filter: lane is -1 for all; kind is a group, the name of one kind, or "" for all. */
export interface Filter {
  lane: number;
  kind: string;
}

export const ALL: Filter = { lane: -1, kind: "" };

export function isGroup(kind: string): kind is Group {
  return Object.hasOwn(GROUPS, kind);
}

/** Rows are the events that pass a filter. Later events are filtered when they come; earlier ones are
 * not filtered again. */
export class Rows {
  readonly #timeline: Timeline;
  readonly #filter: Filter;
  readonly #wanted: (name: string) => boolean;
  #events: number[] = [];
  #seen = 0;
  #cuts: number;

  constructor(timeline: Timeline, filter: Filter) {
    this.#timeline = timeline;
    this.#filter = filter;
    this.#cuts = timeline.cuts;
    const { kind } = filter;
    const group: readonly string[] | null = isGroup(kind) ? GROUPS[kind] : null;
    this.#wanted = (name) => (group ? group.includes(name) : name === kind);
  }

  /** length is how many there are by now. */
  get length(): number {
    if (this.#isAll()) return this.#timeline.length;
    this.#look();
    return this.#events.length;
  }

  /** at is the event in a row. */
  at(row: number): number {
    return this.#isAll() ? row + 1 : (this.#events[row] ?? 0);
  }

  /** rowOf is the row of an event, or of the first after it that passes. */
  rowOf(event: number): number {
    if (this.#isAll()) return Math.max(0, event - 1);
    this.#look();
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] ?? 0) < event) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isAll(): boolean {
    return this.#filter.lane < 0 && this.#filter.kind === "";
  }

  #look(): void {
    const timeline = this.#timeline;
    if (this.#cuts !== timeline.cuts) {
      this.#cuts = timeline.cuts;
      this.#events = [];
      this.#seen = 0;
    }
    const { lane, kind } = this.#filter;
    for (let event = this.#seen + 1; event <= timeline.length; event++) {
      if (lane >= 0 && timeline.lane(event) !== lane) continue;
      if (kind !== "" && !this.#wanted(timeline.kindName(event))) continue;
      this.#events.push(event);
    }
    this.#seen = timeline.length;
  }
}

export interface Slice {
  first: number;
  last: number;
}

/** Rows a little beyond the window, so that a quick wheel does not show an empty one. */
const SPARE = 8;

export function sliceOf(top: number, height: number, rowHeight: number, count: number): Slice {
  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + SPARE);
  return { first: Math.min(first, last), last };
}
