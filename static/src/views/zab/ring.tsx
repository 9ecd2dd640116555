// ZAB on the ring: the leader is a hexagon, a vote is a diamond.
import { enZab as words } from "../../words/en-zab.ts";
import { plainRing, type RingPart } from "../ring/part.ts";
import type { Shape } from "../shapes.ts";

export const zabRing: RingPart = {
  ...plainRing,
  badge: ({ badge }) => words.standing[badge] ?? badge,
  level: (level) => words.level(level),
  isCrowned: ({ zab }) => zab?.standing === "leading",
  leads: ({ zab }) => zab?.standing === "leading",
  Around: () => null,
  shape: ({ kind }) => shapeOf(kind),
};

export function shapeOf(kind: string): Shape {
  switch (kind) {
    case "NOTIFICATION":
    case "LEADERINFO":
      return "diamond";
    case "FOLLOWERINFO":
    case "SYNC":
      return "hollow-diamond";
    case "NEWLEADER":
      return "hexagon";
    case "PROPOSE":
    case "DIFF":
    case "TRUNC":
    case "SNAP":
    case "INFORM":
      return "square";
    case "PING":
    case "COMMIT":
    case "UPTODATE":
      return "small-square";
    default:
      return "circle";
  }
}
