// The output of a grading, as grader/json.go and grader/progress.go write it: the same names, in the same
// order. Change both together: a test compares them.

export type Verdict =
  | "pass"
  | "safety"
  | "liveness"
  | "crash"
  | "unfinished"
  | "inconclusive"
  | "compile"
  | "refused"
  | "infrastructure";

/** ReportJSON is the result of a grading. `text` is the report for people. */
export interface ReportJSON {
  version: number;
  exercise: string;
  verdict: Verdict;
  /** checks is how many the exercise has, the same for every file, and passed of them passed. */
  checks: number;
  passed: number;
  calls: number;
  schedules: number;
  /** failed is how many of the schedules failed. */
  failed: number;
  events: number;
  /** findings are what did not pass, the gravest first; the first decides the verdict. */
  findings: FindingJSON[];
  /** left are the names of the checks that were not made. */
  left: string[];
  /** unreached are branches of the paper's rule that no run in a cluster reached. */
  unreached: string[];
  /** hash is the SHA-256 over the trace hashes of all that was run. */
  hash?: string;
  text: string;
  /** output is the beginning of what the judged code printed, where the host of the grading adds it. */
  output?: string;
  /** by is what judged, where the host of the grading adds it. */
  by?: { commit: string; go: string; hash: string };
}

/** FindingJSON is one check that did not pass. `case` is there for a single call; property, drill, seed,
 * event, timeMicros and smallest are there for a cluster. */
export interface FindingJSON {
  verdict: Verdict;
  check: string;
  place: string;
  sentence: string;
  /** code names the form of the sentence, and args are what it is about: the sentence in another
   * language. */
  code?: string;
  args?: ArgJSON[];
  case?: CaseJSON;
  /** frames are the calls of a panic that the grader caught, innermost first. */
  frames?: StackFrame[];
  /** line and column are a place in the learner's file, from 1; the column counts bytes. */
  line?: number;
  column?: number;
  property?: string;
  drill?: string;
  seed?: number;
  event?: number;
  timeMicros?: number;
  /** task is the task of the lesson that the finding belongs to, from 1. */
  task?: number;
  /** also are other tasks that explain it, if something else shows a mistake in them. */
  also?: number[];
  /** smallest is a scenario that violates the same property; smallestEvent is where in its run, and
   * trace is its trace. */
  smallest?: string;
  minimal?: boolean;
  smallestEvent?: number;
  trace?: string;
  link?: string;
}

/** ArgJSON is an argument of a sentence: a name or a number as text, or a part with a code of its own. */
export interface ArgJSON {
  text: string;
  code: string;
  args: ArgJSON[] | null;
}

export interface CaseJSON {
  state: string;
  request: string;
  yours: string;
  allowed: string;
  /** lines of the learner's file are those that the call visited, in the order of the file, and decided is
   * the last one that it visited. A case of several calls has the lines of all of them, and no decided. */
  lines?: number[];
  decided?: number;
}

export type Stage = "examples" | "calls" | "stories" | "schedules";

/** GradeProgress is one report of a grading while it runs. */
export type GradeProgress =
  | {
      kind: "check";
      stage: Stage;
      name: string;
      place: string;
      passed: boolean;
      verdict: Verdict | "";
      /** index counts checks from 1. */
      index: number;
      of: number;
    }
  | { kind: "calls"; done: number }
  /** events: so many are in the current run; most runs are too short to report any. */
  | { kind: "events"; done: number }
  | { kind: "schedules"; done: number; of: number; events: number }
  /** shrinking: so many runs were made to shrink a failing one. */
  | { kind: "shrinking"; done: number }
  /** finding: a check did not pass; its run is not shrunk yet. */
  | { kind: "finding"; finding: FindingJSON };

/** StackFrame is one call of a panic's stack. `own` is true for the learner's file; runs of frames of
 * ours are folded into one, whose function and file are "". */
export interface StackFrame {
  function: string;
  file: string;
  line: number;
  own: boolean;
}

/** Report is what the page shows: the grader's report, or one that says how the program ended, whose
 * verdict is "crash" and which has one finding. `frames` is the learner's stack if it panicked, and
 * `printed` the last lines that the program printed. */
export interface Report extends ReportJSON {
  frames: readonly StackFrame[];
  printed: readonly string[];
}
