// The page that takes a whole server: what it keeps, compiles and judges, over stand-ins of all that it works with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type BringTools, makeBring } from "../src/course/bring/bring.ts";
import { fileKey, readFolder } from "../src/course/bring/kept.ts";
import {
  type Bring,
  type Folder,
  isOutdated,
  isShrinking,
  newBring,
  textOf,
  updateBring,
} from "../src/course/bring/state.ts";
import { type Drafts, withDrafts } from "../src/course/drafts.ts";
import { openStorage } from "../src/course/storage.ts";
import { exampleIn } from "../src/course/whole-examples.ts";
import type { WholeReport, WholeResult } from "../src/engine/whole-report.ts";
import { Stopped } from "../src/toolchain/progress.ts";
import type { WholeBuilt } from "../src/toolchain/whole-talk.ts";
import { commandsOf } from "../src/views/bring/commands.ts";
import { blocksOf } from "../src/views/bring/markdown.ts";
import { together } from "../src/views/bring/together.ts";

const folder: Folder = {
  name: "mine",
  files: [
    { path: "src/go.mod", text: "module 6.5840\n" },
    { path: "src/raft1/raft.go", text: "package raft\n" },
  ],
  left: [],
};

const built = {
  kind: "built",
  module: {} as WebAssembly.Module,
  took: { compile: 1, link: 1, bound: 1, module: 1 },
  about: {
    package: "src/raft1",
    shape: "raft1",
    title: "6.5840",
    release: "1.22",
    snapshots: true,
    notes: [],
  },
} satisfies WholeBuilt;

const result = (name: string, passed: boolean): WholeResult => ({
  ...{ name, passed, title: "A title", seed: "1", verdict: passed ? "pass" : "safety" },
  ...{ property: "terms", propertyName: "Terms never fall", section: "§5.1", sentence: "S1 falls" },
  ...{ scenario: "await leader", small: "", smallCommands: 0, smallMinimal: false, events: 10 },
  hash: "",
});

const reportOf = (...results: WholeResult[]): WholeReport => ({
  passed: results.every(({ passed }) => passed),
  results,
  known: ["log"],
  warnings: [],
  snapshots: true,
});

const noDrafts: Drafts = { all: () => [], put: () => {}, drop: () => {} };

interface Stage {
  on: ReturnType<typeof makeBring>;
  now(): Bring;
  values: Map<string, unknown>;
  /** pass lets what waits to be kept be kept. */
  pass(): void;
  asked: string[];
}

/** stage is a page over what is kept. `change` puts something in the place of a tool. */
async function stage(
  change: Partial<BringTools> = {},
  values = new Map<string, unknown>(),
): Promise<Stage> {
  let bring = newBring;
  let waiting: (() => void) | null = null;
  const asked: string[] = [];
  const backend = {
    entries: async () => [...values],
    set: async (key: string, value: unknown) => void values.set(key, value),
    del: async (key: string) => void values.delete(key),
  };
  const tools: BringTools = {
    storage: withDrafts(await openStorage(backend, null), noDrafts),
    load: async (onProgress) =>
      onProgress({ kind: "ready", fromCache: true, kept: true, message: "" }),
    cancelLoad: () => void asked.push("cancel load"),
    build: async () => built,
    stopBuild: () => void asked.push("stop build"),
    judge: (_module, _options, onResult) => {
      onResult(1, 1, result("election-1", true));
      return { stop() {}, report: Promise.resolve(reportOf(result("election-1", true))) };
    },
    served: async () => null,
    now: () => 1,
    setTimer: (work) => {
      waiting = work;
      return 1;
    },
    clearTimer: () => {
      waiting = null;
    },
    notFetched: "not fetched",
    ...change,
  };
  const on = makeBring(
    tools,
    () => bring,
    (event) => {
      bring = updateBring(bring, event);
    },
  );
  await on.begin();
  return { on, now: () => bring, values, asked, pass: () => waiting?.() };
}

test("a folder that was taken is kept with what is typed, until it is forgotten", async () => {
  const first = await stage();
  await first.on.take(Promise.resolve(folder));
  assert.equal(first.now().open, "src/raft1/raft.go", "a server is opened before other files");
  first.on.typed("package raft // mine\n");
  assert.equal(first.now().saved, "saving");
  first.pass();
  await new Promise((done) => setImmediate(done));
  assert.equal(first.now().saved, "saved");
  const second = await stage({}, first.values);
  assert.equal(textOf(second.now().folder, "src/raft1/raft.go"), "package raft // mine\n");
  assert.equal(second.now().open, "src/raft1/raft.go");
  second.on.forget();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([...second.values.keys()], []);
  assert.equal(second.now().folder, null);
});

test("another folder takes the place of the first with all its files", async () => {
  const { on, now, values } = await stage();
  await on.take(Promise.resolve(folder));
  await on.take(
    Promise.resolve({ name: "other", files: [{ path: "raft.go", text: "x" }], left: [] }),
  );
  await new Promise((done) => setImmediate(done));
  assert.equal(now().folder?.name, "other");
  assert.deepEqual([...values.keys()].sort(), ["bring", fileKey("raft.go")]);
});

test("what is no folder says why, and leaves the one that is there", async () => {
  const { on, now } = await stage();
  await on.take(Promise.resolve(folder));
  await on.take(Promise.reject(new Error("there is no Go file in it")));
  assert.equal(now().why, "there is no Go file in it");
  assert.equal(now().folder?.name, "mine");
  assert.equal(now().busy, false);
});

test("garbage in the storage is no folder", async () => {
  for (const garbage of [7, null, { name: 1, paths: [] }, { name: "x", paths: ["a.go", 3] }]) {
    const { now } = await stage({}, new Map([["bring", garbage]]));
    assert.equal(now().folder, null);
    assert.equal(now().ready, true);
  }
});

test("a served folder is taken once, and again when it has changed", async () => {
  const served = { served: async () => folder };
  const first = await stage(served);
  assert.equal(first.now().folder?.name, "mine");
  first.on.typed("package raft // changed here\n");
  first.on.write();
  await new Promise((done) => setImmediate(done));
  const again = await stage(served, first.values);
  assert.match(textOf(again.now().folder, "src/raft1/raft.go"), /changed here/);
  const newer = { ...folder, files: [{ path: "raft.go", text: "package newer\n" }] };
  const changed = await stage({ served: async () => newer }, first.values);
  assert.equal(textOf(changed.now().folder, "raft.go"), "package newer\n");
});

test("an example takes the place of an example, and asks before that of somebody's own", async () => {
  const example = (name: string): Folder => ({ ...folder, name, example: true });
  const { on, now, values } = await stage();
  await on.offer(Promise.resolve(example("first")));
  await on.offer(Promise.resolve(example("second")));
  assert.equal(now().folder?.name, "second");
  on.typed("package raft // mine now\n");
  on.write();
  await new Promise((done) => setImmediate(done));
  const again = await stage({}, values);
  await again.on.offer(Promise.resolve(example("third")));
  assert.equal(again.now().folder?.name, "second");
  again.on.answer(false);
  assert.equal(again.now().offered, null);
  await again.on.offer(Promise.resolve(example("third")));
  again.on.answer(true);
  await new Promise((done) => setImmediate(done));
  assert.equal(again.now().folder?.name, "third");
});

test("an address names an example", () => {
  assert.equal(exampleIn("#/bring?example=old-votes"), "old-votes");
  assert.equal(exampleIn("#/bring"), "");
});

test("a check compiles and judges, and says what broke", async () => {
  const results = [result("election-1", true), result("duel-3", false)];
  const { on, now } = await stage({
    judge: (_module, options, onResult) => {
      assert.deepEqual(options, { schedules: 10, all: false });
      for (const [i, one] of results.entries()) onResult(i + 1, 85, one);
      assert.equal(isShrinking(now().check), true, "the first failure ends the runs");
      return { stop() {}, report: Promise.resolve(reportOf(...results)) };
    },
  });
  await on.take(Promise.resolve(folder));
  on.want({ schedules: 10, all: false });
  await on.check();
  const { check } = now();
  assert.equal(check.phase, "done");
  assert.deepEqual(
    check.findings.map(({ name }) => name),
    ["duel-3"],
  );
  assert.equal(check.events, 20);
  assert.equal(isOutdated(now()), false);
  on.typed("package raft // other\n");
  assert.equal(isOutdated(now()), true);
});

test("what does not compile has its complaints, and a compiler that is missing a reason", async () => {
  const complaints = [{ file: "raft.go", line: 3, column: 1, message: "undefined: x" }];
  const unfit = await stage({ build: async () => ({ kind: "unfit", complaints, about: null }) });
  await unfit.on.take(Promise.resolve(folder));
  await unfit.on.check();
  assert.equal(unfit.now().check.phase, "unfit");
  assert.deepEqual(unfit.now().check.complaints, complaints);
  const without = await stage({ load: async (say) => say({ kind: "cancelled" }) });
  await without.on.take(Promise.resolve(folder));
  await without.on.check();
  assert.equal(without.now().check.message, "not fetched");
});

test("a check that is stopped asks for no more, whatever it did", async () => {
  const compiling = await stage();
  const never = new Promise<WholeBuilt>((_, reject) => {
    compiling.asked.push("waits");
    setImmediate(() => {
      stopped.on.stop();
      reject(new Stopped());
    });
  });
  const stopped = await stage({ build: () => never });
  await stopped.on.take(Promise.resolve(folder));
  await stopped.on.check();
  assert.equal(stopped.now().check.phase, "stopped");
  assert.deepEqual(stopped.asked, ["stop build"]);

  const loading = await stage({
    load: async (say) => {
      await new Promise((done) => setImmediate(done));
      say({ kind: "cancelled" });
    },
  });
  await loading.on.take(Promise.resolve(folder));
  const checked = loading.on.check();
  loading.on.stop();
  await checked;
  assert.equal(loading.now().check.phase, "stopped");
  assert.deepEqual(loading.asked, ["cancel load"]);

  let ended = 0;
  const judging = await stage({
    judge: () => ({ stop: () => ended++, report: new Promise(() => {}) }),
  });
  await judging.on.take(Promise.resolve(folder));
  void judging.on.check();
  await new Promise((done) => setImmediate(done));
  assert.equal(judging.now().check.phase, "judging");
  judging.on.stop();
  assert.equal(judging.now().check.phase, "stopped");
  assert.equal(ended, 1);
});

test("an error of the judge is a failed check, not a verdict", async () => {
  const { on, now } = await stage({
    judge: () => ({ stop() {}, report: Promise.reject(new Error("out of memory")) }),
  });
  await on.take(Promise.resolve(folder));
  await on.check();
  assert.equal(now().check.phase, "failed");
  assert.equal(now().check.message, "out of memory");
  assert.equal(readFolder(await openStorage({ entries: async () => [] } as never, null)), null);
});

test("notes of one kind and one reason stand together", () => {
  const note = (what: string, why: string) => ({ kind: "replaced", what, why });
  assert.deepEqual(
    together([note("labrpc", "by ours"), note("x", "y"), note("labgob", "by ours")]),
    [
      { kind: "replaced", what: ["labrpc", "labgob"], why: "by ours" },
      { kind: "replaced", what: ["x"], why: "y" },
    ],
  );
});

test("a task is read as its blocks", () => {
  const task =
    "# Write\n\nOne `x` and\n[two](a.md).\n\n1. **Do**\n   it.\n\n```\na\n  b\n```\n    f(x)\n";
  assert.deepEqual(blocksOf(task), [
    { kind: "heading", text: "Write" },
    { kind: "text", text: "One `x` and two." },
    { kind: "item", text: "1. Do it." },
    { kind: "code", text: "a\n  b\n" },
    { kind: "code", text: "f(x)" },
  ]);
});

test("a small run is shown by its commands alone", () => {
  assert.equal(
    commandsOf("# Seed 1\n#\n\nprotocol whole\n  await leader\n"),
    "protocol whole\nawait leader",
  );
});
