// What free play can set of Raft, read back from a run: a run that somebody sent has no address that says it.
import type { Election, Setup } from "../../address/route.ts";
import { milliseconds } from "../../base/units.ts";
import type { Frame, RaftRun } from "../../engine/protocol.ts";

export const ELECTIONS: readonly Election[] = ["prevote", "stickiness", "check-quorum", "lease"];

const FIELDS = {
  prevote: "preVote",
  stickiness: "stickiness",
  "check-quorum": "checkQuorum",
} as const;

/** The paper's timeouts, which an address leaves out. */
const PLAIN = "150-300-50";

/** switchedOn are the rules beyond Figure 2 that a run has. */
export function switchedOn(run: RaftRun): Election[] {
  return ELECTIONS.filter((one) =>
    one === "lease" ? run.leases !== undefined : run.elections?.[FIELDS[one]],
  );
}

/** freePlayOf is a run's own part of the setup of free play. */
export function freePlayOf({
  raft,
}: Frame): Pick<Setup, "elections" | "timeouts" | "snapshots" | "members"> {
  if (!raft) return {};
  const elections = switchedOn(raft);
  const [min, max, heartbeat] = [raft.electionMin, raft.electionMax, raft.heartbeat].map(
    milliseconds,
  ) as [number, number, number];
  const plain = [min, max, heartbeat].join("-") === PLAIN;
  return {
    ...(elections.length > 0 ? { elections } : {}),
    ...(plain ? {} : { timeouts: { min, max, heartbeat } }),
    ...chaptersOn(raft),
  };
}

/** chaptersOn are snapshots and changes of the servers as a run has them. */
export function chaptersOn({ snapshots, members }: RaftRun): Pick<Setup, "snapshots" | "members"> {
  return {
    ...(snapshots ? { snapshots: { every: snapshots.every, chunk: snapshots.chunkBytes } } : {}),
    ...(members ? { members: members.first.voters } : {}),
  };
}
