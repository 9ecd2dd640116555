// After a pass: puzzles against the learner's own rule, judged by the same checks as every run.
import { useEffect, useState } from "preact/hooks";
import { puzzleLink } from "../../address/puzzle-link.ts";
import { companions } from "../../course/companions.ts";
import type { Memory } from "../../course/memory.ts";
import { loadPuzzles, type Puzzle } from "../../course/puzzles.ts";
import { enOwn } from "../../words/en-own.ts";

/** BREAKS are the puzzles in which an exercise's rule decides: a rule that is wrong loses them. */
export const BREAKS: Readonly<Record<string, readonly string[]>> = {
  timeout: ["in-step", "two-leaders"],
  vote: ["two-leaders", "lost-write"],
  campaign: ["half", "late-vote"],
  append: ["below", "overtaken"],
  replicate: ["one-copy", "below"],
  commit: ["figure-8", "one-copy"],
  persist: ["erased-vote", "lying-disk"],
  prevote: ["depose", "slow-link"],
  reads: ["old-value", "slow-clock"],
  membership: ["careless-change"],
  sessions: ["asked-twice", "new-leader-forgets"],
  paxos: ["twice-counted", "outbid"],
  quorum: ["backwards"],
};

export function Breaks({ exercise, memory }: { exercise: string; memory: Memory }) {
  const words = enOwn.passed;
  const [puzzles, setPuzzles] = useState<readonly Puzzle[]>([]);
  useEffect(() => {
    loadPuzzles().then(
      (loaded) => setPuzzles(loaded.puzzles),
      () => {}, // without them the way to all puzzles is still there
    );
  }, []);
  const wanted = BREAKS[exercise] ?? [];
  const own = [exercise, ...companions(memory, exercise)];
  return (
    <section class="panel breaks" aria-labelledby="breaks-title">
      <h2 id="breaks-title">{words.tryTitle}</h2>
      <ul>
        {puzzles
          .filter(({ id }) => wanted.includes(id))
          .map(({ id, title, goal }) => (
            <li key={id}>
              <a href={puzzleLink(id, "closed", [], own)} data-testid={`break-${id}`}>
                {title}
              </a>
              <p class="note">{goal}</p>
            </li>
          ))}
      </ul>
      <p>
        <a href={puzzleLink()} data-testid="to-puzzles">
          {words.allPuzzles}
        </a>
      </p>
    </section>
  );
}
