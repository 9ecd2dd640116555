// Figure 2 as a page: a rule is checked off when every exercise that has it is passed.
import assert from "node:assert/strict";
import { test } from "node:test";
import outline from "outline";
import { parseRoute, referenceLink } from "../src/address/route.ts";
import type { Box, Rule } from "../src/course/lessons.ts";
import { checkedOff, yours } from "../src/views/reference/checked.ts";
import { ACROSS, UPRIGHT } from "../src/views/reference/figure4-layout.ts";
import { enReference } from "../src/words/en-reference.ts";

const rule = (...exercises: string[]): Rule => ({ html: "", sections: "§5.1", exercises });

test("a rule is checked off when all its exercises are passed", () => {
  const passed = ["vote", "append"];
  assert.equal(checkedOff(rule("vote"), passed), "done");
  assert.equal(checkedOff(rule("vote", "append"), passed), "done");
  assert.equal(checkedOff(rule("vote", "commit"), passed), "partly");
  assert.equal(checkedOff(rule("commit"), passed), "open");
  assert.equal(checkedOff(rule(), passed), "lab");
});

test("the rules that the lab follows itself are not counted", () => {
  const boxes: Box[] = [
    { title: "A", note: "", rules: [rule("vote"), rule()] },
    { title: "B", note: "", rules: [rule("vote", "commit"), rule("commit")] },
  ];
  assert.deepEqual(yours(boxes, ["vote"]), { done: 1, of: 3 });
  assert.deepEqual(yours(boxes, ["vote", "commit"]), { done: 3, of: 3 });
});

test("each page of reference has its address", () => {
  for (const page of ["glossary", "figure-2", "figure-4"] as const) {
    assert.deepEqual(parseRoute(referenceLink(page)), { name: "reference", page });
  }
  assert.equal(parseRoute("#/figure-3").name, "unknown");
});

test("every arrow of Figure 4 has its place, its lesson and its exercise", () => {
  const { arrows, states } = enReference.figure4;
  for (const layout of [ACROSS, UPRIGHT]) {
    assert.equal(layout.arrows.length, arrows.length);
    assert.equal(layout.states.length, states.length);
  }
  for (const { lesson, exercise } of arrows) {
    assert.ok(outline.lessons.some(({ id }) => id === lesson));
    assert.ok(outline.exercises.some(({ id }) => id === exercise));
  }
});
