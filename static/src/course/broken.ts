// What of the learner's own code does not compile. The page's state has it from its first moment, so this file knows
// nothing of the course.

/** Broken are exercises whose file does not compile, each with the first problem. */
export type Broken = Readonly<Record<string, { line: number; message: string }>>;

export const noneBroken: Broken = {};
