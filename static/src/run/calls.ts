// The last call of each server's own rules, for the inspector.
import type { CallView, Frame } from "../engine/protocol.ts";

export type Calls = Readonly<Record<number, CallView>>;

export const noCalls: Calls = {};

/** noteCalls takes in a frame. A frame of the past has the calls of the step that is shown; earlier
 * calls are unknown then. */
export function noteCalls(calls: Calls, frame: Pick<Frame, "calls" | "past">): Calls {
  if (frame.calls.length === 0) return frame.past ? {} : calls;
  const noted: Record<number, CallView> = frame.past ? {} : { ...calls };
  for (const call of frame.calls) noted[call.server] = call;
  return noted;
}
