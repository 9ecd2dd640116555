import assert from "node:assert/strict";
import { test } from "node:test";
import { closest } from "../src/base/closest.ts";

const NAMES = ["a1-silent-leader", "c1-storm-of-everything", "c2-figure-8", "c2-figure-8-fixed"];

test("a name that was meant is found through slips and parts", () => {
  assert.deepEqual(closest("c2-figur-8", NAMES, 1), ["c2-figure-8"]);
  assert.deepEqual(closest("Figure 8", NAMES, 5), ["c2-figure-8", "c2-figure-8-fixed"]);
  assert.deepEqual(closest("strom", NAMES, 1), [], "two slips of five letters are too many");
  assert.deepEqual(closest("storm", NAMES, 3), ["c1-storm-of-everything"]);
  assert.deepEqual(closest("nope", NAMES, 3), []);
  assert.deepEqual(closest("…", NAMES, 3), [], "a word without letters is like nothing");
});
