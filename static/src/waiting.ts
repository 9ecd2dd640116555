// Why there is no run yet, in words.
import type { State } from "./state.ts";

/** preparingText says how far the learner's own program is, "" when none is made. */
export function preparingText({ preparing, words }: State): string {
  if (preparing === null) return "";
  const { loaded, total } = preparing;
  return total > 0
    ? words.setup.fetching(Math.floor((loaded / total) * 100))
    : words.setup.building;
}

/** waitingText is "" when nothing is waited for: the run that was asked for could not begin. */
export function waitingText(state: State): string {
  if (state.engine === "failed" || state.problem !== "") return "";
  return preparingText(state) || state.words.engine.starting;
}
