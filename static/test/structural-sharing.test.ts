import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame } from "../src/engine/protocol.ts";
import { shareEqual, shareUnchanged } from "../src/run/structural-sharing.ts";
import { five } from "./fixtures.ts";

/** copy is equal to a value, as if it came in another message of the engine. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test("equal values stay the same object", () => {
  const old = { list: [{ a: 1 }, { a: 2 }], name: "x", none: null };
  assert.equal(shareEqual(old, copy(old)), old);
});

for (const [what, fresh] of [
  ["a value", { list: [{ a: 1 }, { a: 3 }], name: "x" }],
  ["a longer list", { list: [{ a: 1 }, { a: 2 }, { a: 3 }], name: "x" }],
  ["a shorter list", { list: [{ a: 1 }], name: "x" }],
  ["a name more", { list: [{ a: 1 }, { a: 2 }], name: "x", more: 0 }],
  ["a name less", { list: [{ a: 1 }, { a: 2 }] }],
  ["another type", { list: { 0: { a: 1 } }, name: "x" }],
] as const) {
  test(`${what}: the new value, and the old parts that are equal`, () => {
    const old = { list: [{ a: 1 }, { a: 2 }], name: "x" };
    const kept = shareEqual<unknown>(old, copy(fresh)) as { list: unknown[] };
    assert.deepEqual(kept, fresh);
    assert.notEqual(kept, old);
    if (Array.isArray(fresh.list)) assert.equal(kept.list[0], old.list[0]);
  });
}

test("unchanged servers of two frames are the same objects", () => {
  const old = five;
  const fresh: Frame = copy(old);
  const [first] = fresh.servers;
  assert.ok(first);
  first.level += 1;
  const kept = shareUnchanged(old, fresh);
  assert.deepEqual(kept, fresh);
  assert.notEqual(kept.servers[0], old.servers[0]);
  assert.equal(kept.servers[1], old.servers[1]);
  assert.equal(kept.dials, old.dials);
});
