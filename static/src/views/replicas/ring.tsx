// Replicas on the ring: a primary and a coordinator are hexagons.
import { enReplicas as words } from "../../words/en-replicas.ts";
import { plainRing, type RingPart } from "../ring/part.ts";
import type { Shape } from "../shapes.ts";

export const replicaRing: RingPart = {
  ...plainRing,
  badge: ({ badge }) => words.role[badge] ?? badge,
  level: (level) => words.level(level),
  isCrowned: ({ replicas }) => replicas?.role === "primary" || replicas?.role === "coordinator",
  Around: () => null,
  shape: ({ kind, label }) => shapeOf(kind, label),
};

export function shapeOf(kind: string, label: string): Shape {
  switch (kind) {
    case "Prepare":
    case "CallPosition":
      return "diamond";
    case "Read":
    case "AskPhase":
      return "hollow-diamond";
    case "PromoteYou":
      return "hexagon";
    case "Replicate":
      return label === "" || label === "0" ? "small-square" : "square";
    case "Write":
    case "KeepHint":
    case "Exchange":
    case "PreCommit":
    case "Decide":
      return "square";
    case "Digest":
      return "small-square";
    default:
      return "circle";
  }
}
