// How far a learner is with the rules of Figure 2.
import type { Box, Rule } from "../../course/lessons.ts";

/** Checked is how far a rule is: "lab" if the lab follows it itself. */
export type Checked = "done" | "partly" | "open" | "lab";

export function checkedOff({ exercises }: Rule, passed: readonly string[]): Checked {
  if (exercises.length === 0) return "lab";
  if (exercises.every((id) => passed.includes(id))) return "done";
  return exercises.some((id) => passed.includes(id)) ? "partly" : "open";
}

/** yours counts the rules that a learner can write, and those that are passed. */
export function yours(
  boxes: readonly Box[],
  passed: readonly string[],
): { done: number; of: number } {
  const states = boxes.flatMap(({ rules }) => rules.map((rule) => checkedOff(rule, passed)));
  return {
    done: states.filter((one) => one === "done").length,
    of: states.filter((one) => one !== "lab").length,
  };
}
