// The course as one path: every lesson and every exercise once, each exercise behind its lesson.
import assert from "node:assert/strict";
import { test } from "node:test";
import outline from "outline";
import { path } from "../src/course/path.ts";

const nameOf = (step: ReturnType<typeof path>[number]): string =>
  step.kind === "lesson" ? step.lesson.id : step.exercise.id;

test("the path has every lesson and every exercise once", () => {
  const all = [...outline.lessons, ...outline.exercises].map(({ id }) => id);
  assert.deepEqual(path().map(nameOf).sort(), all.sort());
});

test("an exercise stands behind the lesson that has taught its rule", () => {
  const names = path("A").map(nameOf);
  assert.deepEqual(names.slice(0, 6), [
    "a1-one-log",
    "a2-terms",
    "a3-timeouts",
    "timeout",
    "a4-one-vote",
    "a5-up-to-date",
  ]);
  assert.equal(names[6], "vote");
});
