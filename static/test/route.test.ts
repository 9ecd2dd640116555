import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlay, isSeed, labLink, parseRoute } from "../src/route.ts";

test("routes are read from the fragment", () => {
  assert.deepEqual(parseRoute(""), { name: "home" });
  assert.deepEqual(parseRoute("#/"), { name: "home" });
  assert.deepEqual(parseRoute("#/lab"), { name: "lab", setup: freePlay });
  assert.deepEqual(parseRoute("#/moon"), { name: "unknown", path: "/moon" });
});

test("a link round-trips", () => {
  const setup = { scenario: "", seed: "18446744073709551615", servers: 7, rules: "vote-twice" };
  assert.deepEqual(parseRoute(labLink(setup)), { name: "lab", setup });
});

test("parameters that make no sense fall back to their defaults", () => {
  assert.deepEqual(parseRoute("#/lab?seed=-1&servers=12"), { name: "lab", setup: freePlay });
});

test("a seed has 64 bits", () => {
  assert.equal(isSeed("18446744073709551615"), true);
  assert.equal(isSeed("18446744073709551616"), false);
  assert.equal(isSeed(""), false);
});
