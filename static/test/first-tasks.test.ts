import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, OperationView } from "../src/engine/protocol.ts";
import {
  type FirstTasks,
  follow,
  isDone,
  noTasks,
  shortOf,
  smallerSide,
} from "../src/run/raft/first-tasks.ts";
import { standingOf } from "../src/run/raft/standing.ts";
import { keyOf } from "../src/views/ring/plates.tsx";
import { five } from "./fixtures.ts";

const leader = five.servers.findIndex(({ badge }) => badge === "leader") + 1;

function changed(change: (frame: Frame) => void): Frame {
  const frame = structuredClone(five);
  change(frame);
  return frame;
}

function crash(frame: Frame, heir: number): void {
  for (const server of frame.servers) {
    if (server.id === leader) server.up = false;
    if (server.id === heir) [server.badge, server.level] = ["leader", server.level + 1];
  }
}

const asked = (more: Partial<OperationView>): OperationView => ({
  id: 1,
  client: 1,
  text: "put x 2",
  path: [2],
  invokedAt: five.now,
  returnedAt: 0,
  outcome: "pending",
  result: "",
  ...more,
});

const play = (...frames: Frame[]): FirstTasks => frames.reduce(follow, noTasks);

test("the first task is done when the leader fell and another one leads", () => {
  assert.ok(leader > 0);
  const fell = play(
    five,
    changed((frame) => crash(frame, 0)),
  );
  assert.equal(fell.fallen, leader);
  assert.equal(isDone("crash", fell), false);
  const heir = (leader % 5) + 1;
  const led = follow(
    fell,
    changed((frame) => crash(frame, heir)),
  );
  assert.equal(led.heir, heir);
  assert.equal(isDone("crash", led), true);
  assert.equal(follow(led, five).heir, heir, "it stays done");
});

test("a write counts when its client was told, and that stays", () => {
  const waits = play(
    changed((frame) => {
      frame.operations = [asked({})];
    }),
  );
  assert.equal(waits.write?.text, "x=2");
  assert.equal(isDone("write", waits), false);
  const told = follow(
    waits,
    changed((frame) => {
      frame.operations = [asked({ outcome: "ok" })];
    }),
  );
  assert.equal(isDone("write", told), true);
  assert.equal(isDone("write", follow(told, five)), true);
  const read = changed((frame) => {
    frame.operations = [asked({ text: "get x", outcome: "ok" })];
  });
  assert.equal(isDone("write", play(read)), false, "a read is no write");
});

function cutOff(frame: Frame, ...apart: number[]): void {
  frame.cuts = frame.servers.flatMap(({ id: a }) =>
    frame.servers.flatMap(({ id: b }): [number, number][] =>
      apart.includes(a) === apart.includes(b) ? [] : [[a, b]],
    ),
  );
}

test("two servers that are cut off are known, and the write beside them is judged", () => {
  assert.deepEqual(smallerSide(changed((frame) => cutOff(frame, 1, 3))), [1, 3]);
  assert.deepEqual(smallerSide(changed((frame) => cutOff(frame, 2, 4, 5))), [1, 3]);
  assert.deepEqual(smallerSide(changed((frame) => cutOff(frame))), []);
  const cut = changed((frame) => cutOff(frame, 1, 3));
  const before = play(cut);
  assert.deepEqual(before.apart, [1, 3]);
  const write = (more: Partial<OperationView>, later = 0): Frame =>
    changed((frame) => {
      cutOff(frame, 1, 3);
      frame.operations = [asked(more)];
      frame.now += later;
    });
  assert.equal(isDone("cut", follow(before, write({}))), false, "it waits");
  const counts = follow(before, write({ outcome: "ok" }));
  assert.equal(counts.after?.side, 3);
  assert.equal(isDone("cut", counts), true);
  const never = follow(before, write({ path: [3] }, 500_000));
  assert.equal(never.after?.side, 2);
  assert.equal(never.after?.outcome, "unknown");
  assert.equal(isDone("cut", follow(never, five)), true, "it stays done");
});

test("one server that is cut off is not two", () => {
  assert.deepEqual(play(changed((frame) => cutOff(frame, 3))).apart, []);
});

test("a put is written as the plates write it", () => {
  assert.equal(shortOf("put x 3"), "x=3");
  assert.equal(shortOf("increment n"), "increment n");
});

test("plates show the key that was asked for last, and none before anything is applied", () => {
  const bare = changed((frame) => {
    for (const server of frame.servers) server.data = [];
  });
  assert.equal(keyOf(bare), null);
  const both = changed((frame) => {
    for (const server of frame.servers) server.data = [["a", "1"]];
    frame.servers[0]?.data.push(["x", "2"]);
    frame.operations = [asked({})];
  });
  assert.equal(keyOf(both), "x");
  assert.equal(keyOf({ ...both, operations: [] }), "a");
});

test("a promise's standing is read from the picture", () => {
  const now = standingOf(five);
  assert.equal(now.leader, `S${leader}`);
  assert.equal(now.servers, 5);
  const lengths = five.servers.map(({ raft }) => raft?.lastIndex ?? 0);
  assert.ok(now.same <= Math.min(...lengths));
});
