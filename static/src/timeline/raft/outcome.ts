// The outcome of a branch in Raft's own words: who was elected, and how much was committed.
import { firstWord, numberAfter } from "../text.ts";

export interface Outcome {
  /** leaders are those that were elected since the parting, as S2 (term 4). */
  leaders: { server: string; term: number }[];
  /** committed is the highest index that any server has called committed, over the whole run. */
  committed: number;
}

const LINE = /^\d+ \d+ (\S+) (\S+) ?(.*)$/;

/** outcomeOf reads a branch; common is how many of its lines are the other's too. */
export function outcomeOf(lines: readonly string[], common: number): Outcome {
  const outcome: Outcome = { leaders: [], committed: 0 };
  lines.forEach((line, i) => {
    const [, server = "", kind = "", details = ""] = LINE.exec(line) ?? [];
    if (kind === "commit") {
      outcome.committed = Math.max(outcome.committed, numberAfter(details, "index="));
    } else if (i >= common && kind === "role" && firstWord(details) === "leader") {
      outcome.leaders.push({ server, term: numberAfter(details, "term=") });
    }
  });
  return outcome;
}
