// The cluster of a puzzle, and its time. A press on a message delivers, holds or releases it; a press on a server
// leads to what can be done to it.
import type { Controls, ViewProps } from "../../app/controls.ts";
import type { Event } from "../../app/state.ts";
import { seconds } from "../../base/units.ts";
import type { Puzzle } from "../../course/puzzles.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { PuzzleWords } from "../../words/puzzles.ts";
import { Diagram } from "../ring/ring.tsx";
import { Scrubber } from "../time/scrubber.tsx";
import { SpeedDial } from "../time/time.tsx";
import { isOver, pressOf } from "./moves-of.ts";
import type { Trying } from "./trying.ts";
import "../time/time.css";

interface Props extends ViewProps {
  puzzle: Puzzle;
  frame: Frame;
  words: PuzzleWords;
  trying: Trying;
}

export function Cluster(props: Props) {
  const { state, frame, words } = props;
  const note = isOver(frame)
    ? words.ended
    : frame.manual
      ? words.manual
      : state.playing
        ? ""
        : words.still;
  return (
    <section class="panel ring" aria-labelledby="cluster-title">
      <header>
        <h2 id="cluster-title">{words.cluster}</h2>
        <span data-testid="puzzle-moment">
          {[words.moment(seconds(frame.now)), note].filter(Boolean).join(" · ")}
        </span>
      </header>
      <Diagram
        state={{ ...state, selected: 0, group: [], picked: 0 }}
        on={controlsOf(props)}
        frame={frame}
      />
      <TimeBar {...props} />
    </section>
  );
}

/** controlsOf turns what is pressed in the picture into a puzzle's moves. */
function controlsOf({ on, frame, trying }: Props): Controls {
  const dispatch = (event: Event): void => {
    if (event.kind === "picked") {
      const line = pressOf(frame, event.message);
      if (line && !trying.isBusy && !frame.past) trying.act(line);
    } else if (event.kind === "selected") {
      focusOn(event.server);
    }
  };
  return { ...on, dispatch };
}

/** focusOn moves the focus to the first thing that can be done to a server. */
function focusOn(server: number): void {
  document
    .querySelector<HTMLElement>(`.moves [data-server="${server}"]:not(:disabled)`)
    ?.focus({ preventScroll: false });
}

/** WAITS are stretches of time that pass at one press, in microseconds, with their names. */
const WAITS: readonly (readonly [number, string])[] = [
  [50_000, "50 ms"],
  [500_000, "0.5 s"],
];

function TimeBar({ state, on, frame, words, trying }: Props) {
  const closed = trying.isBusy || isOver(frame) || frame.past;
  return (
    <div class="puzzle-time">
      {!frame.manual && (
        <>
          <button
            type="button"
            class="primary"
            disabled={closed}
            onClick={() => on.play(!state.playing)}
            data-testid="play"
          >
            <span aria-hidden="true">{state.playing ? "❚❚ " : "▶ "}</span>
            {state.playing ? words.pause : words.play}
          </button>
          {WAITS.map(([time, name]) => (
            <button
              key={name}
              type="button"
              disabled={closed}
              onClick={() => trying.wait(time)}
              data-testid={`wait-${time}`}
            >
              {words.wait(name)}
            </button>
          ))}
          <SpeedDial state={state} on={on} />
        </>
      )}
      <Scrubber state={state} on={on} frame={frame} />
      {frame.past && (
        <span class="past" role="status">
          {words.past}{" "}
          <button type="button" onClick={() => on.seek(frame.last)} data-testid="present">
            {words.present}
          </button>
        </span>
      )}
    </div>
  );
}
