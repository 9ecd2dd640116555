// The verdict on a whole server, from a worker that a test makes speak; and why its program ended.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Ended, endOf, framesOf } from "../src/engine/whole-end.ts";
import { JudgeStopped, judgeWhole } from "../src/engine/whole-judge.ts";

/** Judge is a worker that says what a test makes it say. */
class Judge {
  static made: Judge[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  given: { args: string[] }[] = [];
  ended = false;

  constructor() {
    Judge.made.push(this);
  }

  postMessage(message: { args: string[] }): void {
    this.given.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  say(said: object): void {
    this.onmessage?.({ data: JSON.stringify(said) });
  }
}

beforeEach(() => {
  Judge.made = [];
  Object.assign(globalThis, { Worker: Judge });
});

const program = {} as WebAssembly.Module;
const last = (): Judge => Judge.made.at(-1) ?? assert.fail("no worker was started");

test("results come one by one, and the report at the end", async () => {
  const seen: string[] = [];
  const { report } = judgeWhole(program, { schedules: 5, all: true }, (done, of, { name }) =>
    seen.push(`${done}/${of} ${name}`),
  );
  const worker = last();
  assert.deepEqual(worker.given[0]?.args, ["judge", "1", "5", "1"]);
  worker.say({ kind: "alive" });
  worker.say({ kind: "result", done: 1, of: 2, result: { name: "election-1" } });
  worker.say({ kind: "result", done: 2, of: 2, result: { name: "duel-1" } });
  worker.say({
    kind: "report",
    passed: true,
    results: [],
    known: ["log"],
    warnings: [],
    snapshots: false,
  });
  assert.deepEqual(await report, {
    passed: true,
    results: [],
    known: ["log"],
    warnings: [],
    snapshots: false,
  });
  assert.deepEqual(seen, ["1/2 election-1", "2/2 duel-1"]);
  assert.equal(worker.ended, true);
});

test("a verdict that is stopped, or whose worker is lost, is none", async () => {
  const stopped = judgeWhole(program, { schedules: 0, seed: "7" }, () => {});
  assert.deepEqual(last().given[0]?.args, ["judge", "7", "0", "0"]);
  stopped.stop();
  await assert.rejects(stopped.report, JudgeStopped);
  assert.equal(last().ended, true);

  const ended = judgeWhole(program, { schedules: 0 }, () => {});
  last().say({ kind: "ended", printed: "engine: it does not export step" });
  await assert.rejects(ended.report, /does not export step/);

  const lost = judgeWhole(program, { schedules: 0 }, () => {});
  last().onerror?.({ message: "" });
  await assert.rejects(lost.report, /could not be loaded/);
});

test("the functions in a browser's stack are named as wazero names them", () => {
  const error = new Error("x");
  const names = ["main.__Raft_.spin", "main.__Raft_.ticker"];
  error.stack = [
    "RuntimeError: unreachable",
    `    at ${names[0]} (wasm://wasm/0a1b2c:wasm-function[12]:0x345)`,
    `    at ${names[1]} (http://127.0.0.1/guest.wasm:wasm-function[9]:0x1)`,
    "    at wasm://wasm/0a1b2c:wasm-function[3]:0x9",
    "    at exchange (http://127.0.0.1/worker.js:1:20)",
  ].join("\n");
  assert.deepEqual(framesOf(error), [...names, ""]);
  error.stack = [
    `${names[0]}@http://127.0.0.1/guest.wasm:wasm-function[12]:0x345`,
    `${names[1]}@http://127.0.0.1/guest.wasm:wasm-function[9]:0x1`,
    "exchange@http://127.0.0.1/worker.js:1:20",
  ].join("\n");
  assert.deepEqual(framesOf(error), names);
});

test("each way to end is told from an error of the page", () => {
  const program = { fuel: { value: 1n } };
  assert.equal(endOf(new Ended("restless"), program)?.kind, 1);
  const exit = endOf(new Ended("exit", 3), program);
  assert.deepEqual([exit?.kind, exit?.code], [2, 3]);
  const trap = new WebAssembly.RuntimeError("memory access out of bounds");
  assert.equal(endOf(trap, program)?.text, "wasm error: out of bounds memory access");
  assert.equal(endOf(trap, { fuel: { value: -1n } })?.kind, 1, "its loops were spent");
  assert.equal(endOf(new RangeError("Maximum call stack size exceeded"), program)?.kind, 1);
  assert.equal(endOf(new Error("no such file"), program), null);
});
