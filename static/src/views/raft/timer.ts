// A server's election timer, as a part of a full turn. Pure.
import type { RaftView } from "../../engine/protocol.ts";

/** timerLeft is the part of an election timer that has not run yet, between 0 and 1. */
export function timerLeft({ deadline, timeout }: RaftView, now: number): number {
  if (deadline === 0 || timeout <= 0) return 0;
  return Math.min(1, Math.max(0, (deadline - now) / timeout));
}
