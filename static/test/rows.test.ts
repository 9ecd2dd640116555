import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerView } from "../src/engine/protocol.ts";
import { inspectorPart } from "../src/views/protocols/inspector.ts";
import { allHeld } from "../src/views/ring/ends.ts";
import { en } from "../src/words/en.ts";
import { enInspector } from "../src/words/en-inspector.ts";
import { five } from "./fixtures.ts";

const [, follower] = five.servers;
assert.ok(follower);

function rows(
  change: Partial<ServerView>,
  { manual = false, protocol = "raft" } = {},
): Record<string, string> {
  const before = follower ?? null;
  assert.ok(before);
  const server = { ...before, ...change };
  const list = inspectorPart(protocol).rows({
    server,
    before,
    frame: { now: five.now, manual },
    words: en,
  });
  return Object.fromEntries(list.map(({ name, now }) => [name, now]));
}

test("the inspector shows a server's own clock and disk when they have a fault", () => {
  assert.equal(rows({}).clock, undefined);
  assert.equal(rows({}).disk, undefined);
  assert.equal(rows({ skewPermille: 200 }).clock, "20 % fast");
  assert.equal(rows({ skewPermille: -55 }).clock, "5.5 % slow");
  assert.equal(rows({ diskLatency: 50_000 }).disk, "50 ms a save");
});

test("in a manual world a timer fires on command, whatever the time is", () => {
  assert.equal(rows({}).timer, "170 ms left");
  assert.equal(rows({}, { manual: true }).timer, "fires on command");
});

test("of an unknown protocol the inspector shows badge, level and the rows that came with the server", () => {
  assert.deepEqual(
    rows({ badge: "token", level: 7, rows: [["next", "S3"]] }, { protocol: "ring" }),
    {
      server: "up",
      badge: "token",
      level: "7",
      next: "S3",
      data: "x=3",
    },
  );
});

/** With everything that a server can have at once: no run has all of it. */
const roles = ["follower", "candidate", "leader", "pre-candidate"];
const members = {
  index: 2,
  counts: { voters: [1, 2, 3], next: [1, 4, 5], learners: [] },
  mayCampaign: false,
  mayChange: "",
  catchUp: { servers: [4], rounds: [], target: 5, began: 0 },
};
const last = { lastIndex: 3, lastTerm: 1, bytes: 20, voters: [1, 2], sessions: 2 };
const part = { lastIndex: 3, lastTerm: 1, chunk: 1, chunks: 2, have: 1, bytes: 2 };
const chapters = {
  members,
  snapshots: {
    base: 3,
    baseTerm: 1,
    last,
    folded: [],
    arriving: part,
    sending: [{ ...part, to: 3 }],
  },
  flow: {
    durable: 3,
    followers: [
      { state: "", inFlight: [] },
      { state: "probe", inFlight: [] },
    ],
  },
  elections: { heard: true, preVotes: [], active: [], transferee: 3 },
  reads: { pending: [], asked: [], waiting: [{ request: 1 }], leaseUntil: 0 },
};
const elections = { preVote: true, stickiness: true, checkQuorum: true };

test("each row of a server says what it is, with its section", () => {
  const seen = new Set<string>();
  for (const role of roles) {
    for (const server of five.servers) {
      const changed = {
        ...server,
        skewPermille: 5,
        diskLatency: 5,
        raft: { ...server.raft, ...chapters, role },
      };
      const frame = { ...five, raft: { elections, leases: true } };
      const all = inspectorPart("raft").rows({
        server: changed as unknown as ServerView,
        before: null,
        frame: frame as unknown as typeof five,
        words: en,
      });
      for (const { name, about } of all) {
        seen.add(about ?? name);
        assert.match(enInspector[about ?? name] ?? "", /^[A-Z].*[.:].*$/, name);
      }
    }
  }
  const rare = ["badge", "level", "sessions"];
  assert.deepEqual(
    Object.keys(enInspector)
      .filter((name) => !seen.has(name))
      .sort(),
    rare,
  );
});

test("all messages wait when every link is held, both ways", () => {
  const links = five.servers.flatMap(({ id: from }) =>
    five.servers.flatMap(({ id: to }): [number, number][] => (from === to ? [] : [[from, to]])),
  );
  assert.equal(allHeld({ ...five, holds: links }), true);
  assert.equal(allHeld({ ...five, holds: links.slice(1) }), false);
  assert.equal(allHeld({ ...five, holds: [] }), false);
});
