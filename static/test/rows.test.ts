import assert from "node:assert/strict";
import { test } from "node:test";
import { allHeld } from "../src/views/ring/links.tsx";
import { rowsOf } from "../src/views/server/rows.ts";
import { en } from "../src/words/en.ts";
import { five } from "./fixtures.ts";

const [, follower] = five.servers;
assert.ok(follower);

function rows(change: Partial<typeof follower>, manual = false): Record<string, string> {
  const before = follower ?? null;
  assert.ok(before);
  const list = rowsOf({ ...before, ...change }, before, { now: five.now, manual }, en);
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
  assert.equal(rows({}, true).timer, "fires on command");
});

test("all messages wait when every link is held, both ways", () => {
  const links = five.servers.flatMap(({ id: from }) =>
    five.servers.flatMap(({ id: to }): [number, number][] => (from === to ? [] : [[from, to]])),
  );
  assert.equal(allHeld({ ...five, holds: links }), true);
  assert.equal(allHeld({ ...five, holds: links.slice(1) }), false);
  assert.equal(allHeld({ ...five, holds: [] }), false);
});
