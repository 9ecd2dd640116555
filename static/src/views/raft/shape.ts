// The shapes of Raft's messages: entries are a square, a heartbeat a small one, a request for a vote a diamond; a
// question that asks for nothing but an answer a hollow one. The word to stand is a hexagon, as a leader is. A chunk of
// a snapshot is a box with compartments. Replies are circles.
import type { Shape } from "../shapes.ts";

export function shapeOf(kind: string, hasEntries: boolean): Shape {
  switch (kind) {
    case "RequestVote":
    case "TransferVote":
      return "diamond";
    case "PreVote":
    case "ReadIndex":
      return "hollow-diamond";
    case "TimeoutNow":
      return "hexagon";
    case "InstallSnapshot":
      return "box";
    case "AppendEntries":
      return hasEntries ? "square" : "small-square";
    case "Heartbeat":
      return "small-square";
    default:
      return "circle";
  }
}
