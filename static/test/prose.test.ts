import assert from "node:assert/strict";
import { test } from "node:test";
import { paragraphs } from "../src/prose.ts";

test("lines are joined, paragraphs are kept", () => {
  assert.deepEqual(paragraphs("One\ntwo.\n\nThree\n"), ["One two.", "Three"]);
  assert.deepEqual(paragraphs(""), []);
});
