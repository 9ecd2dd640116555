// How a branch stands, in Raft's own words: who leads, in which term, and how much is committed.
import type { Frame } from "../../engine/protocol.ts";
import type { enCompare } from "../../words/en-compare.ts";
import type { Stands } from "../compare/stands.ts";

export function raftStands({ servers }: Frame, words: typeof enCompare): Stands {
  const leaders = servers.filter(({ up, raft }) => up && raft?.role === "leader");
  const newest = Math.max(0, ...leaders.map(({ level }) => level));
  const leader = leaders.find(({ level }) => level === newest);
  const committed = Math.max(0, ...servers.map(({ raft }) => raft?.commitIndex ?? 0));
  return {
    leader: leader ? `S${leader.id}` : "",
    rows: [
      [words.names.term, String(Math.max(0, ...servers.map(({ level }) => level)))],
      [words.names.committed, String(committed)],
    ],
  };
}
