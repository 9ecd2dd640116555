// The exercise page's whole state: one immutable value, changed only by updateWorkspace(workspace, event), which is
// pure. The toolchain compiles, the grader judges, the editor holds the text; this file remembers.
import { assertUnreachable } from "../../base/errors.ts";
import type { FindingJSON, GradeProgress, Report, Stage, Verdict } from "../../engine/report.ts";
import type { Progress as ToolProgress } from "../../toolchain/progress.ts";
import type { Problem } from "../../toolchain/talk.ts";
import type { CheckName, Course, Exercise } from "../exercises.ts";
import { noProgress, type Progress } from "../storage.ts";

export type Pane = "task" | "code" | "checks";

export interface Workspace {
  course: Course | null;
  exercise: Exercise | null;
  /** failure is why there is no exercise to show. */
  failure: "" | "no-course" | "no-exercise";
  /** why is the browser's message for that failure. */
  why: string;
  /** ready is true once what was saved has been read. */
  ready: boolean;
  source: string;
  saved: "saved" | "saving" | "memory";
  /** elsewhere is the newer text that another tab has saved, null when there is none. */
  elsewhere: string | null;
  /** earlier is a file written against another starter, null when there is none. */
  earlier: string | null;
  /** undo is what a reset or an import has replaced. */
  undo: Undo | null;
  tools: ToolProgress | { kind: "unasked" };
  problems: readonly Problem[];
  /** checkedIn is how long the last compilation took, in milliseconds; 0 before the first. */
  checkedIn: number;
  run: Run;
  progress: Progress;
  /** task is the task whose hints are next. */
  task: number;
  pane: Pane;
  comparing: boolean;
  notice: Notice | null;
}

/** Undo has the text that was in the editor, and what the storage had under the keys of other files,
 * undefined where it had nothing. */
export interface Undo {
  source: string;
  others: readonly (readonly [key: string, value: unknown])[];
}

export interface Notice {
  tone: "plain" | "bad";
  text: string;
}

export interface Run {
  phase: "none" | "waiting" | "building" | "grading" | "done" | "stopped" | "unbuilt" | "failed";
  rows: readonly CheckRow[];
  /** of is how many checks there are, 0 before it is known. */
  of: number;
  calls: number;
  schedules: number;
  schedulesOf: number;
  events: number;
  /** shrinking is how many runs were made to make a failing one small, 0 while none is. */
  shrinking: number;
  findings: readonly FindingJSON[];
  report: Report | null;
  /** source is the text that is judged: the editor may have moved on. */
  source: string;
  /** message says why a run failed without a verdict. */
  message: string;
  took: number;
}

export interface CheckRow extends CheckName {
  state: "waiting" | "running" | "passed" | "failed" | "left";
  /** finding is its number among the findings, -1 for none. */
  finding: number;
}

export const noRun: Run = {
  phase: "none",
  rows: [],
  of: 0,
  calls: 0,
  schedules: 0,
  schedulesOf: 0,
  events: 0,
  shrinking: 0,
  findings: [],
  report: null,
  source: "",
  message: "",
  took: 0,
};

export const newWorkspace: Workspace = {
  course: null,
  exercise: null,
  failure: "",
  why: "",
  ready: false,
  source: "",
  saved: "saved",
  elsewhere: null,
  earlier: null,
  undo: null,
  tools: { kind: "unasked" },
  problems: [],
  checkedIn: 0,
  run: noRun,
  progress: noProgress,
  task: 0,
  pane: "task",
  comparing: false,
  notice: null,
};

export type WorkspaceEvent =
  | {
      kind: "unavailable";
      failure: "no-course" | "no-exercise";
      why: string;
      course: Course | null;
    }
  | {
      kind: "opened";
      course: Course;
      exercise: Exercise;
      source: string;
      earlier: string | null;
      progress: Progress;
      /** run is the last one of an earlier visit, null for none. */
      run: Run | null;
    }
  | { kind: "typed"; source: string }
  | { kind: "saved"; where: "saved" | "memory" }
  | { kind: "elsewhere"; source: string | null }
  | { kind: "earlier-settled" }
  | { kind: "replaced"; undo: Undo | null }
  | { kind: "tools"; progress: ToolProgress }
  | { kind: "checked"; problems: readonly Problem[]; took: number }
  | { kind: "waits"; source: string }
  | { kind: "builds" }
  | { kind: "unbuilt"; problems: readonly Problem[]; took: number }
  | { kind: "grades" }
  | { kind: "progressed"; progress: GradeProgress }
  | { kind: "reported"; report: Report; took: number }
  | { kind: "stopped" }
  | { kind: "run-failed"; message: string }
  | { kind: "hinted"; task: number }
  | { kind: "paned"; pane: Pane }
  | { kind: "compared"; comparing: boolean }
  | { kind: "noticed"; notice: Notice | null };

export function updateWorkspace(workspace: Workspace, event: WorkspaceEvent): Workspace {
  switch (event.kind) {
    case "unavailable":
      return { ...newWorkspace, course: event.course, failure: event.failure, why: event.why };
    case "opened":
      return open(workspace, event);
    case "typed":
      return event.source === workspace.source
        ? workspace
        : { ...workspace, source: event.source, saved: "saving" };
    case "saved":
      return { ...workspace, saved: event.where };
    case "elsewhere":
      return { ...workspace, elsewhere: event.source };
    case "earlier-settled":
      return { ...workspace, earlier: null };
    case "replaced":
      return { ...workspace, undo: event.undo };
    case "tools":
      return tooled(workspace, event.progress);
    case "checked":
      return { ...workspace, problems: event.problems, checkedIn: event.took };
    case "hinted":
      return hint(workspace, event.task);
    case "paned":
      return { ...workspace, pane: event.pane };
    case "compared":
      return { ...workspace, comparing: event.comparing };
    case "noticed":
      return { ...workspace, notice: event.notice };
    default:
      return updateRun(workspace, event);
  }
}

type RunEvent = Extract<
  WorkspaceEvent,
  {
    kind:
      | "waits"
      | "builds"
      | "unbuilt"
      | "grades"
      | "progressed"
      | "reported"
      | "stopped"
      | "run-failed";
  }
>;

function updateRun(workspace: Workspace, event: RunEvent): Workspace {
  const { run } = workspace;
  const to = (change: Partial<Run>): Workspace => ({ ...workspace, run: { ...run, ...change } });
  switch (event.kind) {
    case "waits":
      return {
        ...workspace,
        pane: "checks",
        comparing: false,
        run: { ...noRun, phase: "waiting", source: event.source, ...planned(workspace.exercise) },
      };
    case "builds":
      return to({ phase: "building" });
    case "unbuilt":
      return {
        ...to({ phase: "unbuilt", rows: leave(run.rows), took: event.took }),
        problems: event.problems,
      };
    case "grades":
      return { ...to({ phase: "grading", rows: begin(run.rows) }), problems: [] };
    case "progressed":
      return run.phase === "grading"
        ? { ...workspace, run: progressed(run, event.progress) }
        : workspace;
    case "reported":
      return report(workspace, event.report, event.took);
    case "stopped":
      return isUnderWay(run)
        ? to({ phase: "stopped", rows: leave(run.rows), shrinking: 0 })
        : workspace;
    case "run-failed":
      return to({ phase: "failed", rows: leave(run.rows), message: event.message });
    default:
      return assertUnreachable(event);
  }
}

export function isUnderWay(run: Run): boolean {
  return run.phase === "waiting" || run.phase === "building" || run.phase === "grading";
}

function open(workspace: Workspace, event: Extract<WorkspaceEvent, { kind: "opened" }>): Workspace {
  const { course, exercise, source, earlier, progress, run } = event;
  return {
    ...newWorkspace,
    tools: workspace.tools,
    course,
    exercise,
    source,
    earlier,
    progress,
    ready: true,
    run: run ?? { ...noRun, ...planned(exercise) },
  };
}

/** tooled removes a run that failed because the compiler was missing, once the compiler is there. */
function tooled(workspace: Workspace, progress: ToolProgress): Workspace {
  const { run, exercise } = workspace;
  const isMended =
    progress.kind === "ready" && workspace.tools.kind !== "ready" && run.phase === "failed";
  return {
    ...workspace,
    tools: progress,
    run: isMended ? { ...noRun, ...planned(exercise) } : run,
  };
}

/** planned are the rows of checks that have not run, where the course names them. */
function planned(exercise: Exercise | null): Pick<Run, "rows" | "of"> {
  const checks = exercise?.checks ?? [];
  return {
    of: checks.length,
    rows: checks.map((one) => ({ ...one, state: "waiting", finding: -1 })),
  };
}

/** begin marks the first row that waits as the one that runs. */
function begin(rows: readonly CheckRow[]): readonly CheckRow[] {
  const first = rows.findIndex((one) => one.state === "waiting");
  return rows.map((one, i) => (i === first ? { ...one, state: "running" } : one));
}

/** leave marks the checks that have not run and will not run. */
function leave(rows: readonly CheckRow[]): readonly CheckRow[] {
  return rows.map((one) =>
    one.state === "running" || one.state === "waiting" ? { ...one, state: "left" } : one,
  );
}

function progressed(run: Run, progress: GradeProgress): Run {
  switch (progress.kind) {
    case "check":
      return check(run, progress);
    case "calls":
      return { ...run, calls: progress.done };
    case "schedules":
      return {
        ...run,
        schedules: progress.done,
        schedulesOf: progress.of,
        events: progress.events,
        shrinking: 0,
      };
    case "events":
      return run; // it shows that the program is alive
    case "shrinking":
      return { ...run, shrinking: progress.done };
    case "finding":
      return { ...run, findings: [...run.findings, progress.finding] };
    default:
      return assertUnreachable(progress);
  }
}

/** check sets a row. Each check that fails has one finding, and both come in the same order. */
function check(run: Run, made: Extract<GradeProgress, { kind: "check" }>): Run {
  const { stage, name, place, passed, index, of } = made;
  const row: CheckRow = {
    stage,
    name,
    place,
    state: passed ? "passed" : "failed",
    finding: passed ? -1 : run.rows.filter((one) => one.finding >= 0).length,
  };
  const rows = [...run.rows];
  rows[Math.min(index - 1, rows.length)] = row;
  return { ...run, of, rows: begin(rows.map(unmark)), shrinking: 0 };
}

const unmark = (row: CheckRow): CheckRow =>
  row.state === "running" ? { ...row, state: "waiting" } : row;

/** report ends a run. A report with more findings than were streamed overrides them. */
function report(workspace: Workspace, made: Report, took: number): Workspace {
  // A program that ended has a report of its own, which does not know the exercise's checks.
  const of = Math.max(made.checks, workspace.run.of);
  const run: Run = {
    ...workspace.run,
    phase: "done",
    report: made,
    findings: made.findings,
    calls: made.calls,
    schedules: made.schedules,
    events: made.events,
    of,
    shrinking: 0,
    rows: attach(leave(workspace.run.rows), made),
    took,
  };
  // Where the page could not judge, nothing is known of the file that was not known before.
  if (made.verdict === "infrastructure") return { ...workspace, run };
  const progress: Progress = {
    ...workspace.progress,
    verdict: made.verdict,
    passed: workspace.progress.passed || made.verdict === "pass",
    checks: of,
    checksPassed: made.passed,
  };
  return { ...workspace, run, progress };
}

/** attach gives a finding without a row, such as that of a crashed program, a row of its own. */
function attach(rows: readonly CheckRow[], made: Report): readonly CheckRow[] {
  const extra = made.findings.flatMap((finding, i): CheckRow[] =>
    rows.some((one) => one.finding === i)
      ? []
      : [
          {
            stage: stageOf(finding),
            name: finding.check,
            place: finding.place,
            state: "failed",
            finding: i,
          },
        ],
  );
  return extra.length === 0 ? rows : [...extra, ...rows];
}

function stageOf(finding: FindingJSON): Stage {
  if (finding.drill) return "stories";
  return finding.seed ? "schedules" : "examples";
}

/** hint reveals the next level of a task's hints. */
function hint(workspace: Workspace, task: number): Workspace {
  const levels = workspace.exercise?.tasks[task]?.hints.length ?? 0;
  const shown = workspace.progress.hints[task] ?? 0;
  if (levels === 0) return workspace;
  const hints = (workspace.exercise?.tasks ?? []).map((_, i) => workspace.progress.hints[i] ?? 0);
  hints[task] = Math.min(shown + 1, levels);
  return { ...workspace, task, progress: { ...workspace.progress, hints } };
}

/** taskOf is the task that the gravest finding belongs to, from 0; -1 if none is known. */
export function taskOf(report: Report): number {
  return (report.findings.find(({ task }) => task)?.task ?? 0) - 1;
}

/** failedTasks are the tasks that findings belong to, from 0. */
export function failedTasks(run: Run): ReadonlySet<number> {
  return new Set(run.findings.flatMap(({ task = 0 }) => (task > 0 ? [task - 1] : [])));
}

/** NextHint is the next hint of a task. */
export interface NextHint {
  task: number;
  title: string;
  level: number;
}

/** nextHint is null for a task whose hints are all shown, and for no task. */
export function nextHint(workspace: Workspace, task: number): NextHint | null {
  const { title, hints } = workspace.exercise?.tasks[task] ?? { title: "", hints: [] };
  const shown = workspace.progress.hints[task] ?? 0;
  return shown < hints.length ? { task, title, level: shown + 1 } : null;
}

/** GRAVEST has the verdicts of findings in the order of the grader's report. */
const GRAVEST: readonly Verdict[] = ["safety", "crash", "liveness", "inconclusive", "unfinished"];

/** byGravity has the findings as the report will have them: the gravest first, and a run before a call. */
export function byGravity(findings: readonly FindingJSON[]): FindingJSON[] {
  const rank = ({ verdict, property = "" }: FindingJSON): number => {
    const at = GRAVEST.indexOf(verdict);
    const isRun = property !== "" && verdict === "safety";
    return 2 * (at < 0 ? GRAVEST.length : at) + (isRun ? 0 : 1);
  };
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

/** shownFirst parts findings, the gravest first: one that leads, one call to begin with if that is another, each whose
 * run was made small, and the others. */
export function shownFirst(findings: readonly FindingJSON[]): [FindingJSON[], FindingJSON[]] {
  const sorted = byGravity(findings);
  const call = sorted.find((one) => one.case);
  const isFirst = (one: FindingJSON): boolean =>
    one === sorted[0] || one === call || (!one.case && one.smallest !== undefined);
  return [sorted.filter(isFirst), sorted.filter((one) => !isFirst(one))];
}

/** counts is how many checks have been made and how many of them passed, for the header. */
export function counts(run: Run): { made: number; passed: number; of: number } {
  const made = run.rows.filter((one) => one.state === "passed" || one.state === "failed");
  const passed = made.filter((one) => one.state === "passed").length;
  return { made: made.length, passed, of: Math.max(run.of, made.length) };
}

/** fraction says how far a run is, from 0 to 1. The schedules take most of the time. */
export function fraction(run: Run): number {
  if (run.phase === "done") return 1;
  const { made, of } = counts(run);
  if (of === 0) return 0;
  const part = run.schedulesOf > 0 ? run.schedules / run.schedulesOf : 0;
  const SCHEDULES_SHARE = 0.5;
  return Math.min(1, (made / of) * (1 - SCHEDULES_SHARE) + part * SCHEDULES_SHARE);
}
