// The texts of the exercise page and the trace page. They are loaded with these pages, to keep the first page
// small.
import type { Stage, Verdict } from "../engine/report.ts";

export interface ExerciseWords {
  task: TaskWords;
  code: CodeWords;
  download: DownloadWords;
  checks: CheckWords;
  keep: KeepWords;
  panes: {
    label: string;
    task: string;
    code: string;
    checks: string;
    resize(left: string, right: string): string;
  };
  page: {
    number(number: number, of: number): string;
    loading: string;
    noCourse: string;
    noCourseWhy(why: string): string;
    noExercise(id: string): string;
    exercises: string;
    retry: string;
    list: string;
    check: string;
    stop: string;
  };
}

export interface TaskWords {
  title: string;
  tasks: string;
  done: string;
  hintsNote: string;
  hint(task: number, level: number): string;
  nextHint(level: number, of: number): string;
  firstHint: string;
  /** failed is said of a task that a finding belongs to. */
  failed: string;
  allShown: string;
}

export interface CodeWords {
  editor(file: string): string;
  note: string;
  compare: string;
  compareEnd: string;
  compareNote: string;
  same: string;
  moreProblems(count: number): string;
  noProblems: string;
  compiledIn(seconds: string): string;
  problemAt(line: number, message: string): string;
  notFormatted: string;
  /** notYet stands in the place of completions. */
  notYet: string;
}

export interface DownloadWords {
  why: string;
  ask: string;
  start: string;
  /** awaiting: the compiler is still built where the page comes from. */
  awaiting(made: number, total: number): string;
  fetching(loaded: string, total: string): string;
  preparing: string;
  failed: string;
  cancelled: string;
  cancel: string;
  retry: string;
  label: string;
}

/** ResultWords come with the first run of the checks. */
export interface ResultWords {
  details(calls: number, schedules: number, events: number): string;
  /** soFar is the verdict of what was tried until now; none counts what has passed if nothing has failed. */
  soFar: string;
  passSoFar(passed: number, of: number): string;
  beginWith: string;
  othersFail(count: number): string;
  unbuilt: string;
  stopped: string;
  stoppedEarly: string;
  verdicts: Record<Verdict, string>;
  verdictNotes: Record<Verdict, string>;
  wrongCall: string;
  /** wrongCalls are the notes for a report whose gravest finding is a single call. */
  wrongCalls: Partial<Record<Verdict, string>>;
  /** stuck is added if a run makes no progress, too. */
  stuck: string;
  /** notKept stands before the name of a promise, which says what should be. */
  notKept: string;
  /** notation explains short forms of the reports: a form, and what it means. */
  notation: readonly (readonly [RegExp, string])[];
  left(names: readonly string[]): string;
  state: string;
  request: string;
  yours: string;
  allowed: string;
  inCluster(seed: number, event: number, milliseconds: number): string;
  inStory(story: string, event: number, milliseconds: number): string;
  smallestLines(lines: number): string;
  beginningLines(lines: number): string;
  notMinimal: string;
  watch: string;
  /** ran gets the lines, such as "8, 12–14". */
  ran(lines: string): string;
  endedAt(line: number): string;
  panicked: string;
  frame(name: string, file: string, line: number): string;
  folded: string;
  printed: string;
  unreached: string;
  noHint(task: number): string;
  lab: string;
  /** passed leads to the page after a pass. */
  passed(rule: string): string;
  next(title: string): string;
  outdated: string;
}

export interface CheckWords {
  title: string;
  summary(passed: number, of: number): string;
  took(seconds: string): string;
  none: string;
  waiting: string;
  building: string;
  /** trying says what goes on. */
  trying: string;
  stage(stage: Stage, done: number, of: number): string;
  allChecks: string;
  failed(why: string): string;
  stages: Record<Stage, string>;
  states: Record<"waiting" | "running" | "passed" | "failed" | "left", string>;
  calls(done: number): string;
  schedules(done: number, of: number): string;
  shrinking(runs: number): string;
  more(count: number): string;
  hint(task: number, level: number, title: string): string;
  whole: string;
}

export interface KeepWords {
  saved: string;
  saving: string;
  memory: string;
  /** damaged says that what was kept of a file cannot be read. */
  damaged: string;
  memoryWhy(why: string): string;
  reset: string;
  resetDone: string;
  undo: string;
  undone: string;
  exportAll: string;
  importAll: string;
  imported(names: string, left: number): string;
  importFailed(why: string): string;
  elsewhere: string;
  take: string;
  keepMine: string;
  earlier: string;
  takeEarlier: string;
  dismiss: string;
}

export interface TraceWords {
  title: string;
  choose: string;
  chooseNote: string;
  /** noneYet is for somebody without a file, and example a run for them. */
  noneYet: string;
  example: string;
  chooseFile: string;
  drop: string;
  opening: string;
  building: string;
  failed: string;
  notBegun: string;
  another: string;
  mine(exercises: readonly string[]): string;
  noSource(exercises: readonly string[]): string;
  whose: string;
  useMine: string;
  reference: string;
  differs: string;
  own(servers: string, exercises: readonly string[]): string;
  tooLarge(bytes: number): string;
  empty: string;
  broke: string;
  fine: string;
  breaks: string;
  told: string;
  causes: string;
  event(event: number): string;
  code: string;
  codeNote(rule: string, server: number): string;
  noCall: string;
  toDecision(event: number): string;
  /** decided: event is that of an earlier call, 0 for the event that is shown. */
  decided(line: number, event: number): string;
  open(line: number): string;
  earlierCall: string;
  laterCall: string;
  call(index: number, of: number): string;
  source(file: string): string;
}
