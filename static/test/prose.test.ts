import assert from "node:assert/strict";
import { test } from "node:test";
import { paragraphs } from "../src/base/prose.ts";

test("lines are joined, paragraphs are kept", () => {
  assert.deepEqual(paragraphs("One\ntwo.\n\nThree\n"), [
    { text: "One two.", drawn: false },
    { text: "Three", drawn: false },
  ]);
  assert.deepEqual(paragraphs(""), []);
});

test("a table keeps its lines and its columns", () => {
  assert.deepEqual(paragraphs("Logs:\n\n     index 1 2\n    S1      1 1\n\nSo."), [
    { text: "Logs:", drawn: false },
    { text: " index 1 2\nS1      1 1", drawn: true },
    { text: "So.", drawn: false },
  ]);
});
