import assert from "node:assert/strict";
import { test } from "node:test";
import type { Course, Exercise } from "../src/course/exercises.ts";
import { noProgress, openStorage } from "../src/course/storage.ts";
import { keepRun, keptRun } from "../src/course/workspace/kept.ts";
import {
  counts,
  failedTasks,
  fraction,
  isUnderWay,
  newWorkspace,
  nextHint,
  shownFirst,
  taskOf,
  updateWorkspace,
  type Workspace,
  type WorkspaceEvent,
} from "../src/course/workspace/state.ts";
import type { FindingJSON, GradeProgress, Report } from "../src/engine/report.ts";
import { span } from "../src/words/en-results.ts";

const exercise: Exercise = {
  id: "vote",
  title: "Grant a vote",
  number: 1,
  file: "vote.go",
  starter: "package vote\n",
  starterHash: "aaaa",
  join: "",
  rules: ["HandleRequestVote"],
  lesson: "",
  tasks: [
    { title: "one", hints: ["a", "b", "c"] },
    { title: "two", hints: ["d", "e", "f"] },
  ],
  place: "",
  sections: "",
  subjects: [],
  checks: [
    { stage: "examples", name: "first", place: "§5.2" },
    { stage: "examples", name: "second", place: "§5.2" },
    { stage: "stories", name: "third", place: "§5.4" },
    { stage: "schedules", name: "random schedules", place: "" },
  ],
};
const course: Course = { version: 2, glossary: [], exercises: [exercise] };

function after(...events: WorkspaceEvent[]): Workspace {
  const opened: WorkspaceEvent = {
    kind: "opened",
    course,
    exercise,
    source: exercise.starter,
    earlier: null,
    progress: noProgress,
    run: null,
  };
  return [opened, ...events].reduce(updateWorkspace, newWorkspace);
}

const grading: WorkspaceEvent[] = [
  { kind: "waits", source: "package vote // mine\n" },
  { kind: "builds" },
  { kind: "grades" },
];

const progress = (one: GradeProgress): WorkspaceEvent => ({ kind: "progressed", progress: one });
const check = (index: number, passed: boolean): WorkspaceEvent => {
  const { stage, name, place } = exercise.checks?.[index - 1] ?? assert.fail();
  return progress({
    kind: "check",
    stage,
    name,
    place,
    passed,
    verdict: passed ? "" : "safety",
    index,
    of: 4,
  });
};
const finding = (name: string): FindingJSON => ({
  verdict: "safety",
  check: name,
  place: "§5.2",
  sentence: "S1 votes twice.",
});
const report = (change: Partial<Report>): WorkspaceEvent => ({
  kind: "reported",
  took: 1200,
  report: {
    version: 1,
    exercise: "vote",
    verdict: "pass",
    checks: 4,
    passed: 4,
    calls: 10,
    schedules: 200,
    failed: 0,
    events: 999,
    findings: [],
    left: [],
    unreached: [],
    text: "",
    hash: "",
    frames: [],
    printed: [],
    ...change,
  },
});
const states = (workspace: Workspace): string[] => workspace.run.rows.map((row) => row.state);

test("a page that could not judge changes nothing of what is known of the file", () => {
  const passed = after(...grading, report({}));
  const unjudged = [passed].flatMap((one) =>
    [...grading, report({ verdict: "infrastructure", passed: 0 })].reduce(updateWorkspace, one),
  );
  assert.equal(unjudged[0]?.run.report?.verdict, "infrastructure");
  assert.deepEqual(unjudged[0]?.progress, passed.progress);
});

test("a workspace is never changed in place", () => {
  const before = Object.freeze(after(...grading));
  Object.freeze(before.run);
  Object.freeze(before.run.rows);
  updateWorkspace(before, check(1, true));
  assert.deepEqual(states(before), ["running", "waiting", "waiting", "waiting"]);
});

test("each check goes from waiting to running to its result", () => {
  assert.deepEqual(states(after()), ["waiting", "waiting", "waiting", "waiting"]);
  const workspace = after(...grading, check(1, true), check(2, false));
  assert.deepEqual(states(workspace), ["passed", "failed", "running", "waiting"]);
  assert.deepEqual(counts(workspace.run), { made: 2, passed: 1, of: 4 });
  assert.equal(fraction(workspace.run), 0.25);
});

test("a failed check is linked to its finding in the report", () => {
  const workspace = after(
    ...grading,
    check(1, false),
    progress({ kind: "finding", finding: finding("first") }),
    check(2, true),
    check(3, false),
    progress({ kind: "finding", finding: finding("Election Safety") }),
    progress({ kind: "shrinking", done: 50 }),
  );
  assert.equal(workspace.run.shrinking, 50);
  assert.deepEqual(
    workspace.run.rows.map((row) => row.finding),
    [0, -1, 1, -1],
  );
  const findings = [finding("first"), { ...finding("Election Safety"), smallest: "servers 2\n" }];
  const done = updateWorkspace(
    workspace,
    report({ verdict: "safety", checks: 3, passed: 1, findings }),
  );
  assert.deepEqual(states(done), ["failed", "passed", "failed", "left"]);
  assert.equal(done.run.findings[1]?.smallest, "servers 2\n");
  assert.equal(done.run.shrinking, 0);
  assert.equal(done.progress.verdict, "safety");
  assert.equal(done.progress.passed, false);
});

test("a crashed program has a row for the crash", () => {
  const workspace = after(
    ...grading,
    check(1, true),
    report({ verdict: "crash", findings: [{ ...finding("the program"), verdict: "crash" }] }),
  );
  assert.deepEqual(states(workspace), ["failed", "passed", "left", "left", "left"]);
  assert.equal(workspace.run.rows[0]?.name, "the program");
});

test("the number of checks is the exercise's, also for a program that ended", () => {
  const workspace = after(
    ...grading,
    report({ verdict: "crash", checks: 1, passed: 0, findings: [finding("the program")] }),
  );
  assert.equal(workspace.progress.checks, 4);
  assert.equal(workspace.run.of, 4);
});

test("the hint is that of the gravest finding whose task is known", () => {
  const of = (...tasks: (number | undefined)[]): number => {
    const findings = tasks.map((task) => ({ ...finding("one"), ...(task ? { task } : {}) }));
    const done = after(...grading, report({ verdict: "safety", findings }));
    return taskOf(done.run.report ?? assert.fail());
  };
  assert.equal(of(undefined, 3, 1), 2);
  assert.equal(of(2), 1);
  assert.equal(of(undefined), -1);
});

test("times are said as the grader's report says them", () => {
  // grader/times_test.go has the same table.
  const spans: [number, string][] = [
    [0, "0 ms"],
    [999, "999 ms"],
    [1000, "1 s"],
    [1049, "1 s"],
    [1234, "1.2 s"],
    [9950, "10 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min"],
    [60_000, "1 min"],
    [92_999, "1 min 33 s"],
    [1_200_000, "20 min"],
  ];
  for (const [milliseconds, text] of spans) assert.equal(span(milliseconds), text);
});

test("an exercise that passed once stays passed", () => {
  const passed = after(...grading, report({}));
  assert.equal(passed.progress.passed, true);
  const later = [...grading, report({ verdict: "crash", passed: 0 })].reduce(
    updateWorkspace,
    passed,
  );
  assert.equal(later.progress.passed, true);
  assert.equal(later.progress.verdict, "crash");
});

test("a stopped run has no verdict, and later messages are ignored", () => {
  const workspace = after(...grading, check(1, true), { kind: "stopped" });
  assert.equal(isUnderWay(workspace.run), false);
  assert.deepEqual(states(workspace), ["passed", "left", "left", "left"]);
  assert.equal(updateWorkspace(workspace, check(2, true)), workspace);
  const done = after(...grading, report({}));
  assert.equal(updateWorkspace(done, { kind: "stopped" }), done);
});

test("a file that does not compile shows its errors, and nothing is judged", () => {
  const problem = { line: 3, column: 1, endLine: 3, endColumn: 2, message: "undefined: foo" };
  const workspace = after(...grading.slice(0, 2), {
    kind: "unbuilt",
    problems: [problem],
    took: 90,
  });
  assert.deepEqual(workspace.problems, [problem]);
  assert.equal(workspace.run.phase, "unbuilt");
  assert.ok(states(workspace).every((state) => state === "left"));
});

test("hints come one by one until all are shown", () => {
  let workspace = after();
  assert.deepEqual(nextHint(workspace, 1), { task: 1, title: "two", level: 1 });
  for (const level of [2, 3]) {
    workspace = updateWorkspace(workspace, { kind: "hinted", task: 1 });
    assert.equal(nextHint(workspace, 1)?.level, level);
  }
  assert.deepEqual(workspace.progress.hints, [0, 2]);
  workspace = updateWorkspace(workspace, { kind: "hinted", task: 1 });
  workspace = updateWorkspace(workspace, { kind: "hinted", task: 1 });
  assert.deepEqual(workspace.progress.hints, [0, 3]);
  assert.equal(nextHint(workspace, 1), null);
  assert.equal(nextHint(workspace, 0)?.level, 1);
  assert.equal(nextHint(workspace, -1), null, "the finding belongs to no task");
});

test("the gravest finding leads, one call follows, the others are folded", () => {
  const call = { state: "", request: "", yours: "granted", allowed: "refused" };
  const stuck = { ...finding("stuck"), verdict: "liveness" as const, case: call };
  const wrong = { ...finding("wrong"), case: call, task: 2 };
  const more = { ...finding("more"), case: call };
  const lost = { ...finding("lost"), drill: "a story", smallest: "servers 3" };
  const workspace = after(
    ...grading,
    ...[stuck, lost, wrong, more].map((one) => progress({ kind: "finding", finding: one })),
  );
  const [first, others] = shownFirst(workspace.run.findings);
  assert.deepEqual(
    first.map((one) => one.check),
    ["lost", "wrong"],
  );
  assert.deepEqual(
    others.map((one) => one.check),
    ["more", "stuck"],
  );
  assert.deepEqual([...failedTasks(workspace.run)], [1]);
});

test("a run that failed without the compiler is cleared when the compiler is loaded", () => {
  const asked = after({ kind: "waits", source: "package vote\n" });
  const failed = updateWorkspace(
    updateWorkspace(asked, { kind: "tools", progress: { kind: "failed", message: "no network" } }),
    { kind: "run-failed", message: "no network" },
  );
  assert.equal(failed.run.phase, "failed");
  const ready = { kind: "ready", fromCache: false, kept: true, message: "" } as const;
  const cleared = updateWorkspace(failed, { kind: "tools", progress: ready });
  assert.equal(cleared.run.phase, "none");
  assert.ok(states(cleared).every((state) => state === "waiting"));
});

test("typed text is to be saved; the same text is not", () => {
  const workspace = after({ kind: "typed", source: "package vote // x\n" });
  assert.equal(workspace.saved, "saving");
  const saved = updateWorkspace(workspace, { kind: "saved", where: "saved" });
  assert.equal(updateWorkspace(saved, { kind: "typed", source: workspace.source }), saved);
});

test("the last report is there again after a reload, without its traces", async () => {
  const backend = { entries: async () => [], set: async () => {}, del: async () => {} };
  const storage = await openStorage(backend, null);
  assert.equal(keptRun(storage, "vote"), null);
  const made = { ...finding("first"), trace: "long" };
  const { run } = after(
    ...grading,
    check(1, false),
    report({ verdict: "safety", findings: [made] }),
  );
  keepRun(storage, "vote", run);
  const again = keptRun(storage, "vote");
  assert.deepEqual(again, {
    ...run,
    findings: [finding("first")],
    report: { ...run.report, findings: [finding("first")] },
  });
  storage.set("report/vote", { form: 1, run: { phase: "done", rows: [] } });
  assert.equal(keptRun(storage, "vote"), null);
});
