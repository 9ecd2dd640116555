// The parts of a frame of whole servers (lab/wholecluster/part.go): a part of protocol.ts, which is compared with Go's
// half.

/** WholeView is the part of a server's view that only views of whole servers understand. */
export interface WholeView {
  /** Term and Leads are what GetState says; Stuck is true if it does not return. */
  term: number;
  leads: boolean;
  stuck: boolean;
  /** Trouble is what is wrong with the program itself; absent for nothing. */
  trouble?: TroubleView;
  /** Applied is the index up to which it has applied. */
  applied: number;
  /** StateSize and SnapshotSize are the bytes of what is saved. */
  stateSize: number;
  snapshotSize: number;
  /** Goroutines is how many the program has, and Calls how many calls wait for a reply. */
  goroutines: number;
  calls: number;
  /** Stacks are the program's goroutines, alike ones together. */
  stacks: StackView[];
  /** Fields are the receiver's. */
  fields: FieldView[];
  known: KnownView;
  log: WholeLogView;
  /** Printed is what it printed in this step. */
  printed: string;
}

/** TroubleView is a program that hangs, ends, or goes on without end. */
export interface TroubleView {
  kind: string;
  text: string;
  stack: string;
}

/** StackView is so many goroutines that wait alike. */
export interface StackView {
  state: string;
  where: string;
  count: number;
}

export interface FieldView {
  name: string;
  value: string;
  /** Changed is true of a field that the last step changed. */
  changed: boolean;
}

/** KnownView has the fields of usual names; one that was not found is absent. */
export interface KnownView {
  currentTerm?: number;
  /** VotedFor is a server, or none; "" if it was not found. */
  votedFor: string;
  commitIndex?: number;
  lastApplied?: number;
  lastIndex?: number;
}

/** WholeLogView has the last entries of the log, the first of them at index From, if a field looks like a log. */
export interface WholeLogView {
  known: boolean;
  from: number;
  entries: WholeEntryView[];
}

export interface WholeEntryView {
  index: number;
  term: number;
  /** Text is the command, "" if it is not known. */
  text: string;
  applied: boolean;
}

/** WholeRun is the part of a run: what is known of the program. */
export interface WholeRun {
  servers: number;
  /** Known are the fields of usual names that the program has. */
  known: string[];
  /** Snapshots is true if it has snapshots. */
  snapshots: boolean;
  /** Warnings are what the codec had to say of its types, each once. */
  warnings: string[];
}
