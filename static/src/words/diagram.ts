// The texts of time and of the trace: those that come with the page, and those of the diagram, the event table
// and the comparison of branches, which are fetched with them.
export interface DiagramWords {
  tabs: { label: string; diagram: string; table: string; story: string };
  empty: string;
  /** gap says that lines are missing. */
  gap: string;
  canvas: string;
  /** canvasHelp is what a screen reader says about the keys. */
  canvasHelp: string;
  server(id: number): string;
  clients: string;
  world: string;
  tickTime(milliseconds: number): string;
  tickEvent(event: number): string;
  term(term: number): string;
  mark: Record<"crash" | "restart" | "pause" | "resume" | "leader" | "candidate", string> & {
    preCandidate: string;
    handsOver(to: string): string;
    keepsOn: string;
    /** lease: what is begins or ends. */
    lease(what: string): string;
    compacts(base: string): string;
    installs(index: string): string;
    counts(configuration: string): string;
  };
  far: string;
  tools: string;
  axis: string;
  byTime: string;
  byEvent: string;
  zoomIn: string;
  zoomOut: string;
  fit: string;
  follow: string;
  save: string;
  svg: string;
  png: string;
  trace: string;
  noHeader: string;
  noHash: string;
  fileName(seed: string): string;
  pictureTitle(scenario: string, seed: string): string;
  /** none is said while no event is chosen. */
  none: string;
  event(event: number, seconds: string): string;
  because: string;
  ledTo: string;
  noCause: string;
  more(count: number): string;
  goThere: string;
  /** toCall leads to the call of the learner's code that an event made. */
  toCall(server: number, line: number): string;
  close: string;
  table: {
    label: string;
    event: string;
    time: string;
    where: string;
    kind: string;
    what: string;
    cause: string;
    whereFilter: string;
    kindFilter: string;
    everywhere: string;
    everything: string;
    groups: Record<
      | "messages"
      | "elections"
      | "log"
      | "paxos"
      | "zab"
      | "replicas"
      | "whole"
      | "faults"
      | "clients"
      | "verdicts",
      string
    >;
    count(shown: number, all: number): string;
    nothing: string;
  };
}

/** RunWords are what the page says before any of that is there. */
export interface RunWords {
  /** label names the place where the diagram is. */
  label: string;
  story: { more: string; less: string };
  loading: string;
  /** failed says that a part of the page could not be fetched. */
  failed: string;
  time: {
    back: string;
    scrub: string;
    /** at is what the slider says. */
    at(event: number, last: number, seconds: string): string;
    moment(event: number, last: number, seconds: string): string;
    past: string;
    pastNote: string;
    present: string;
    violation(event: number): string;
  };
  branches: {
    label: string;
    first: string;
    nth(id: number): string;
    from(parent: string, event: number): string;
    rename: string;
    name: string;
    compare: string;
  };
  keys: [keys: string, what: string][];
}
