// Raft's rows in the comparison of two branches.
import { outcomeOf } from "../../timeline/raft/outcome.ts";
import type { DiagramWords } from "../../words/diagram.ts";

/** LEADERS_MAX leaves room for the events: where faults strike, leaders are many. */
const LEADERS_MAX = 6;

export function outcomeRows(
  lines: readonly string[],
  common: number,
  words: DiagramWords["comparison"],
): [string, string][] {
  const { committed, leaders } = outcomeOf(lines, common);
  const shown = leaders.slice(0, LEADERS_MAX).map(({ server, term }) => words.leader(server, term));
  const more = leaders.length - LEADERS_MAX;
  if (more > 0) shown.push(words.cut(more));
  return [
    [words.leaders, shown.join(", ") || words.nobody],
    [words.committed, String(committed)],
  ];
}
