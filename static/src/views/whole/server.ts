// A whole server: one whose own part has come with the frame; and what its messages are for.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { WholeView } from "../../engine/protocol-whole.ts";
import type { Shape } from "../shapes.ts";

export type WholeServer = ServerView & { whole: WholeView };

export const isWhole = (server: ServerView): server is WholeServer => server.whole !== undefined;

export function wholeServers({ servers }: Pick<Frame, "servers">): WholeServer[] {
  return servers.filter(isWhole);
}

/** leaderOf is the server that says it leads the highest term, of those that are up. */
export function leaderOf(servers: readonly WholeServer[]): WholeServer | undefined {
  return servers
    .filter(({ up, whole }) => up && whole.leads)
    .sort((a, b) => b.whole.term - a.whole.term)[0];
}

/** termOf is the term that a server is in: what GetState says, or the field where that does not return. */
export function termOf({ term, known }: WholeView): number {
  return Math.max(term, known.currentTerm ?? 0);
}

/** shapeOf takes a message by its method, as lab/wholecluster/messages.go does: programs name theirs as they like. */
export function shapeOf(kind: string, hasEntries: boolean): Shape {
  if (kind.endsWith("Reply")) return "circle";
  const method = kind.toLowerCase();
  if (method.includes("snap")) return "box";
  if (method.includes("pre")) return "hollow-diamond";
  if (method.includes("vote")) return "diamond";
  if (/append|heart|entries/.test(method)) return hasEntries ? "square" : "small-square";
  return "circle";
}

/** hasEntries reads the fields of a message: a heartbeat carries none, whatever the program calls it. */
export function hasEntries(fields: string): boolean {
  return fields.includes("=[") && !fields.includes("=[]");
}

/** majority is how many of so many are more than half. */
export function majority(servers: number): number {
  return Math.floor(servers / 2) + 1;
}
