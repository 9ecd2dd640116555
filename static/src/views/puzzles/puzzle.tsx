// One puzzle: its goal, its budget, the cluster, the reader's moves, and what they came to.
import { useEffect, useState } from "preact/hooks";
import { puzzleLink } from "../../address/puzzle-link.ts";
import { isMove, type PuzzleProgress, solvedWith } from "../../course/puzzles.ts";
import type { Frame } from "../../engine/protocol.ts";
import { Announcer } from "../feed/announcer.tsx";
import { Feed } from "../feed/feed.tsx";
import { dock } from "../lab/parts.ts";
import { Lazy } from "../lazy-part.tsx";
import { logsPart } from "../protocols/logs.ts";
import { Cluster } from "./cluster.tsx";
import { Did } from "./did.tsx";
import { Head } from "./head.tsx";
import { Moves } from "./moves.tsx";
import { isOver } from "./moves-of.ts";
import type { PuzzleProps } from "./props.ts";
import { type Trying, useTrying } from "./trying.ts";

export function OnePuzzle(props: PuzzleProps) {
  const { state, on, puzzles, puzzle, side, own, given, words } = props;
  const trying = useTrying({ on, puzzles, puzzle, side, program: () => programOf(props) });
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    setAsked(false);
    trying.play(given, given.length > 0 ? "link" : "own");
  }, [side, puzzleLink("", side, given, own)]);
  // Another run's frame may be there still.
  const frame = state.frame?.scenario === puzzle.id ? state.frame : null;
  useRemembered(props, frame, trying);
  useEffect(() => {
    document.title = `${puzzle.title} · ${state.words.title.break}`;
  });
  const next = puzzles.puzzles[puzzles.puzzles.indexOf(puzzle) + 1];
  const giveUp = (): void => {
    if (side === "closed") setAsked(true);
    else {
      note(props, { shown: true });
      trying.play(puzzle.solution, "solution");
    }
  };
  return (
    <div class="one-puzzle">
      <p class="all-puzzles">
        <a href={puzzleLink()}>‹ {words.all}</a>
      </p>
      <Head {...props} frame={frame} trying={trying} onGiveUp={giveUp} />
      <Waits {...props} frame={frame} trying={trying} />
      {frame && (
        <div
          class={isOver(frame) ? "puzzle-grid panels over" : "puzzle-grid panels"}
          data-testid="puzzle"
          data-puzzle={trying.isBusy ? "busy" : frame.puzzle}
        >
          <Cluster {...props} frame={frame} trying={trying} />
          <Moves
            frame={frame}
            words={words}
            ask={puzzle.ask}
            isBusy={trying.isBusy}
            refused={trying.refused}
            onAct={trying.act}
          />
          <Did
            frame={frame}
            puzzle={puzzle}
            next={next}
            side={side}
            own={own}
            words={words}
            trying={trying}
            given={asked}
          />
          <Beneath {...props} frame={frame} />
        </div>
      )}
    </div>
  );
}

/** Waits says what is waited for while the reader's rules are compiled, and why they cannot be. */
function Waits(props: PuzzleProps & { frame: Frame | null; trying: Trying }) {
  const { own, frame, trying, words } = props;
  if (!frame && trying.refused) return <p role="alert">{trying.refused}</p>;
  return own.length > 0 && trying.isBusy ? <p role="status">{words.own.building}</p> : null;
}

/** programOf compiles the reader's files, with a sentence for the reader where none of them can be. */
async function programOf({ own, state }: PuzzleProps) {
  if (own.length === 0) return null;
  const { learnerProgram } = await import("../../course/learner-program.ts");
  const ignored = (): void => {};
  return learnerProgram(own, state.memory, ignored, ignored);
}

/** Beneath are the logs, and the run as a whole. */
function Beneath({ state, on, frame, words }: PuzzleProps & { frame: Frame }) {
  const logs = logsPart(frame);
  const title = logs?.title?.(frame) ?? words.logs;
  return (
    <>
      {logs && (
        <section class="panel puzzle-logs" aria-label={title}>
          <logs.Lesson frame={frame} title={title} />
        </section>
      )}
      <section class="panel dock" aria-label={words.run}>
        <Lazy
          load={dock}
          words={state.words.diagram}
          props={{ state, on, story: <Feed state={state} on={on} /> }}
        />
      </section>
      <Announcer feed={state.feed} />
    </>
  );
}

type Remembering = Pick<PuzzleProps, "puzzle" | "progress" | "onProgress">;

function note(
  { puzzle, progress, onProgress }: Remembering,
  news: Parameters<PuzzleProgress["note"]>[1],
): void {
  progress.note(puzzle.id, news);
  onProgress();
}

/** useRemembered notes what the reader's own moves came to. */
function useRemembered(props: PuzzleProps, frame: Frame | null, trying: Trying): void {
  const { puzzle, side, own, progress } = props;
  const { moves, whose, isBusy, isActing } = trying;
  const standing = frame?.puzzle ?? "";
  const isOwn = whose === "own" && own.length === 0 && !isBusy && !isActing;
  const isFirst = moves.length === 1;
  useEffect(() => {
    if (isOwn && isFirst) note(props, { tries: progress.of(puzzle.id).tries + 1 });
  }, [isOwn && isFirst]);
  useEffect(() => {
    if (!isOwn || moves.length === 0) return;
    if (standing === "reached" && side === "open") {
      note(props, solvedWith(progress.of(puzzle.id), moves.filter(isMove).length));
    }
    if (standing === "spent" && side === "closed") note(props, { closed: true });
  }, [standing, isOwn, moves.length]);
}
