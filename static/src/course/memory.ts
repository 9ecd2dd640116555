// What the first page and the lab know of the memory that storage.ts keeps.

/** Memory is the part that the first page and the lab show. */
export interface Memory {
  /** last is the exercise that was open last, "" for none. */
  last: string;
  /** begun are the exercises with the learner's own code; passed those that have passed. */
  begun: readonly string[];
  passed: readonly string[];
  /** leftOut are those whose code the learner does not want in the lab. */
  leftOut: readonly string[];
  /** opened are the lessons of which something is kept but that were not read, read those whose predictions were
   * answered. */
  opened: readonly string[];
  read: readonly string[];
  /** comesBack is true once a prediction was answered: a wrong one comes back. */
  comesBack: boolean;
  /** tried are the puzzles that were not solved, solved those that were. */
  tried: readonly string[];
  solved: readonly string[];
}

export const noMemory: Memory = {
  last: "",
  begun: [],
  passed: [],
  leftOut: [],
  opened: [],
  read: [],
  comesBack: false,
  tried: [],
  solved: [],
};
