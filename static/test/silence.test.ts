// Workers that say nothing: a clock decides nothing about a learner's code.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { patience } from "../src/base/patience.ts";
import { grade } from "../src/toolchain/grade.ts";
import { TaskQueue } from "../src/toolchain/task-queue.ts";
import { enToolchain } from "../src/words/en-toolchain.ts";

/** Silent is a worker that answers only what a test makes it answer. */
class Silent {
  static made: Silent[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;
  ended = false;
  given: { kind: string }[] = [];

  constructor() {
    Silent.made.push(this);
  }

  postMessage(message: { kind: string }): void {
    this.given.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  say(data: unknown): void {
    this.onmessage?.({ data });
  }
}

const last = (): Silent => Silent.made.at(-1) ?? assert.fail("no worker was started");

/** due are the timers of a clock that the tests turn. */
const due = new Map<number, { at: number; work: () => void }>();
const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
let now = 0;
let timers = 0;

function seconds(count: number): void {
  for (const end = now + 1000 * count; now < end; now += 1000) {
    for (const [id, { at, work }] of [...due]) {
      if (at > now + 1000 || !due.delete(id)) continue;
      work();
    }
  }
}

beforeEach(() => {
  due.clear();
  Silent.made = [];
  Object.assign(globalThis, {
    Worker: Silent,
    setTimeout(work: () => void, milliseconds: number) {
      timers += 1;
      due.set(timers, { at: now + milliseconds, work });
      return timers;
    },
    clearTimeout: (id: number) => due.delete(id),
  });
});
afterEach(() => Object.assign(globalThis, real));

const request = { firstSeed: 1, schedules: 200, all: false };
const grading = () => grade(enToolchain, "vote", {} as WebAssembly.Module, request, () => {});

test("seconds are counted one by one, and a sign of life sets them to zero", () => {
  let lost = 0;
  const waiting = patience(3, () => lost++);
  seconds(2);
  waiting.renew();
  seconds(2);
  assert.equal(lost, 0);
  seconds(5);
  assert.equal(lost, 1, "once");
  const other = patience(1, () => lost++);
  other.end();
  seconds(5);
  assert.equal(lost, 1);
});

test("a grading that says nothing is ended without a verdict on the file", async () => {
  const { report } = grading();
  seconds(19);
  last().say({ kind: "progress", text: '{"kind":"calls","done":1}' });
  seconds(19);
  assert.equal(last().ended, false);
  seconds(1);
  assert.equal(last().ended, true);
  const { verdict, text } = await report;
  assert.equal(verdict, "infrastructure");
  assert.match(text, /waited 20 seconds .* `raftlab grade vote`/);
});

test("a grading whose worker does not start has no verdict either", async () => {
  const loading = grading();
  last().onerror?.({ message: "", preventDefault() {} });
  assert.equal((await loading.report).verdict, "infrastructure");
  const starting = grading();
  last().say({ kind: "unstarted", why: "could not allocate memory" });
  assert.equal((await starting.report).verdict, "infrastructure");
});

test("a program that ended itself is still a crash", async () => {
  const { report } = grading();
  last().say({ kind: "ended", why: "exit 2", printed: ["panic: mine"] });
  assert.equal((await report).verdict, "crash");
});

test("a compiler that says nothing has no verdict on the file, and is started again", async () => {
  const queue = new TaskQueue(enToolchain);
  const loaded = queue.load(() => {});
  last().say({ kind: "loaded", tools: {}, fromCache: true, kept: true });
  await loaded;
  const first = last();
  const built = queue.perform({ kind: "build", files: [] });
  seconds(60);
  await assert.rejects(built, /waited 60 seconds for the compiler .* `raftlab grade`/);
  assert.equal(first.ended, true);
  assert.notEqual(last(), first);
  const checked = queue.perform({ kind: "format", source: "" });
  const task = last().given.find(({ kind }) => kind === "task") as { id?: number } | undefined;
  last().say({ kind: "done", id: task?.id, outcome: { kind: "formatted", source: "" } });
  assert.equal((await checked).kind, "formatted");
});
