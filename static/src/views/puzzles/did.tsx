// What the reader did, move by move, and what it came to.
import outline from "outline";
import { useEffect, useRef } from "preact/hooks";
import { type PuzzleSide, puzzleLink } from "../../address/puzzle-link.ts";
import { exerciseLink, lessonLink } from "../../address/route.ts";
import { seconds } from "../../base/units.ts";
import { isMove, otherSide, type Puzzle } from "../../course/puzzles.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { PuzzleWords } from "../../words/puzzles.ts";
import type { Trying } from "./trying.ts";

interface Props {
  frame: Frame;
  puzzle: Puzzle;
  /** next is the puzzle after this one, if there is one. */
  next: Puzzle | undefined;
  side: PuzzleSide;
  /** own are the exercises whose rules are the reader's. */
  own: readonly string[];
  words: PuzzleWords;
  trying: Trying;
  /** given is true once the reader asked why the closed side has no solution. */
  given: boolean;
}

export function Did(props: Props) {
  const { frame, words, trying } = props;
  const { moves, isBusy } = trying;
  return (
    <section class="panel did" aria-labelledby="did-title">
      <header>
        <h2 id="did-title">{words.did.title}</h2>
        <span data-testid="move-count">{words.did.count(moves.filter(isMove).length)}</span>
        <span class="grow" />
        <button
          type="button"
          class="quiet"
          disabled={moves.length === 0 || isBusy}
          onClick={trying.undo}
          data-testid="undo"
        >
          {words.did.undo}
        </button>
      </header>
      {moves.length === 0 && <p class="empty">{words.did.none}</p>}
      <List trying={trying} words={words} />
      <div role="status" data-testid="verdict" data-verdict={isBusy ? "busy" : frame.puzzle}>
        {!isBusy && <Verdict {...props} />}
      </div>
    </section>
  );
}

function List({ trying: { moves }, words }: Pick<Props, "trying" | "words">) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [moves.length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <ol class="did-list" ref={list} tabIndex={0} aria-labelledby="did-title" data-testid="did">
      {moves.map((move, i) => (
        <li key={`${i} ${move.do}`}>
          <b>{words.did.line(move.do)}</b>
          {move.at > 0 && <small>{words.did.at(seconds(move.at))}</small>}
        </li>
      ))}
    </ol>
  );
}

function Verdict(props: Props) {
  const { frame, side, words, given } = props;
  switch (frame.puzzle) {
    case "reached":
      return props.own.length > 0 ? <Fell {...props} /> : <Reached {...props} />;
    case "missed":
      return (
        <div class="verdict bad">
          <h3>{words.verdict.missed}</h3>
          <p>{frame.failure}</p>
        </div>
      );
    case "spent":
      if (side === "closed") return <Never {...props} />;
      return (
        <div class="verdict">
          <h3>{words.verdict.spent}</h3>
          <p>{words.verdict.spentText}</p>
        </div>
      );
    default:
      return side === "closed" && given ? <Never {...props} /> : null;
  }
}

/** Never says why the closed side has no solution: that is its lesson. */
function Never({ puzzle, own, words }: Pick<Props, "puzzle" | "own" | "words">) {
  return (
    <div class="verdict lesson">
      <h3>{own.length > 0 ? words.own.held : words.verdict.impossible}</h3>
      <p>{puzzle.never}</p>
      <Lesson puzzle={puzzle} words={words} />
      <p class="note">
        {puzzle.sections}
        {puzzle.searched > 0 && ` · ${words.verdict.searched(puzzle.searched)}`}
      </p>
    </div>
  );
}

/** Fell: the reader's own rules were broken, where the paper's would have held. */
function Fell({ frame, puzzle, own, words }: Props) {
  const broken = frame.checks.find(({ ok }) => !ok);
  return (
    <div class="verdict bad">
      <h3>{words.own.fell}</h3>
      <p class="said" data-testid="sentence">
        {broken?.sentence ?? frame.failure}
      </p>
      <p>{puzzle.never}</p>
      <p class="ways">
        <a class="button primary" href={exerciseLink(own[0] ?? "")} data-testid="mend">
          {words.own.mend}
        </a>
      </p>
    </div>
  );
}

function Lesson({ puzzle, words }: Pick<Props, "puzzle" | "words">) {
  const lesson = outline.lessons.find(({ id }) => id === puzzle.lesson);
  if (!lesson) return null;
  return (
    <p>
      {words.lesson} <a href={lessonLink(lesson.id)}>{lesson.title}</a>
    </p>
  );
}

function Reached({ frame, puzzle, next, side, words, trying }: Props) {
  const broken = frame.checks.find(({ ok }) => !ok);
  const moves = trying.moves.filter(isMove).length;
  const isOwn = trying.whose === "own";
  const count =
    moves > puzzle.moves
      ? words.verdict.longer(moves, puzzle.moves)
      : words.verdict.shortest(moves);
  return (
    <div class="verdict good">
      <h3>
        <span aria-hidden="true">✓</span> {isOwn ? words.verdict.reached : words.verdict.played}
      </h3>
      <p class="said" data-testid="sentence">
        {broken?.sentence ?? frame.failure}
      </p>
      {moves <= puzzle.moves && <p>{puzzle.won}</p>}
      <p class="note">
        {[broken?.name ?? "", broken?.section ?? puzzle.sections, count]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p class="ways">
        {side === "open" && (
          <a
            class="button primary"
            href={puzzleLink(puzzle.id, otherSide(side))}
            data-testid="other-side"
          >
            {words.verdict.other(puzzle.closed.name)}
          </a>
        )}
        {next && (
          <a class="button" href={puzzleLink(next.id)} data-testid="next-puzzle">
            {words.verdict.next}
          </a>
        )}
      </p>
      {side === "open" && <p class="note">{words.verdict.otherNote}</p>}
    </div>
  );
}
