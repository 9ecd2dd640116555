// A server of replicas: one whose own part has come with the frame.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { ReplicaView } from "../../engine/protocol-replicas.ts";

export type ReplicaServer = ServerView & { replicas: ReplicaView };

export const isReplica = (server: ServerView): server is ReplicaServer =>
  server.replicas !== undefined;

export function replicaServers({ servers }: Pick<Frame, "servers">): ReplicaServer[] {
  return servers.filter(isReplica);
}

/** Shown is what stands in the rows: a history, versions of keys, or transactions. */
export type Shown = "history" | "versions" | "transactions";

export function shownOf(kind: string): Shown {
  if (kind === "two-phase" || kind === "three-phase") return "transactions";
  return kind === "two-masters" || kind === "quorum" ? "versions" : "history";
}
