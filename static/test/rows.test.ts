import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerView } from "../src/engine/protocol.ts";
import { inspectorPart } from "../src/views/protocols/inspector.ts";
import { allHeld } from "../src/views/ring/ends.ts";
import { en } from "../src/words/en.ts";
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

test("all messages wait when every link is held, both ways", () => {
  const links = five.servers.flatMap(({ id: from }) =>
    five.servers.flatMap(({ id: to }): [number, number][] => (from === to ? [] : [[from, to]])),
  );
  assert.equal(allHeld({ ...five, holds: links }), true);
  assert.equal(allHeld({ ...five, holds: links.slice(1) }), false);
  assert.equal(allHeld({ ...five, holds: [] }), false);
});
