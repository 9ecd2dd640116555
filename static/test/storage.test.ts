import assert from "node:assert/strict";
import { test } from "node:test";
import { type Drafts, withDrafts } from "../src/course/drafts.ts";
import {
  type Backend,
  type Channel,
  earlierCode,
  isDamaged,
  keys,
  noProgress,
  openStorage,
  readCode,
  readMemory,
  readProgress,
} from "../src/course/storage.ts";

function backend(values = new Map<string, unknown>()): Backend {
  return {
    entries: async () => [...values],
    set: async (key, value) => void values.set(key, value),
    del: async (key) => void values.delete(key),
  };
}

/** wire joins two tabs. */
function wire(): [Channel, Channel] {
  const takers: ((key: string, value: unknown) => void)[] = [];
  const end = (mine: number): Channel => ({
    post: (key, value) => takers[1 - mine]?.(key, value),
    onMessage: (take) => {
      takers[mine] = take;
    },
  });
  return [end(0), end(1)];
}

test("code is kept for each starter, and an earlier one is found", async () => {
  const values = new Map<string, unknown>();
  const storage = await openStorage(backend(values), null);
  storage.set(keys.code("vote", "aaaa"), { source: "old", savedAt: 1 });
  storage.set(keys.code("vote", "bbbb"), { source: "older", savedAt: 0 });
  await storage.settled();
  const again = await openStorage(backend(values), null);
  assert.equal(readCode(again, "vote", "aaaa")?.source, "old");
  assert.equal(readCode(again, "vote", "cccc"), null);
  assert.equal(earlierCode(again, "vote", "cccc")?.source, "old");
  assert.equal(earlierCode(again, "vot", "cccc"), null);
});

test("what is no file is known to be damaged; nothing is not", async () => {
  const values = new Map<string, unknown>();
  const storage = await openStorage(backend(values), null);
  assert.equal(isDamaged(storage, "vote", "aaaa"), false);
  storage.set(keys.code("vote", "aaaa"), { source: "mine", savedAt: 1 });
  assert.equal(isDamaged(storage, "vote", "aaaa"), false);
  for (const garbage of [null, 7, "text", { source: 3, savedAt: 1 }, { source: "mine" }, []]) {
    storage.set(keys.code("vote", "aaaa"), garbage);
    assert.equal(isDamaged(storage, "vote", "aaaa"), true, JSON.stringify(garbage));
    assert.equal(readCode(storage, "vote", "aaaa"), null);
  }
});

test("another tab's change is reported, the page's own is not", async () => {
  const [one, two] = wire();
  const here = await openStorage(backend(), one);
  const there = await openStorage(backend(), two);
  const heard: string[] = [];
  here.onChange((key) => heard.push(`here ${key}`));
  there.onChange((key) => heard.push(`there ${key}`));
  here.set("a", 1);
  assert.equal(there.get("a"), 1);
  here.delete("a");
  assert.equal(there.get("a"), undefined);
  assert.deepEqual(heard, ["there a", "there a"]);
});

test("a full storage keeps the values in memory, and reports the reason once", async () => {
  const full = { ...backend(), set: async () => Promise.reject(new Error("quota exceeded")) };
  const storage = await openStorage(full, null);
  const said: string[] = [];
  storage.onFailure((message) => said.push(message));
  storage.set("a", 1);
  storage.set("b", 2);
  await storage.settled();
  assert.deepEqual(said, ["quota exceeded"]);
  assert.equal(storage.get("b"), 2);
  assert.equal(storage.failure(), "quota exceeded");
});

test("a forbidden storage is reported to listeners that come later", async () => {
  const forbidden = { ...backend(), entries: async () => Promise.reject(new Error("denied")) };
  const storage = await openStorage(forbidden, null);
  const said: string[] = [];
  storage.onFailure((message) => said.push(message));
  assert.deepEqual(said, ["denied"]);
});

test("values of another version are not trusted", async () => {
  const values = new Map<string, unknown>([
    [keys.code("vote", "aaaa"), "a text"],
    [keys.progress("vote"), { passed: "yes", hints: ["2", null] }],
    [keys.last, 7],
  ]);
  const storage = await openStorage(backend(values), null);
  assert.equal(readCode(storage, "vote", "aaaa"), null);
  assert.deepEqual(readProgress(storage, "vote"), { ...noProgress, hints: [2, 0] });
  assert.equal(readMemory(storage).last, "");
});

test("the first page gets the begun and the passed exercises", async () => {
  const storage = await openStorage(backend(), null);
  storage.set(keys.code("vote", "aaaa"), { source: "", savedAt: 1 });
  storage.set(keys.progress("commit"), { ...noProgress, passed: true });
  storage.set(keys.last, "vote");
  storage.set(keys.leftOut, ["vote", 7]);
  storage.set("learn/a2-terms", { read: true, answers: {} });
  storage.set("learn/a3-timeouts", { read: false, answers: { 0: 1 } });
  storage.set("break/half", { solved: 6, tries: 2 });
  storage.set("break/in-step", { solved: 0, tries: 1 });
  storage.set("break/depose", "garbage");
  assert.deepEqual(readMemory(storage), {
    last: "vote",
    begun: ["vote"],
    passed: ["commit"],
    leftOut: ["vote"],
    opened: ["a3-timeouts"],
    read: ["a2-terms"],
    comesBack: false,
    tried: ["in-step", "depose"],
    solved: ["half"],
  });
});

function drafts(values = new Map<string, string>()): Drafts {
  return {
    all: () => [...values],
    put: (key, value) => void values.set(key, value),
    drop: (key) => void values.delete(key),
  };
}

test("a draft survives a page that ends before its text is stored, and only until then", async () => {
  const [kept, copies] = [new Map<string, unknown>(), new Map<string, string>()];
  const key = keys.code("vote", "aaaa");
  const before = withDrafts(await openStorage(backend(kept), null), drafts(copies));
  before.set(key, { source: "old", savedAt: 1 });
  await before.settled();
  before.draft(key, { source: "typed", savedAt: 2 });
  // The page ends here.
  const after = withDrafts(await openStorage(backend(kept), null), drafts(copies));
  assert.equal(readCode(after, "vote", "aaaa")?.source, "typed");
  await after.settled();
  assert.deepEqual(kept.get(key), { source: "typed", savedAt: 2 });
  assert.equal(copies.size, 0);
});

test("an older draft, a broken one, and a browser without any change nothing", async () => {
  const key = keys.code("vote", "aaaa");
  const kept = new Map<string, unknown>([[key, { source: "newer", savedAt: 5 }]]);
  const copies = new Map([
    [key, JSON.stringify({ source: "older", savedAt: 4 })],
    ["code/a/b", "{"],
  ]);
  const storage = withDrafts(await openStorage(backend(kept), null), drafts(copies));
  assert.equal(readCode(storage, "vote", "aaaa")?.source, "newer");
  assert.equal(storage.get("code/a/b"), undefined);
  const refuse = (): never => {
    throw new Error("forbidden");
  };
  const forbidden = withDrafts(await openStorage(backend(kept), null), {
    all: refuse,
    put: refuse,
    drop: refuse,
  });
  forbidden.draft(key, { source: "typed", savedAt: 6 });
  forbidden.set(key, { source: "typed", savedAt: 6 });
  await forbidden.settled();
  assert.equal(readCode(forbidden, "vote", "aaaa")?.source, "typed");
});

test("what is typed while an earlier text is stored keeps its draft", async () => {
  const copies = new Map<string, string>();
  const key = keys.code("vote", "aaaa");
  const storage = withDrafts(await openStorage(backend(), null), drafts(copies));
  storage.draft(key, { source: "one", savedAt: 1 });
  storage.set(key, { source: "one", savedAt: 2 });
  storage.draft(key, { source: "two", savedAt: 3 });
  await storage.settled();
  await Promise.resolve();
  assert.match(copies.get(key) ?? "", /two/);
});
