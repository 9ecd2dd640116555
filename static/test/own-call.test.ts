// Stepping through the calls of the learner's rules.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallView } from "../src/engine/protocol.ts";
import { callAt, noteHistory } from "../src/views/own/history.ts";

const call = (event: number, server = 1): CallView => ({
  event,
  server,
  rule: "HandleRequestVote",
  lines: [event],
});

test("calls are kept in their order, each once", () => {
  const first = noteHistory([], { calls: [call(3), call(5, 2)], last: 6 });
  const again = noteHistory(first, { calls: [call(5, 2)], last: 6 });
  assert.equal(again, first, "a frame of the past brings nothing new");
  const more = noteHistory(first, { calls: [call(9)], last: 9 });
  assert.deepEqual(
    more.map(({ event }) => event),
    [3, 5, 9],
  );
});

test("what a branch has not done is forgotten", () => {
  const all = noteHistory([], { calls: [call(3), call(5), call(9)], last: 9 });
  const branch = noteHistory(all, { calls: [call(7)], last: 7 });
  assert.deepEqual(
    branch.map(({ event }) => event),
    [3, 5, 7],
  );
});

test("the call at a moment is the last one before it", () => {
  const all = noteHistory([], { calls: [call(3), call(5), call(9)], last: 9 });
  assert.deepEqual(
    [2, 3, 8, 100].map((event) => callAt(all, event)),
    [-1, 0, 1, 2],
  );
});
