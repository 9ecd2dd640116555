// A server of Paxos: one whose own part has come with the frame.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { BallotView, PaxosView } from "../../engine/protocol-paxos.ts";

export type PaxosServer = ServerView & { paxos: PaxosView };

export const isPaxos = (server: ServerView): server is PaxosServer => server.paxos !== undefined;

export function paxosServers({ servers }: Pick<Frame, "servers">): PaxosServer[] {
  return servers.filter(isPaxos);
}

/** ballotName is a ballot by its number: 2.1 is the second round of S1. Where ballots go in steps, the number is the
 * name. */
export function ballotName(number: number, servers: number, steps: boolean): string {
  if (steps || number === 0) return String(number);
  return `${Math.ceil(number / servers)}.${((number - 1) % servers) + 1}`;
}

/** isThere is false of the ballot that is none. */
export const isThere = ({ number }: BallotView): boolean => number > 0;
