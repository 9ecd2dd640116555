// The calls of the learner's rules that a run has made while it was watched, for stepping from one to the next. Pure.
import type { CallView, Frame } from "../../engine/protocol.ts";

export type History = readonly CallView[];

/** KEPT bounds the history: a long run makes thousands of calls, and nobody steps through all of them. */
const KEPT = 500;

/** noteHistory takes in a frame. After a branch, or in another run, later calls have not happened. */
export function noteHistory(history: History, frame: Pick<Frame, "calls" | "last">): History {
  const before = history.at(-1)?.event ?? 0;
  const past = before > frame.last ? history.filter(({ event }) => event <= frame.last) : history;
  const newest = past.at(-1)?.event ?? 0;
  const fresh = frame.calls.filter(({ event }) => event > newest);
  if (fresh.length === 0) return past;
  return [...past, ...fresh].slice(-KEPT);
}

/** callAt is the number of a server's last call at an event or before it, among its calls; -1 for none. */
export function callAt(calls: History, event: number): number {
  return calls.findLastIndex((one) => one.event <= event);
}
