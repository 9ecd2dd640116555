// The first page names exercises and lessons before their texts are fetched: its titles must be theirs.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import outline from "outline";
import { type Memory, noMemory } from "../src/course/memory.ts";
import { FIRST_LESSON } from "../src/views/home/home.tsx";
import { linkOf, nextStep, OWN_RAFT, PATH, progressOf } from "../src/views/home/path.ts";

const root = join(String(process.env.ROOT), "..");

const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
const titleOf = (text: string): string => /^# (.+)/.exec(text)?.[1] ?? "";
/** stageOf is the stage of a subject's letter: those of H stand with those of G. */
const stageOf = (letter: string): string => (letter === "H" ? "G" : letter);
const lettersOf = (text: string): string[] =>
  (/^\*(?:Lesson|Exercise).*\*$/m.exec(text)?.[0].match(/\b[A-I](?=\d+\b)/g) ?? []).map(stageOf);

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

test("the path has every lesson, exercise and puzzle once, and begins with the first lesson", () => {
  const ids = (kind: string): string[] =>
    PATH.filter((one) => one.kind === kind).map(({ id }) => id);
  const named = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id);
  assert.deepEqual(ids("lesson"), named(outline.lessons));
  assert.deepEqual(ids("exercise").sort(), named(outline.exercises).sort());
  assert.deepEqual(ids("puzzle").sort(), named(outline.puzzles).sort());
  assert.equal(PATH[0]?.id, FIRST_LESSON);
  for (const id of OWN_RAFT) assert.ok(ids("exercise").includes(id), id);
});

const remembers = (news: Partial<Memory>): Memory => ({ ...noMemory, ...news });
const next = (news: Partial<Memory>): string => {
  const step = nextStep(remembers(news));
  return step ? linkOf(step) : "";
};

test("the way on is the exercise that is open, and else the next step that is no puzzle", () => {
  assert.equal(next({}), "#/learn/a1-one-log");
  assert.equal(next({ read: ["a1-one-log"] }), "#/learn/a2-terms");
  assert.equal(next({ read: ["a1-one-log"], solved: ["late-vote"] }), "#/learn/a3-timeouts");
  assert.equal(next({ read: ["a3-timeouts"] }), "#/exercise/timeout");
  assert.equal(next({ last: "vote", begun: ["vote"] }), "#/exercise/vote");
  assert.equal(
    next({ last: "vote", begun: ["vote"], passed: ["vote"] }),
    "#/learn/a7-stale-leader",
  );
});

test("the way on goes back to what was left out, then to puzzles, and ends", () => {
  const all = (kind: string): string[] =>
    PATH.filter((one) => one.kind === kind).map(({ id }) => id);
  const done = remembers({ read: all("lesson"), passed: all("exercise"), solved: all("puzzle") });
  assert.equal(next({ ...done, read: all("lesson").slice(1) }), "#/learn/a1-one-log");
  assert.equal(next({ ...done, solved: all("puzzle").slice(1) }), `#/break/${all("puzzle")[0]}`);
  assert.equal(nextStep(done), null);
});

test("a step is begun when something of it is kept", () => {
  const memory = remembers({
    opened: ["a2-terms"],
    begun: ["vote"],
    passed: ["timeout"],
    tried: ["half"],
  });
  const of = (kind: "lesson" | "exercise" | "puzzle", id: string) =>
    progressOf({ kind, id }, memory);
  assert.equal(of("lesson", "a2-terms"), "begun");
  assert.equal(of("lesson", "a1-one-log"), "open");
  assert.equal(of("exercise", "vote"), "begun");
  assert.equal(of("exercise", "timeout"), "done");
  assert.equal(of("puzzle", "half"), "begun");
});
