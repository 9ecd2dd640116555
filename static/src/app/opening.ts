// Plays the opening of the first page until the engine is there. The recording was made by the same engine, of the same
// text and seed, so that the engine goes on from any moment of it, and nobody sees where.
import type { Frame } from "../engine/protocol.ts";
import { changedBy, type Opening } from "../run/opening.ts";
import type { Event, State } from "./state.ts";

/** A tab that slept must not make the run leap ahead. */
export const TICK_MS_MAX = 100;

export interface Prologue {
  /** now is the moment that it has reached. */
  now(): number;
  /** tick is called once per animation frame with the wall time since the one before. */
  tick(milliseconds: number): void;
}

/** playOpening has shown the first moment already: it is part of the page as it was sent. At its end it waits. */
export function playOpening(
  { frame, steps }: Opening,
  getState: () => State,
  dispatch: (event: Event) => void,
): Prologue {
  let now = frame.now;
  let shown: Frame = frame;
  let taken = 0;
  let next = steps.length > 0 ? changedBy(shown, steps[0]) : null;
  return {
    now: () => now,
    tick(milliseconds) {
      const { playing, speed } = getState();
      if (!playing || !next) return;
      now += Math.min(milliseconds, TICK_MS_MAX) * 1000 * speed;
      while (next && next.now <= now) {
        shown = next;
        taken += 1;
        next = taken < steps.length ? changedBy(shown, steps[taken]) : null;
        dispatch({ kind: "framed", frame: shown });
      }
      if (!next) now = shown.now;
      dispatch({ kind: "framed", frame: { ...shown, now, from: shown.event + 1, lines: [] } });
    },
  };
}
