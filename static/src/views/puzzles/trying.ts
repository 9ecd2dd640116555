// A try at a puzzle: the moves so far, and the engine that carries them out, one after the other. The page's run is the
// puzzle's; it is begun again, and its moves are made again at their times, to undo the last of them.
import { useEffect, useRef, useState } from "preact/hooks";
import type { PuzzleMove, PuzzleSide } from "../../address/puzzle-link.ts";
import type { Controls } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import type { LearnerProgram } from "../../course/learner-program.ts";
import type { Puzzle, Puzzles } from "../../course/puzzles.ts";
import { Making } from "./making.ts";

/** Whose moves are in the run: the reader's, the stored solution, or those of a link. */
export type Whose = "own" | "solution" | "link";

export interface Trying {
  moves: readonly PuzzleMove[];
  whose: Whose;
  /** refused says why the last command was not carried out, "" if it was. */
  refused: string;
  /** isBusy is true while a run is begun or played again. */
  isBusy: boolean;
  /** isActing is true while a move is made: the frame may show already what the list of moves does not have. */
  isActing: boolean;
  act(line: string): void;
  wait(microseconds: number): void;
  undo(): void;
  /** play begins the run again and makes these moves. */
  play(moves: readonly PuzzleMove[], whose: Whose): void;
}

interface Props {
  on: Controls;
  puzzles: Puzzles;
  puzzle: Puzzle;
  side: PuzzleSide;
  /** program is that of the servers, null for the reference's rules. */
  program(): Promise<LearnerProgram | null>;
}

export function useTrying({ on, puzzles, puzzle, side, program }: Props): Trying {
  const [moves, setMoves] = useState<readonly PuzzleMove[]>([]);
  const [whose, setWhose] = useState<Whose>("own");
  const [refused, setRefused] = useState("");
  const [isBusy, setBusy] = useState(true);
  /** acting counts the moves that are under way. */
  const [acting, setActing] = useState(0);
  const { inTurn, renew } = useTurns(
    (isOld) => new Making(on, puzzle, puzzles.pace, isOld),
    (why) => {
      setRefused(why);
      setBusy(false);
    },
  );

  const play = (again: readonly PuzzleMove[], by: Whose): void => {
    renew();
    setMoves(again);
    setWhose(by);
    setRefused("");
    setBusy(true);
    setActing(0);
    inTurn(async (making) => {
      await making.begin(puzzle[side].text, await program());
      const made = await making.makeAll(again, setRefused);
      // What others did is shown to its end.
      const isWhole = made === again.length && by !== "own";
      if (isWhole && !puzzle.manual) await making.wait(puzzles.patience);
      if (making.isOld()) return;
      setMoves(again.slice(0, made));
      setBusy(false);
    });
  };
  const act = (line: string): void => {
    setRefused("");
    setActing((count) => count + 1);
    inTurn(async (making) => {
      try {
        const at = await making.type(line);
        if (making.isOld()) return;
        setMoves((old) => [...old, { at: puzzle.manual ? 0 : at, do: line }]);
      } finally {
        if (!making.isOld()) setActing((count) => count - 1);
      }
    });
  };
  const undo = (): void => {
    const last = moves.at(-1);
    if (!last) return;
    play(moves.slice(0, -1), "own");
    inTurn((making) => making.until(last.at));
  };
  const wait = (microseconds: number): void => inTurn((making) => making.wait(microseconds));
  return { moves, whose, refused, isBusy, isActing: acting > 0, play, act, undo, wait };
}

/** useTurns does one piece of work after the other. What belongs to an earlier run is dropped. */
function useTurns(
  make: (isOld: () => boolean) => Making,
  onFailure: (why: string) => void,
): { inTurn(work: (making: Making) => Promise<void>): void; renew(): void } {
  const latest = useRef(0);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const renew = (): void => {
    latest.current += 1;
  };
  // The page that comes next has a run of its own.
  useEffect(() => renew, []);
  return {
    renew,
    inTurn(work) {
      const mine = latest.current;
      const isOld = (): boolean => mine !== latest.current;
      const making = make(isOld);
      queue.current = queue.current.then(async () => {
        if (isOld()) return;
        await work(making).catch((error) => {
          if (!isOld()) onFailure(messageOf(error));
        });
      });
    },
  };
}
