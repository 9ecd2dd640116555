// The gallery leads to the lessons that play a scenario: to all of them, and to no other.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import outline from "outline";
import { beginOf } from "../src/views/gallery/index.tsx";
import { lessonsOf } from "../src/views/gallery/lessons-of.ts";
import { chunks } from "../src/views/gallery/sketch.tsx";

const folder = join(String(process.env.ROOT), "..", "lab", "lessons");
const lessons = outline.lessons.map(({ id }) => ({
  id,
  plays: [...readFileSync(join(folder, `${id}.md`), "utf8").matchAll(/^scenario: (.+)$/gm)].map(
    ([, scenario = ""]) => scenario,
  ),
}));

for (const scenario of new Set(lessons.flatMap(({ plays }) => plays))) {
  test(`the gallery knows which lessons play ${scenario}`, () => {
    const playing = lessons.filter(({ plays }) => plays.includes(scenario));
    assert.deepEqual(
      lessonsOf(scenario),
      playing.map(({ id }) => id),
    );
  });
}

test("a scenario that no lesson plays has no lessons", () => {
  assert.deepEqual(lessonsOf("c1-storm-of-everything"), []);
});

test("a card has the first paragraph of its story", () => {
  assert.equal(
    beginOf({ story: "S1 leads (§5.2). Then it\ncrashes.\n\nMore." }),
    "S1 leads (§5.2). Then it crashes.",
  );
  assert.equal(beginOf({ story: "    (a) 1 1 2\n\nA log" }), "A log");
});

test("the numbers of a picture come in groups", () => {
  assert.deepEqual(chunks([1, 2, 3, 4, 5, 6], 3), [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  assert.deepEqual(chunks([], 3), []);
});
