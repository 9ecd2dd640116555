import assert from "node:assert/strict";
import { test } from "node:test";
import type { Course, Exercise } from "../src/course.ts";
import {
  counts,
  type Desk,
  type DeskEvent,
  fraction,
  hintsLeft,
  isUnderWay,
  noDesk,
  updateDesk,
} from "../src/exercise-state.ts";
import { noProgress } from "../src/storage.ts";
import type { FindingJSON, GradeProgress, Report } from "../src/toolchain/report.ts";

const exercise: Exercise = {
  id: "vote",
  title: "Grant a vote",
  number: 1,
  file: "vote.go",
  starter: "package vote\n",
  starterHash: "aaaa",
  main: "",
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
const course: Course = { version: 1, exercises: [exercise] };

function after(...events: DeskEvent[]): Desk {
  const opened: DeskEvent = {
    kind: "opened",
    course,
    exercise,
    source: exercise.starter,
    earlier: null,
    progress: noProgress,
  };
  return [opened, ...events].reduce(updateDesk, noDesk);
}

const grading: DeskEvent[] = [
  { kind: "waits", source: "package vote // mine\n" },
  { kind: "builds" },
  { kind: "grades" },
];

const progress = (one: GradeProgress): DeskEvent => ({ kind: "progressed", progress: one });
const check = (index: number, passed: boolean): DeskEvent => {
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
const report = (change: Partial<Report>): DeskEvent => ({
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
    unreached: [],
    text: "",
    hash: "",
    frames: [],
    printed: [],
    ...change,
  },
});
const states = (desk: Desk): string[] => desk.run.rows.map((row) => row.state);

test("a desk is never changed in place", () => {
  const before = Object.freeze(after(...grading));
  Object.freeze(before.run);
  Object.freeze(before.run.rows);
  updateDesk(before, check(1, true));
  assert.deepEqual(states(before), ["running", "waiting", "waiting", "waiting"]);
});

test("each check goes from waiting over running to its end", () => {
  assert.deepEqual(states(after()), ["waiting", "waiting", "waiting", "waiting"]);
  const desk = after(...grading, check(1, true), check(2, false));
  assert.deepEqual(states(desk), ["passed", "failed", "running", "waiting"]);
  assert.deepEqual(counts(desk.run), { made: 2, passed: 1, of: 4 });
  assert.equal(fraction(desk.run), 0.25);
});

test("a check that failed finds its finding again in the report", () => {
  const desk = after(
    ...grading,
    check(1, false),
    progress({ kind: "finding", finding: finding("first") }),
    check(2, true),
    check(3, false),
    progress({ kind: "finding", finding: finding("Election Safety") }),
    progress({ kind: "shrinking", done: 50 }),
  );
  assert.equal(desk.run.shrinking, 50);
  assert.deepEqual(
    desk.run.rows.map((row) => row.finding),
    [0, -1, 1, -1],
  );
  const findings = [finding("first"), { ...finding("Election Safety"), smallest: "servers 2\n" }];
  const done = updateDesk(desk, report({ verdict: "safety", checks: 3, passed: 1, findings }));
  assert.deepEqual(states(done), ["failed", "passed", "failed", "left"]);
  assert.equal(done.run.findings[1]?.smallest, "servers 2\n");
  assert.equal(done.run.shrinking, 0);
  assert.equal(done.progress.verdict, "safety");
  assert.equal(done.progress.passed, false);
});

test("a program that died has a row for what killed it", () => {
  const desk = after(
    ...grading,
    check(1, true),
    report({ verdict: "crash", findings: [{ ...finding("the program"), verdict: "crash" }] }),
  );
  assert.deepEqual(states(desk), ["failed", "passed", "left", "left", "left"]);
  assert.equal(desk.run.rows[0]?.name, "the program");
});

test("who has passed once has passed, whatever comes later", () => {
  const passed = after(...grading, report({}));
  assert.equal(passed.progress.passed, true);
  const later = [...grading, report({ verdict: "crash", passed: 0 })].reduce(updateDesk, passed);
  assert.equal(later.progress.passed, true);
  assert.equal(later.progress.verdict, "crash");
});

test("what is stopped is not judged, and what comes after is not heard", () => {
  const desk = after(...grading, check(1, true), { kind: "stopped" });
  assert.equal(isUnderWay(desk.run), false);
  assert.deepEqual(states(desk), ["passed", "left", "left", "left"]);
  assert.equal(updateDesk(desk, check(2, true)), desk);
  const done = after(...grading, report({}));
  assert.equal(updateDesk(done, { kind: "stopped" }), done);
});

test("a file that does not compile says where, and nothing is judged", () => {
  const problem = { line: 3, column: 1, endLine: 3, endColumn: 2, message: "undefined: foo" };
  const desk = after(...grading.slice(0, 2), { kind: "unbuilt", problems: [problem], took: 90 });
  assert.deepEqual(desk.problems, [problem]);
  assert.equal(desk.run.phase, "unbuilt");
  assert.ok(states(desk).every((state) => state === "left"));
});

test("hints come one by one, and each task's next one is offered until all are shown", () => {
  let desk = after();
  const next = () => hintsLeft(desk).map(({ task, level }) => `${task}.${level}`);
  const tasks = next().length;
  assert.ok(tasks >= 2);
  assert.ok(next().every((one) => one.endsWith(".1")));
  desk = updateDesk(desk, { kind: "hinted", task: 1 });
  desk = updateDesk(desk, { kind: "hinted", task: 1 });
  assert.deepEqual(desk.progress.hints, [0, 2]);
  assert.equal(next()[1], "1.3");
  desk = updateDesk(updateDesk(desk, { kind: "hinted", task: 1 }), { kind: "hinted", task: 1 });
  assert.deepEqual(desk.progress.hints, [0, 3]);
  assert.ok(!next().some((one) => one.startsWith("1.")));
  for (let i = 0; i < 3; i++) desk = updateDesk(desk, { kind: "hinted", task: 0 });
  assert.deepEqual(hintsLeft(desk), []);
});

test("a run that failed for want of the compiler goes when the compiler comes", () => {
  const asked = after({ kind: "waits", source: "package vote\n" });
  const failed = updateDesk(
    updateDesk(asked, { kind: "tools", progress: { kind: "failed", message: "no network" } }),
    { kind: "run-failed", message: "no network" },
  );
  assert.equal(failed.run.phase, "failed");
  const ready = { kind: "ready", fromCache: false, kept: true, message: "" } as const;
  const mended = updateDesk(failed, { kind: "tools", progress: ready });
  assert.equal(mended.run.phase, "none");
  assert.ok(states(mended).every((state) => state === "waiting"));
});

test("what was typed waits to be saved; the same text does not", () => {
  const desk = after({ kind: "typed", source: "package vote // x\n" });
  assert.equal(desk.saved, "saving");
  const saved = updateDesk(desk, { kind: "saved", where: "saved" });
  assert.equal(updateDesk(saved, { kind: "typed", source: desk.source }), saved);
});
