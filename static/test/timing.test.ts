import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dials, RaftRun, VerbInfo } from "../src/engine/protocol.ts";
import * as lines from "../src/run/commands.ts";
import { examplesOf, topicsOf, verbOf } from "../src/views/dials/verbs.ts";
import { timely } from "../src/views/raft/timing.ts";

const MS = 1000;
const dials = (latency: number, jitter = 0, diskLatency = 1): Dials => ({
  latency: latency * MS,
  jitter: jitter * MS,
  lossPermille: 0,
  duplicatePermille: 0,
  reorderPermille: 0,
  reorder: 0,
  diskLatency: diskLatency * MS,
  tornPermille: 0,
});
const paper: RaftRun = { electionMin: 150 * MS, electionMax: 300 * MS, heartbeat: 50 * MS };

test("§5.6: broadcastTime ≪ electionTimeout ≪ MTBF", () => {
  for (const [what, given, run, verdict] of [
    ["a local network", dials(10, 5), paper, "holds"],
    ["a slow network", dials(30), paper, "close"],
    ["too slow for a heartbeat to be there in time", dials(100), paper, "broken"],
    ["a disk that takes longer than anybody waits", dials(1, 0, 200), paper, "broken"],
    ["heartbeats too seldom", dials(1), { ...paper, heartbeat: 150 * MS }, "broken"],
    [
      "patient followers on a slow network",
      dials(100),
      { ...paper, electionMin: 2000 * MS },
      "holds",
    ],
  ] as const) {
    assert.equal(timely(given, run, 0).verdict, verdict, what);
  }
  assert.equal(timely(dials(10, 5), paper, 0).broadcast, 31 * MS);
  assert.equal(timely(dials(10), paper, 0).faults, false);
  assert.equal(timely(dials(10), paper, 600 * MS).faults, true);
  assert.equal(timely(dials(10), paper, 60_000 * MS).faults, false);
});

test("dials and messages are lines", () => {
  assert.equal(lines.turnDial("torn", 50), "torn 50%");
  assert.equal(lines.turnDial("disk", 5), "disk 5ms");
  assert.equal(lines.reorder(10, 200), "reorder 10% 200ms");
  assert.equal(lines.message.duplicate(12), "deliver m12 again");
  assert.equal(lines.message.hold(12), "hold m12");
  assert.equal(lines.wake(3), "wake S3");
  assert.equal(lines.timeOut(3), "timeout S3");
});

const verb = (name: string, usage: string, topic = "Servers"): VerbInfo => ({
  protocol: "",
  name,
  usage,
  topic,
  help: "",
  setup: false,
});
const verbs = [
  verb("crash", "crash S3"),
  verb("clock", "clock S2 fast 20%\nclock S2 true"),
  verb("put", "put x 3 [via S1|leader]", "Clients"),
  verb("try", "try crash leader"),
];

test("verbs are completed", () => {
  assert.equal(verbOf("crash S1", verbs)?.name, "crash");
  assert.equal(verbOf("cr", verbs)?.name, "crash");
  assert.equal(verbOf("c", verbs), null, "two fit");
  assert.equal(verbOf("", verbs), null);
  assert.equal(verbOf("try put x", verbs)?.name, "put");
  assert.deepEqual(examplesOf(verbs), [
    "crash S3",
    "clock S2 fast 20%",
    "clock S2 true",
    "put x 3",
    "try crash leader",
  ]);
  assert.deepEqual(
    topicsOf(verbs).map(({ topic, verbs: members }) => [topic, members.length]),
    [
      ["Servers", 3],
      ["Clients", 1],
    ],
  );
});
