// What every part of an open puzzle knows.
import type { PuzzleMove, PuzzleSide } from "../../address/puzzle-link.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { Puzzle, PuzzleProgress, Puzzles } from "../../course/puzzles.ts";
import type { PuzzleWords } from "../../words/puzzles.ts";

export interface PuzzleProps extends ViewProps {
  puzzles: Puzzles;
  puzzle: Puzzle;
  side: PuzzleSide;
  /** own are the exercises whose rules the servers follow as the reader wrote them, none for the paper's. */
  own: readonly string[];
  /** given are the moves of a link. */
  given: readonly PuzzleMove[];
  progress: PuzzleProgress;
  /** onProgress is called when more is remembered. */
  onProgress(): void;
  words: PuzzleWords;
}
