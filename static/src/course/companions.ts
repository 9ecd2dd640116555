// Which of the learner's files run beside one that has passed. Pure.
import type { Memory } from "./memory.ts";

/** companions are the other files that run with that of an exercise: a file that has not passed would hide what this
 * one does. */
export function companions({ begun, leftOut, passed }: Memory, exercise: string): string[] {
  return begun.filter((id) => id !== exercise && passed.includes(id) && !leftOut.includes(id));
}
