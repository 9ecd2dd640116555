// What the browser remembers of the lessons: what was answered, and which are read. A lesson is read when each of its
// predictions in sight was answered; those in a fold are for whoever wants more.
import { keepComesBack, predicted, questionId, readComesBack } from "../../course/comes-back.ts";
import type { Lesson } from "../../course/lessons.ts";
import type { Storage } from "../../course/storage.ts";
import { theStorage } from "../../course/the-storage.ts";

export interface LessonProgress {
  isRead(lesson: string): boolean;
  /** answer is the option that was chosen for a question, -1 for none. */
  answer(lesson: string, question: number): number;
  answered(lesson: Lesson, question: number, option: number): void;
  standing(lesson: Lesson): Standing;
}

/** Standing counts the predictions of a lesson that are in sight; wrong are the places of all that were wrong. */
export interface Standing {
  of: number;
  answered: number;
  wrong: readonly number[];
}

interface Value {
  read: boolean;
  answers: Record<string, number>;
}

export async function openLessonProgress(): Promise<LessonProgress> {
  return lessonProgress(await theStorage());
}

export function lessonProgress(storage: Storage): LessonProgress {
  const key = (lesson: string): string => `learn/${lesson}`;
  const get = (lesson: string): Value => asValue(storage.get(key(lesson)));
  return {
    isRead: (lesson) => get(lesson).read,
    answer: (lesson, question) => get(lesson).answers[question] ?? -1,
    answered(lesson, question, option) {
      const value = get(lesson.id);
      const isFirst = value.answers[question] === undefined;
      const answers = { ...value.answers, [question]: option };
      const { of, answered } = standingOf(lesson, answers);
      storage.set(key(lesson.id), { read: value.read || answered === of, answers });
      const block = lesson.blocks[question];
      if (!isFirst || block?.kind !== "predict") return;
      const id = questionId(lesson.id, question);
      keepComesBack(storage, predicted(readComesBack(storage), id, option === block.right));
    },
    standing: (lesson) => standingOf(lesson, get(lesson.id).answers),
  };
}

function standingOf({ blocks }: Lesson, answers: Record<string, number>): Standing {
  const standing = { of: 0, answered: 0, wrong: [] as number[] };
  blocks.forEach((block, i) => {
    if (block.kind !== "predict") return;
    const given = answers[i];
    // A folded one that was answered counts, so that the sentence about all of them is true.
    if (block.fold && given === undefined) return;
    standing.of += 1;
    if (given === undefined) return;
    standing.answered += 1;
    if (given !== block.right) standing.wrong.push(i);
  });
  return standing;
}

/** asValue trusts nothing that it reads: another version of the page may have written it. */
function asValue(value: unknown): Value {
  if (typeof value !== "object" || value === null) return { read: false, answers: {} };
  const { read, answers } = value as Partial<Value>;
  const numbers = Object.entries(answers ?? {}).filter(([, option]) => typeof option === "number");
  return { read: read === true, answers: Object.fromEntries(numbers) };
}
