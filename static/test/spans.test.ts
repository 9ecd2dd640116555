import assert from "node:assert/strict";
import { test } from "node:test";
import { spansOf } from "../src/views/exercise/spans.ts";

test("neighbouring lines are written as one span", () => {
  assert.equal(spansOf([8, 9, 12, 13, 14, 20]), "8–9, 12–14, 20");
  assert.equal(spansOf([7]), "7");
  assert.equal(spansOf([]), "");
});
