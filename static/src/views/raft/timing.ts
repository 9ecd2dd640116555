// §5.6's inequality: broadcastTime ≪ electionTimeout ≪ MTBF. Pure.
import type { Dials, RaftRun } from "../../engine/protocol.ts";

export interface Timely {
  /** broadcast is how long a request and its answer take at most, the save in between included. The few
   * messages that the dial for reordering delays are left out. */
  broadcast: number;
  /** verdict: broken when a server times out before the leader's next heartbeat can arrive; close when
   * the broadcast time is not much less than the shortest election timeout. */
  verdict: "holds" | "close" | "broken";
  /** faults is true when random faults come about as often as elections. */
  faults: boolean;
}

/** MUCH is how many times less "much less" is here. The paper says an order of magnitude; that is asked
 * of the average there, and here of the slowest message. */
const MUCH = 3;

export function timely(dials: Dials, run: RaftRun, betweenFaults: number): Timely {
  const slowest = dials.latency + dials.jitter;
  const broadcast = 2 * slowest + dials.diskLatency;
  const silence = Math.max(broadcast, run.heartbeat + slowest);
  const verdict =
    silence >= run.electionMin ? "broken" : broadcast * MUCH > run.electionMin ? "close" : "holds";
  const faults = betweenFaults > 0 && betweenFaults < MUCH * run.electionMax;
  return { broadcast, verdict, faults };
}
