// Reads without the log: their sentences, their place in an address, their commands, and the shapes of their messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlay, freeText, labLink, parseRoute } from "../src/address/route.ts";
import { operation } from "../src/run/commands.ts";
import { narrate, newNarrator } from "../src/run/narration.ts";
import { inspectorPart } from "../src/views/protocols/inspector.ts";
import { shapeOf } from "../src/views/raft/shape.ts";
import { en } from "../src/words/en.ts";
import { five } from "./fixtures.ts";

test("the story has reads and leases", () => {
  const lines = [
    "12 1 S1 read r2 index=2 round=1",
    "13 2 S1 read r3 index=2 for=S3 by=lease",
    "14 3 S1 lease begins",
    "15 4 S1 lease ends",
  ];
  const told = narrate(newNarrator, { lines, manual: false, protocol: "raft" }, en);
  assert.deepEqual(
    told.items.map(({ text }) => text),
    [
      "r2: S1 asks if it still leads, round 1.",
      "r3: S1 asks nobody.",
      "The lease of S1 begins.",
      "The lease of S1 ends.",
    ],
  );
});

test("a lease travels in the address of free play", () => {
  const setup = { ...freePlay, elections: ["stickiness", "lease"] as const };
  assert.match(freeText(setup), /stickiness on\nlease on\n/);
  const link = labLink(setup);
  assert.match(link, /elections=stickiness,lease/);
  const route = parseRoute(link);
  assert.deepEqual(route.name === "lab" && route.setup.elections, ["stickiness", "lease"]);
});

test("a client says how to read", () => {
  const get = (mode: "" | "index" | "lease" | "stale") =>
    operation({ kind: "get", key: "x", mode }, "S2");
  assert.deepEqual(
    [get(""), get("index"), get("lease")],
    ["get x via S2", "get x index via S2", "get x lease via S2"],
  );
});

test("a round is a small square, and a follower's question a hollow diamond", () => {
  assert.equal(shapeOf("Heartbeat", true), "small-square");
  assert.equal(shapeOf("ReadIndex", true), "hollow-diamond");
  assert.equal(shapeOf("HeartbeatReply", true), "circle");
});

test("the inspector names a read that its leader cannot begin", () => {
  const [server] = five.servers;
  assert.ok(server?.raft);
  const reads = {
    round: 0,
    leaseUntil: 0,
    pending: [],
    asked: [],
    waiting: [{ request: 7, from: 0 }],
  };
  const rows = inspectorPart("raft").rows({
    server: { ...server, raft: { ...server.raft, reads } },
    before: null,
    frame: five,
    words: en,
  });
  assert.equal(
    rows.find(({ name }) => name === "reads that wait")?.now,
    "r7: until an entry of the leader's term is committed",
  );
});
