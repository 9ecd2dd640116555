// The shapes of Raft's messages: entries are a square, a heartbeat a small one, a request for a vote a diamond;
// replies are circles.
import type { Shape } from "../shapes.ts";

export function shapeOf(kind: string, hasEntries: boolean): Shape {
  switch (kind) {
    case "RequestVote":
      return "diamond";
    case "AppendEntries":
      return hasEntries ? "square" : "small-square";
    default:
      return "circle";
  }
}
