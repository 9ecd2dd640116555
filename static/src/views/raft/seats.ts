// What each server is in the configuration that decides, at the moment that is shown. Pure.
import type { ServerView } from "../../engine/protocol.ts";
import type { ConfigurationView, RaftRun } from "../../engine/protocol-raft.ts";
import { isRaft, leaderOf } from "./server.ts";

/** Seat: in a joint phase a voter is old, new or both. A server without a vote is a learner, or was removed from the
 * cluster, or is outside: it was never in it. */
export type Seat = "voter" | "old" | "new" | "both" | "learner" | "removed" | "outside";

interface Shown {
  raft?: RaftRun | undefined;
  servers: readonly ServerView[];
}

/** decidingOf is the configuration of the newest leader. While nobody leads it is the last one that some server counts
 * as committed. It is null where the servers stay. */
export function decidingOf({ raft, servers }: Shown): ConfigurationView | null {
  if (!raft?.members) return null;
  const all = servers.filter(isRaft);
  const leader = leaderOf(all)?.raft.members?.counts;
  if (leader) return leader;
  let [now, at] = [raft.members.first, 0];
  for (const { commitIndex, members } of all.map((one) => one.raft)) {
    if (members && members.index > at && members.index <= commitIndex) {
      [now, at] = [members.counts, members.index];
    }
  }
  return now;
}

/** seatOf is null where the servers stay. */
export function seatOf(frame: Shown, id: number): Seat | null {
  const now = decidingOf(frame);
  if (!now) return null;
  const isNew = now.next.includes(id);
  if (now.voters.includes(id)) return isNew ? "both" : now.next.length > 0 ? "old" : "voter";
  if (isNew) return "new";
  if (now.learners.includes(id)) return "learner";
  return wasMember(frame, id) ? "removed" : "outside";
}

const has = ({ voters, next, learners }: ConfigurationView, id: number): boolean =>
  [voters, next, learners].some((list) => list.includes(id));

/** wasMember looks for a server in the first configuration, in those by which servers count, and in the logs. */
function wasMember({ raft, servers }: Shown, id: number): boolean {
  const isIn = ({ raft: own }: ServerView): boolean =>
    (own?.members && has(own.members.counts, id)) ||
    own?.entries.some(({ configuration }) => configuration && has(configuration, id)) ||
    false;
  return (raft?.members && has(raft.members.first, id)) || servers.some(isIn);
}
