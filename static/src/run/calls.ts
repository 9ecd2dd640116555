// The calls of the learner's own rules that the page has heard of: the inspector shows a server's last, and one steps
// from one to the next. Pure.
import type { CallView, Frame } from "../engine/protocol.ts";

/** Calls are in the order of their events. */
export type Calls = readonly CallView[];

/** KEPT bounds them: a long run makes thousands, and nobody steps through all of them. */
const KEPT = 500;

/** noteCalls takes in a frame. In another branch, what came behind the fork has not happened. */
export function noteCalls(calls: Calls, frame: Pick<Frame, "calls" | "from">): Calls {
  const past = calls.filter(({ event }) => event < frame.from);
  const fresh = frame.calls.filter(
    ({ event, server }) => !past.some((one) => one.event === event && one.server === server),
  );
  return [...past, ...fresh].sort((a, b) => a.event - b.event).slice(-KEPT);
}
