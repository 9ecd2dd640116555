// Wrong predictions come back later, in another dress: when, and which one next. Time is counted in answers, not by a
// clock, so what is asked follows from what was answered alone.
import type { Again, Lesson, Lessons } from "./lessons.ts";
import type { Storage } from "./storage.ts";

/** ComesBack is what is kept: how many answers were given, how many of them to lessons, and what was wrong. */
export interface ComesBack {
  answers: number;
  predictions: number;
  waiting: Readonly<Record<string, Waiting>>;
}

/** Waiting is a question that comes back, when so many answers have been given. Right counts, in a row. */
export interface Waiting {
  due: number;
  right: number;
}

/** Review is a question to ask again. */
export interface Review {
  id: string;
  lesson: Lesson;
  again: Again;
  /** right is how often in a row it was right by now. */
  right: number;
  /** waiting is how many come back in all, with this one. */
  waiting: number;
}

/** What was wrong returns after two other answers, what was right once after four; right twice, and it stays away. */
const AFTER_WRONG = 2;
const AFTER_RIGHT = 4;
export const STAYS_AWAY = 2;

export const nothingComesBack: ComesBack = { answers: 0, predictions: 0, waiting: {} };

/** questionId names a question by its lesson and its place there. */
export function questionId(lesson: string, block: number): string {
  return `${lesson}/${block}`;
}

/** predicted takes in the first answer to a lesson's question. */
export function predicted(kept: ComesBack, id: string, isRight: boolean): ComesBack {
  const answers = kept.answers + 1;
  const waiting: Record<string, Waiting> = { ...kept.waiting };
  if (!isRight) waiting[id] = { due: answers + AFTER_WRONG, right: 0 };
  return { answers, predictions: kept.predictions + 1, waiting };
}

/** answerReview takes in the answer to a question that came back. */
export function answerReview(kept: ComesBack, id: string, isRight: boolean): ComesBack {
  const answers = kept.answers + 1;
  const right = isRight ? (kept.waiting[id]?.right ?? 0) + 1 : 0;
  const waiting: Record<string, Waiting> = { ...kept.waiting };
  delete waiting[id];
  if (right < STAYS_AWAY) {
    waiting[id] = { due: answers + (isRight ? AFTER_RIGHT : AFTER_WRONG), right };
  }
  return { ...kept, answers, waiting };
}

/** nextReview is the question that has been due for longest. Who has no prediction left gets them without waiting. */
export function nextReview(kept: ComesBack, course: Pick<Lessons, "lessons">): Review | null {
  const asked = course.lessons.flatMap((lesson) =>
    lesson.blocks.flatMap((block, i) =>
      block.kind === "predict"
        ? [{ id: questionId(lesson.id, i), lesson, again: block.again }]
        : [],
    ),
  );
  const isOver = kept.predictions >= asked.length;
  const waiting = asked.filter(({ id }) => kept.waiting[id]);
  const dueOf = ({ id }: { id: string }): number => kept.waiting[id]?.due ?? 0;
  const [next] = waiting
    .filter((one) => isOver || dueOf(one) <= kept.answers)
    .sort((a, b) => dueOf(a) - dueOf(b));
  if (!next) return null;
  return { ...next, right: kept.waiting[next.id]?.right ?? 0, waiting: waiting.length };
}

const KEY = "comes-back";

export function keepComesBack(storage: Storage, kept: ComesBack): void {
  storage.set(KEY, kept);
}

/** readComesBack trusts nothing that it reads: another version of the page may have written it. */
export function readComesBack(storage: Pick<Storage, "get">): ComesBack {
  const value = storage.get(KEY);
  if (typeof value !== "object" || value === null) return nothingComesBack;
  const { answers, predictions, waiting } = value as Partial<ComesBack>;
  const entries = Object.entries(waiting ?? {}).filter(([, one]) => isWaiting(one));
  return {
    answers: countOf(answers),
    predictions: countOf(predictions),
    waiting: Object.fromEntries(entries),
  };
}

function isWaiting(value: unknown): boolean {
  const { due, right } = (value ?? {}) as Partial<Waiting>;
  return typeof due === "number" && typeof right === "number";
}

function countOf(value: unknown): number {
  return typeof value === "number" && value >= 0 ? value : 0;
}
