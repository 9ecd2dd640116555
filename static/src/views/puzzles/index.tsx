// The puzzles, `#/break`: the list of them, and the open one. Loaded when it is opened first.
import { useEffect, useMemo, useState } from "preact/hooks";
import { puzzleLink, readTried } from "../../address/puzzle-link.ts";
import type { Route } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import {
  loadPuzzles,
  openPuzzleProgress,
  type Puzzle,
  type PuzzleProgress,
  type Puzzles,
} from "../../course/puzzles.ts";
import { enPuzzles } from "../../words/en-puzzles.ts";
import type { PuzzleWords } from "../../words/puzzles.ts";
import { tokensOf } from "./moves-of.ts";
import { OnePuzzle } from "./puzzle.tsx";
import "../frame/panels.css";
import "./puzzles.css";

export interface PageProps extends ViewProps {
  route: Route & { name: "break" };
}

export function Page({ state, on, route }: PageProps) {
  const words = enPuzzles;
  const [puzzles, setPuzzles] = useState<Puzzles | null>(null);
  const [progress, setProgress] = useState<PuzzleProgress | null>(null);
  const [failure, setFailure] = useState("");
  const [, redraw] = useState(0);
  const load = (): void => {
    setFailure("");
    Promise.all([loadPuzzles(), openPuzzleProgress()])
      .then(([loaded, opened]) => {
        setPuzzles(loaded);
        setProgress(opened);
      })
      .catch((error) => setFailure(messageOf(error)));
  };
  useEffect(load, []);
  const { side, moves, own } = useMemo(() => readTried(route.query), [route.query]);
  const puzzle = puzzles?.puzzles.find(({ id }) => id === route.id);
  return (
    <main id="main" class={puzzle ? "break opened" : "break"} tabIndex={-1}>
      {failure && (
        <div class="intro">
          <h1>{words.title}</h1>
          <p>{words.failed(failure)}</p>
          <button type="button" class="primary" onClick={load}>
            {words.retry}
          </button>
        </div>
      )}
      {!failure && !(puzzles && progress) && <p class="loading">{words.loading}</p>}
      {puzzles && progress && (
        <>
          <List puzzles={puzzles} progress={progress} open={route.id} words={words} />
          {puzzle ? (
            <OnePuzzle
              key={puzzle.id}
              state={state}
              on={on}
              puzzles={puzzles}
              puzzle={puzzle}
              side={side}
              own={own}
              given={moves}
              progress={progress}
              onProgress={() => redraw((count) => count + 1)}
              words={words}
            />
          ) : (
            <Intro id={route.id} first={firstOpen(puzzles, progress)} words={words} />
          )}
        </>
      )}
    </main>
  );
}

/** firstOpen is the first puzzle that is not solved, else the first of all. */
function firstOpen({ puzzles }: Puzzles, progress: PuzzleProgress): Puzzle | undefined {
  return puzzles.find(({ id }) => progress.of(id).solved === 0) ?? puzzles[0];
}

interface IntroProps {
  id: string;
  first: Puzzle | undefined;
  words: PuzzleWords;
}

function Intro({ id, first, words }: IntroProps) {
  return (
    <section class="intro">
      <h1>{words.title}</h1>
      {id && <p role="status">{words.unknown(id)}</p>}
      <p>{words.intro}</p>
      <ol>
        {words.how.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ol>
      {first && (
        <p>
          <a class="button primary" href={puzzleLink(first.id)} data-testid="first-puzzle">
            {words.begin(first.title)}
          </a>
        </p>
      )}
      <p class="note">{words.choose}</p>
    </section>
  );
}

interface ListProps {
  puzzles: Puzzles;
  progress: PuzzleProgress;
  /** open is the id of the open puzzle. */
  open: string;
  words: PuzzleWords;
}

function List({ puzzles: { puzzles }, progress, open, words }: ListProps) {
  const solved = puzzles.filter(({ id }) => progress.of(id).solved > 0).length;
  return (
    <nav class="panel puzzle-list" aria-label={words.list}>
      <header>
        <h2>{words.list}</h2>
        <span data-testid="solved">{words.progress(solved, puzzles.length)}</span>
      </header>
      <ol>
        {puzzles.map((one) => (
          <Entry
            key={one.id}
            puzzle={one}
            progress={progress}
            isOpen={one.id === open}
            words={words}
          />
        ))}
      </ol>
    </nav>
  );
}

interface EntryProps {
  puzzle: Puzzle;
  progress: PuzzleProgress;
  isOpen: boolean;
  words: PuzzleWords;
}

function Entry({ puzzle, progress, isOpen, words }: EntryProps) {
  const { solved, shown, tries } = progress.of(puzzle.id);
  return (
    <li>
      <a
        href={puzzleLink(puzzle.id)}
        aria-current={isOpen ? "true" : undefined}
        data-testid={`puzzle-${puzzle.id}`}
        data-solved={solved > 0}
      >
        <span class={solved > 0 ? "mark done" : "mark"} aria-hidden="true">
          {solved > 0 ? "◆" : "◇"}
        </span>
        <span class="what">
          <b>{puzzle.title}</b>
          <small>
            {tokensOf(puzzle.budget)
              .map(({ verbs, of }) => words.moves.token(verbs[0] ?? "", of))
              .join(" · ")}
          </small>
          <small class={solved > 0 ? "done" : ""}>
            {solved > 0 && `✓ ${words.state.solved(solved, puzzle.moves)}`}
            {solved === 0 && shown && words.state.shown}
            {solved === 0 && !shown && (tries > 0 ? words.state.tried(tries) : words.state.open)}
          </small>
        </span>
      </a>
    </li>
  );
}
