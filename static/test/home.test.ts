// The first page names exercises and lessons before their texts are fetched: its titles must be theirs.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import outline from "outline";

const root = join(String(process.env.ROOT), "..");

const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
const titleOf = (text: string): string => /^# (.+)/.exec(text)?.[1] ?? "";
const lettersOf = (text: string): string[] =>
  (/^\*(?:Lesson|Exercise).*\*$/m.exec(text)?.[0].match(/\b[A-G](?=\d+\b)/g) ?? []).map(String);

for (const { id, title } of outline.exercises) {
  test(`the title of the exercise ${id} is that of its text`, () => {
    assert.equal(title, titleOf(read("exercises", id, "README.md")));
  });
}

for (const { id, letter, title } of outline.lessons) {
  test(`the title of the lesson ${id} is that of its text`, () => {
    const text = read("lab", "lessons", `${id}.md`);
    assert.equal(title, titleOf(text));
    assert.ok(lettersOf(text).includes(letter), `${id} is not of subject ${letter}`);
  });
}

test("no lesson is left out", () => {
  const there = readdirSync(join(root, "lab", "lessons"))
    .filter((name) => /^[a-z]\d+-.*\.md$/.test(name))
    .map((name) => name.replace(".md", ""));
  assert.deepEqual(outline.lessons.map(({ id }) => id).sort(), there.sort());
});
