// A server with Raft's part of its view, which the views of this folder read.
import type { RaftView, ServerView } from "../../engine/protocol.ts";

export type RaftServer = ServerView & { raft: RaftView };

export function isRaft(server: ServerView): server is RaftServer {
  return server.raft !== undefined;
}

/** leaderOf is the leader of the newest term: an old one may still believe in itself. */
export function leaderOf(servers: readonly RaftServer[]): RaftServer | null {
  const leaders = servers.filter(({ up, raft }) => up && raft.role === "leader");
  return leaders.reduce<RaftServer | null>(
    (best, one) => (best && best.raft.term >= one.raft.term ? best : one),
    null,
  );
}
