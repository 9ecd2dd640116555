// A server of Paxos: one whose own part has come with the frame.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { BallotView, PaxosView } from "../../engine/protocol-paxos.ts";

export type PaxosServer = ServerView & { paxos: PaxosView };

export const isPaxos = (server: ServerView): server is PaxosServer => server.paxos !== undefined;

export function paxosServers({ servers }: Pick<Frame, "servers">): PaxosServer[] {
  return servers.filter(isPaxos);
}

/** isThere is false of the ballot that is none. */
export const isThere = ({ number }: BallotView): boolean => number > 0;
