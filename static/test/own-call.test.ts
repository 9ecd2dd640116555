// Stepping through the calls of the learner's rules.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallView } from "../src/engine/protocol.ts";
import { noteCalls } from "../src/run/calls.ts";
import { notesOf } from "../src/views/own/notes.ts";

const call = (event: number, server = 1, rule = "HandleRequestVote"): CallView => ({
  event,
  server,
  rule,
  lines: [event],
  values: "",
});

const events = (calls: readonly CallView[]): number[] => calls.map(({ event }) => event);

test("calls are kept in their order, each once", () => {
  const first = noteCalls([], { calls: [call(3), call(5, 2)], from: 1 });
  assert.deepEqual(noteCalls(first, { calls: [], from: 7 }), first);
  const again = noteCalls(first, { calls: [call(5, 2)], from: 7 });
  assert.deepEqual(again, first, "a frame of the past brings nothing new");
  assert.deepEqual(events(noteCalls(first, { calls: [call(9)], from: 7 })), [3, 5, 9]);
  const earlier = noteCalls(first, { calls: [call(4)], from: 7 });
  assert.deepEqual(events(earlier), [3, 4, 5], "a moment before the first that was seen");
});

test("a server may make several calls at one event", () => {
  const both = noteCalls([], { calls: [call(3), call(3, 1, "WhatToSave"), call(3, 2)], from: 1 });
  assert.deepEqual(
    both.map(({ rule, server }) => `${rule} ${server}`),
    ["HandleRequestVote 1", "WhatToSave 1", "HandleRequestVote 2"],
  );
});

test("what a branch has not done is forgotten", () => {
  const all = noteCalls([], { calls: [call(3), call(5), call(9)], from: 1 });
  assert.deepEqual(events(noteCalls(all, { calls: [call(7)], from: 6 })), [3, 5, 7]);
  assert.deepEqual(events(noteCalls(all, { calls: [], from: 6 })), [3, 5]);
});

test("what a call saw is told under its lines", () => {
  const value = (name: string, now: string, before = "") => ({ name, before, now });
  const empty = { times: 1, values: [], changes: [], gives: [], answer: "" } as const;
  const changes = Array.from({ length: 8 }, (_, i) => value(`NextIndex[${i}]`, "2", "1"));
  const notes = notesOf({
    notes: [
      { ...empty, line: 3, values: [value("req.Term", "5")], answer: "yes" },
      { ...empty, line: 4, changes: [value("CurrentTerm", "5", "4")], times: 3 },
      { ...empty, line: 5, changes },
      { ...empty, line: 6, gives: [value("Term", "5"), value("VoteGranted", "true")] },
    ],
    unread: [],
  });
  assert.deepEqual(notes.slice(0, 2), [
    { line: 3, values: ["req.Term 5"], words: "yes" },
    { line: 4, values: ["CurrentTerm 4 → 5"], words: "the last of 3 times" },
  ]);
  assert.equal(notes[2]?.values.at(-1), "and 2 more", "a new leader changes many");
  assert.deepEqual(notes[3]?.values, ["gives Term 5, VoteGranted true"]);
  assert.deepEqual(notesOf(null), []);
});
