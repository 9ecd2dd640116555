// The texts of the page of puzzles beside the puzzles themselves. It is loaded when it is opened.
export interface PuzzleWords {
  title: string;
  intro: string;
  how: readonly string[];
  loading: string;
  failed(why: string): string;
  retry: string;
  unknown(id: string): string;
  list: string;
  all: string;
  progress(solved: number, of: number): string;
  begin(title: string): string;
  choose: string;
  state: {
    open: string;
    tried(tries: number): string;
    shown: string;
    solved(moves: number, shortest: number): string;
  };
  have: string;
  rules: string;
  hint(number: number, of: number): string;
  hints: string;
  share: string;
  shared: string;
  copyIt: string;
  link: string;
  again: string;
  /** giveUp shows the shortest solution, whyNot why there is none. */
  giveUp: string;
  whyNot: string;
  /** own: the servers follow the reader's rules. */
  own: { side: string; building: string; held: string; fell: string; mend: string };
  cluster: string;
  moment(seconds: string): string;
  ended: string;
  still: string;
  manual: string;
  play: string;
  pause: string;
  wait(text: string): string;
  past: string;
  present: string;
  moves: {
    title: string;
    none: string;
    /** token names one of a budget, by its first verb. */
    token(verb: string, count: number): string;
    free: string;
    spent: string;
    verb(verb: string): string;
    judge: string;
    cutOff: string;
    /** link is the button that does something to a link, by its verb. */
    link(verb: string): string;
    from: string;
    to: string;
    value: string;
    write: string;
    deliver: string;
    nothing: string;
  };
  did: {
    title: string;
    count(moves: number): string;
    none: string;
    undo: string;
    line(line: string): string;
    at(seconds: string): string;
    refused(why: string): string;
  };
  verdict: {
    reached: string;
    played: string;
    spent: string;
    spentText: string;
    impossible: string;
    searched(events: number): string;
    missed: string;
    shortest(moves: number): string;
    longer(moves: number, shortest: number): string;
    never: string;
    shown: string;
    other(name: string): string;
    otherNote: string;
    next: string;
  };
  /** lesson leads to what a puzzle is about. */
  lesson: string;
  logs: string;
  run: string;
}
