// The name of a branch: the one that a person gave it, else its number in words.
import type { RunWords } from "../../words/diagram.ts";

export function branchName(
  names: ReadonlyMap<number, string>,
  words: RunWords["branches"],
  id: number,
): string {
  return names.get(id) || (id === 0 ? words.first : words.nth(id));
}
