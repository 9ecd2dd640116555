// Why there is no run yet, in words.
import type { State } from "./state.ts";

/** preparingText reports the progress of the learner's own program, "" when none is built. */
export function preparingText({ preparing, words }: State): string {
  if (preparing === null) return "";
  const { loaded, total } = preparing;
  return total > 0
    ? words.setup.fetching(Math.floor((loaded / total) * 100))
    : words.setup.building;
}

/** startupText is "" when no run is starting: the requested run could not begin. */
export function startupText(state: State): string {
  if (state.engine === "failed" || state.problem !== "") return "";
  return preparingText(state) || state.words.engine.starting;
}
