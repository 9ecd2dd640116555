// How the promises stand in a run of Raft: what can be seen of them in one picture. Pure.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { RaftView } from "../../engine/protocol-raft.ts";
import type { Standing } from "../../words/teach.ts";

export function standingOf({
  servers,
  operations,
}: Pick<Frame, "servers" | "operations">): Standing {
  const rafts = servers.flatMap(({ raft }) => raft ?? []);
  const leader = newestLeader(servers);
  return {
    servers: servers.length,
    leader: leader ? `S${leader.id}` : "",
    term: leader?.raft?.term ?? 0,
    committed: Math.max(0, ...rafts.map(({ commitIndex }) => commitIndex)),
    same: sameUpTo(rafts),
    length: leader?.raft?.lastIndex ?? 0,
    told: operations.filter(({ outcome, text }) => outcome === "ok" && !text.startsWith("get"))
      .length,
  };
}

/** newestLeader is the leader of the newest term: an old one may still believe in itself. */
export function newestLeader(servers: readonly ServerView[]): ServerView | null {
  const term = (one: ServerView): number => one.raft?.term ?? 0;
  const leaders = servers.filter(({ up, raft }) => up && raft?.role === "leader");
  return leaders.sort((a, b) => term(b) - term(a))[0] ?? null;
}

/** sameUpTo looks at the entries that are shown: those before are equal where the first shown ones are. */
function sameUpTo(rafts: readonly RaftView[]): number {
  const from = Math.max(1, ...rafts.map(({ logFrom }) => logFrom));
  const least = Math.min(...rafts.map(({ lastIndex }) => lastIndex));
  let same = 0;
  for (let index = from; index <= least; index++) {
    const terms = new Set(rafts.map((one) => one.entries[index - one.logFrom]?.term));
    if (terms.size > 1) break;
    same = index;
  }
  return same;
}
