// The last call of each server's own rules, for the inspector.
import type { CallView, Frame } from "./protocol.ts";

export type Calls = Readonly<Record<number, CallView>>;

export const noCalls: Calls = {};

/** noteCalls takes in a frame. Of a moment in the past it brings the calls of the step that is shown, and
 * what was called before that is not known. */
export function noteCalls(calls: Calls, frame: Pick<Frame, "calls" | "past">): Calls {
  if (frame.calls.length === 0) return frame.past ? {} : calls;
  const noted: Record<number, CallView> = frame.past ? {} : { ...calls };
  for (const call of frame.calls) noted[call.server] = call;
  return noted;
}
