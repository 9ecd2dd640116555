// What each protocol says of the outcome of a branch.
import type { DiagramWords } from "../../words/diagram.ts";
import { outcomeRows } from "../raft/outcome.ts";

/** OutcomeRows are names and values; common is how many lines the branch shares with the other. */
type OutcomeRows = (
  lines: readonly string[],
  common: number,
  words: DiagramWords["comparison"],
) => [string, string][];

const ROWS: Readonly<Record<string, OutcomeRows>> = { raft: outcomeRows };

export function outcomePart(protocol: string): OutcomeRows {
  return ROWS[protocol] ?? (() => []);
}
