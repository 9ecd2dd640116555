// Where the run stands, in words. The home page shows it without the controls of time.
import { startupText } from "../../app/startup-text.ts";
import type { State } from "../../app/state.ts";
import { seconds } from "../../base/units.ts";

/** moment is the current moment of the run, or why there is no run. */
export function moment(state: State): string {
  const { frame, words } = state;
  if (!frame) return startupText(state) || words.time.noRun;
  const now = seconds(frame.now);
  if (!frame.past) return words.time.moment(frame.event, now);
  return words.diagram.time.moment(frame.event, frame.last, now);
}
