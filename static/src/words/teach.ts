// The texts by which the lab explains itself: what a promise means, what the shapes are, what to do first.

/** PromiseText is what a property says, to whoever has not read the paper. */
export interface PromiseText {
  sentence: string;
  /** lesson is the id of the one that teaches it. */
  lesson: string;
  /** breaks is a run in which it breaks, null where no rules of the lab break it. */
  breaks: { scenario: string; rules: string } | null;
}

/** Standing is what is seen of a promise in the run that is shown. */
export interface Standing {
  servers: number;
  leader: string;
  term: number;
  /** committed is the highest entry that some server knows to be committed. */
  committed: number;
  /** same is up to which entry all logs are equal. */
  same: number;
  length: number;
  /** told is how many writes clients were told are done. */
  told: number;
}

export interface PromiseWords {
  texts: Readonly<Record<string, PromiseText>>;
  /** here says how it stands in this run, while it holds. */
  here(id: string, now: Standing): string;
  /** holds says so of a promise of which nothing else is seen. */
  holds: string;
  broken(sentence: string): string;
  more(name: string): string;
  lesson: string;
  show: string;
  /** why says that no run can be shown. */
  why: string;
  waits: string;
  waiting: string;
  back: string;
  close: string;
}

export type ShapeName =
  | "follower"
  | "candidate"
  | "leader"
  | "crashed"
  | "arc"
  | "plate"
  | "request"
  | "answer"
  | "vote"
  | "entries"
  | "heartbeat"
  | "yes"
  | "no"
  | "cut";

export interface LegendWords {
  title: string;
  shapes: Readonly<Record<ShapeName, [name: string, note: string]>>;
  colours: string;
}

/** Told is what a task says of what happened. */
export interface TaskWords {
  title: string;
  of(done: number, count: number): string;
  close: string;
  done: string;
  names: { crash: string; write: string; cut: string };
  hints: { crash: string; write: string; cut: string };
  fell(server: string): string;
  fellAndLeads(server: string, leader: string, term: number): string;
  waits(operation: string, holders: number, majority: number): string;
  wrote(operation: string): string;
  refused(operation: string): string;
  cutOff(servers: string): string;
  counts(operation: string, servers: number): string;
  never(operation: string, side: number, majority: number): string;
}

export interface TeachWords {
  promises: PromiseWords;
  legend: LegendWords;
  tasks: TaskWords;
  /** serverActs say what the acts on a server do. */
  serverActs: Record<
    "crash" | "restart" | "pause" | "resume" | "isolate" | "rejoin" | "fire",
    string
  >;
  /** writers is the switch for clients that write by themselves, and what it does. */
  writers: [name: string, note: string];
  /** acts are the buttons under the ring, each with what it does. */
  acts: {
    crashLeader: [name: string, note: string];
    cutOff: [name: string, note: string];
    heal: [name: string, note: string];
    choose: string;
    /** unfold shows the choice of servers on a phone. */
    unfold: string;
  };
}
