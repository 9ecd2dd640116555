// The workers that play schedules for a grading.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { GradeProgress } from "../src/engine/report.ts";
import type { Played } from "../src/toolchain/grade-talk.ts";
import { help } from "../src/toolchain/helpers.ts";

/** Helper is a worker that keeps its order. */
class Helper {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  order: { last: number; step: number } | null = null;
  ended = false;

  postMessage(order: { last: number; step: number }): void {
    this.order = order;
  }

  terminate(): void {
    this.ended = true;
  }
}

let made: Helper[] = [];
let heard: Played[] = [];
const real = Object.getOwnPropertyDescriptor(globalThis, "navigator");

function withProcessors(hardwareConcurrency: number | undefined): void {
  Object.defineProperty(globalThis, "navigator", {
    value: { hardwareConcurrency },
    configurable: true,
  });
}

beforeEach(() => {
  made = [];
  heard = [];
});
afterEach(() => {
  if (real) Object.defineProperty(globalThis, "navigator", real);
  else Reflect.deleteProperty(globalThis, "navigator");
});

function helpers(schedules = 200) {
  const start = (): Worker => {
    const helper = new Helper();
    made.push(helper);
    return helper as unknown as Worker;
  };
  const request = { firstSeed: 1, schedules, all: false };
  return help(start, {} as WebAssembly.Module, request, (played) => heard.push(played));
}

const checked = (stage: "examples" | "schedules"): GradeProgress => ({
  kind: "check",
  stage,
  name: "a vote",
  place: "§5.2",
  passed: true,
  verdict: "",
  index: 1,
  of: 2,
});

test("there is one less than processors, but not many, and none without a second processor", () => {
  for (const [processors, count] of [
    [undefined, 0],
    [1, 0],
    [2, 1],
    [4, 3],
    [64, 3],
  ] as const) {
    made = [];
    withProcessors(processors);
    helpers().see(checked("examples"));
    assert.equal(made.length, count, `${processors} processors`);
  }
  made = [];
  helpers(5).see(checked("examples"));
  assert.equal(made.length, 0, "one part has nothing to share");
});

test("they share the parts from the last one back, and what they played is handed on", () => {
  withProcessors(3);
  const all = helpers();
  all.see({ kind: "calls", done: 1 });
  assert.equal(made.length, 0, "nothing is checked yet");
  all.see(checked("examples"));
  all.see(checked("examples"));
  assert.deepEqual(
    made.map(({ order }) => [order?.last, order?.step]),
    [
      [39, 2],
      [38, 2],
    ],
  );
  const played: Played = { kind: "played", first: 195, text: "[]", printed: [] };
  made[0]?.onmessage?.({ data: played });
  assert.deepEqual(heard, [played]);
});

test("they end with the schedules, or with the grading", () => {
  withProcessors(2);
  const all = helpers();
  all.see(checked("examples"));
  all.see(checked("schedules"));
  assert.deepEqual(
    made.map(({ ended }) => ended),
    [true],
  );
  const stopped = helpers();
  stopped.end();
  stopped.see(checked("examples"));
  assert.equal(made.length, 1, "a grading that was stopped starts none");
});
