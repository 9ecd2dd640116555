// Which of the learner's files run beside one that has passed. Pure.
import type { Memory } from "./memory.ts";
import { ofProtocol, protocolOf } from "./rules-of.ts";

/** companions are the other files that run with that of an exercise, in rules of the same protocol: a file that has not
 * passed would hide what this one does. */
export function companions({ begun, leftOut, passed }: Memory, exercise: string): string[] {
  return ofProtocol(begun, protocolOf(exercise)).filter(
    (id) => id !== exercise && passed.includes(id) && !leftOut.includes(id),
  );
}
