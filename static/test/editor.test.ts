import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween } from "../src/views/exercise/editor.ts";

function apply(before: string, after: string): string {
  let text = before;
  for (const { from, to, insert } of changesBetween(before, after).toReversed()) {
    text = text.slice(0, from) + insert + text.slice(to);
  }
  return text;
}

const pairs: [before: string, after: string, changes: number][] = [
  ["a\nb", "a\nb", 0],
  ["x:=1\ny\nz:=2\n", "x := 1\ny\nz := 2\n", 2],
  ["a\n\n\nb", "a\n\nb", 1],
  ["", "package vote\n", 1],
  ["aa", "a", 1],
  ["投票 a", "投票  a", 1],
];

for (const [before, after, changes] of pairs) {
  test(`${JSON.stringify(before)} becomes ${JSON.stringify(after)}`, () => {
    assert.equal(apply(before, after), after);
    assert.equal(changesBetween(before, after).length, changes);
  });
}

test("text between two changes is not touched, so that a cursor there stays", () => {
  const changes = changesBetween("x:=1\nhere\nz:=2", "x := 1\nhere\nz := 2");
  assert.ok(changes.every(({ from, to }) => to < 5 || from > 8));
});
