// A server of ZAB: one whose own part has come with the frame; and zxids in their order.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { ZabView } from "../../engine/protocol-zab.ts";

export type ZabServer = ServerView & { zab: ZabView };

export const isZab = (server: ServerView): server is ZabServer => server.zab !== undefined;

export function zabServers({ servers }: Pick<Frame, "servers">): ZabServer[] {
  return servers.filter(isZab);
}

/** leaderOf is the leader of the highest epoch that is up. */
export function leaderOf(servers: readonly ZabServer[]): ZabServer | undefined {
  return servers
    .filter(({ up, zab }) => up && zab.leading)
    .sort((a, b) => (b.zab.leading?.epoch ?? 0) - (a.zab.leading?.epoch ?? 0))[0];
}

/** compare orders zxids such as 2:3, first by the epoch; "" is before all. */
export function compare(a: string, b: string): number {
  const [x = 0, i = 0] = a.split(":").map(Number);
  const [y = 0, j = 0] = b.split(":").map(Number);
  return x - y || i - j;
}
