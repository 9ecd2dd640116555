// The texts of the course's path, which the first page loads after its first paint.
export interface PathWords {
  title: string;
  note: string;
  /** onward is over the next step, first for somebody who did none yet. */
  onward: {
    again: string;
    go: string;
    /** all is for somebody who has done every step. */
    all: { title: string; text: string; own: string; whole: string; scenarios: string };
  };
  /** kinds names a step of each kind before its title, "" for a lesson. */
  kinds: Record<"lesson" | "exercise" | "puzzle", string>;
  /** what is a step with its place among its like. */
  what(kind: "lesson" | "exercise" | "puzzle", number: number, of: number): string;
  counts(lessons: number, rules: number, puzzles: number): string;
  /** watch leads to the scenarios of a part; watchOf says of which. */
  watch: string;
  /** last names the part of the course without a subject of the scenarios. */
  last: string;
  watchOf(part: string): string;
  /** state is how far a step is, "" for one that was not begun. */
  state: Record<"lesson" | "exercise" | "puzzle", { done: string; begun: string }>;
  /** key names the shapes. */
  key: Record<"lesson" | "exercise" | "puzzle", string>;
  progress(kind: "lesson" | "exercise" | "puzzle", done: number, of: number): string;
  own: {
    title: string;
    note(rules: number, of: number): string;
    text: string;
    /** whole stands there when all rules have passed. */
    whole: string;
    yours: string;
    begun: string;
    open: string;
    /** bring leads to the page that takes a whole Raft. */
    bring: string;
    /** write leads to exercise 13. */
    write: string;
  };
}
