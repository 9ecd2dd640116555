// Wrong predictions: when they come back, when they stay away, and when a lesson is read.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerReview,
  type ComesBack,
  nextReview,
  nothingComesBack,
  predicted,
  readComesBack,
} from "../src/course/comes-back.ts";
import type { Block, Lesson } from "../src/course/lessons.ts";
import { openStorage, readMemory, type Storage } from "../src/course/storage.ts";
import { lessonProgress } from "../src/views/learn/lesson-progress.ts";

const question = (name: string): Block => ({
  kind: "predict",
  question: name,
  number: "",
  options: ["this", "that", "neither"],
  answers: ["no", "", "no"],
  right: 1,
  why: "So.",
  run: [],
  again: { question: `${name} again`, options: [], answers: [], right: 0, why: "So." },
});

/** lesson has its questions at the places 1 and 3. */
const lesson = (id: string): Lesson => ({
  id,
  letter: "A",
  title: id,
  subjects: [],
  sections: "§5",
  puzzles: [],
  writes: null,
  blocks: [
    { kind: "html", html: "" },
    question(`${id} first`),
    { kind: "html", html: "" },
    question(`${id} second`),
  ],
});

const course = { lessons: [lesson("a"), lesson("b"), lesson("c"), lesson("d")] };
const next = (kept: ComesBack): string => nextReview(kept, course)?.id ?? "";

/** wrongThen is a wrong prediction, and then so many right ones to other questions. */
function wrongThen(others: number): ComesBack {
  let kept = predicted(nothingComesBack, "a/1", false);
  for (let i = 0; i < others; i++) kept = predicted(kept, "b/1", true);
  return kept;
}

test("what was right does not come back", () => {
  assert.deepEqual(predicted(nothingComesBack, "a/1", true).waiting, {});
});

test("what was wrong comes back after two other answers, and not before", () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((others) => next(wrongThen(others))),
    ["", "", "a/1", "a/1"],
  );
});

test("right twice, and it stays away", () => {
  let kept = answerReview(wrongThen(2), "a/1", true);
  assert.equal(next(kept), "");
  for (let i = 0; i < 3; i++) kept = predicted(kept, "c/1", true);
  assert.equal(next(kept), "", "four other answers come first");
  kept = predicted(kept, "c/3", true);
  assert.equal(nextReview(kept, course)?.right, 1);
  assert.deepEqual(answerReview(kept, "a/1", true).waiting, {});
});

test("wrong again begins anew", () => {
  const once = answerReview(wrongThen(2), "a/1", true);
  const wrong = answerReview(once, "a/1", false);
  assert.deepEqual(wrong.waiting, { "a/1": { due: wrong.answers + 2, right: 0 } });
});

test("what has been due for longest comes first, and the course's order decides among equals", () => {
  let kept = predicted(nothingComesBack, "b/3", false);
  kept = predicted(kept, "a/1", false);
  kept = predicted(predicted(kept, "c/1", true), "c/3", true);
  assert.equal(next(kept), "b/3");
  assert.equal(nextReview(kept, course)?.waiting, 2);
  const equal = { "b/3": { due: 1, right: 0 }, "a/3": { due: 1, right: 0 } };
  assert.equal(next({ answers: 9, predictions: 4, waiting: equal }), "a/3");
});

test("who has answered the whole course does not wait for other predictions", () => {
  const kept = { answers: 8, predictions: 8, waiting: { "d/3": { due: 20, right: 0 } } };
  assert.equal(next(kept), "d/3");
  assert.equal(next({ ...kept, predictions: 7 }), "");
});

test("a question that the course no longer has does not come back", () => {
  assert.equal(next({ answers: 9, predictions: 1, waiting: { "z/1": { due: 1, right: 0 } } }), "");
});

test("what another version has stored is not trusted", () => {
  for (const value of [null, 7, "x", {}, { answers: -1, predictions: "2", waiting: { a: null } }]) {
    assert.deepEqual(readComesBack({ get: () => value }), nothingComesBack);
  }
});

async function empty(): Promise<Storage> {
  const backend = { entries: async () => [], set: async () => {}, del: async () => {} };
  return openStorage(backend, null);
}

test("a lesson is read when each of its predictions was answered, and says which were wrong", async () => {
  const storage = await empty();
  const progress = lessonProgress(storage);
  const [a] = course.lessons as [Lesson];
  assert.equal(readMemory(storage).comesBack, false);
  progress.answered(a, 3, 1);
  assert.equal(progress.isRead("a"), false);
  assert.deepEqual(progress.standing(a), { of: 2, answered: 1, wrong: [] });
  progress.answered(a, 1, 0);
  assert.equal(progress.isRead("a"), true);
  assert.deepEqual(progress.standing(a), { of: 2, answered: 2, wrong: [1] });
  assert.deepEqual(readComesBack(storage), {
    answers: 2,
    predictions: 2,
    waiting: { "a/1": { due: 4, right: 0 } },
  });
  assert.deepEqual(readMemory(storage).read, ["a"]);
  assert.equal(readMemory(storage).comesBack, true);
});
