// What the browser remembers of the lessons: which were read to their end, and what was answered.
import { theStorage } from "../../course/storage.ts";

export interface LessonProgress {
  isRead(lesson: string): boolean;
  read(lesson: string): void;
  /** answer is the option that was chosen for a question, -1 for none. */
  answer(lesson: string, question: number): number;
  answered(lesson: string, question: number, option: number): void;
}

interface Value {
  read: boolean;
  answers: Record<string, number>;
}

export async function openLessonProgress(): Promise<LessonProgress> {
  const storage = await theStorage();
  const key = (lesson: string): string => `learn/${lesson}`;
  const get = (lesson: string): Value => asValue(storage.get(key(lesson)));
  return {
    isRead: (lesson) => get(lesson).read,
    read(lesson) {
      const value = get(lesson);
      if (!value.read) storage.set(key(lesson), { ...value, read: true });
    },
    answer: (lesson, question) => get(lesson).answers[question] ?? -1,
    answered(lesson, question, option) {
      const value = get(lesson);
      const answers = { ...value.answers, [question]: option };
      storage.set(key(lesson), { ...value, answers });
    },
  };
}

/** asValue trusts nothing that it reads: another version of the page may have written it. */
function asValue(value: unknown): Value {
  if (typeof value !== "object" || value === null) return { read: false, answers: {} };
  const { read, answers } = value as Partial<Value>;
  const numbers = Object.entries(answers ?? {}).filter(([, option]) => typeof option === "number");
  return { read: read === true, answers: Object.fromEntries(numbers) };
}
