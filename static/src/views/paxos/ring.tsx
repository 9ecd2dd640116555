// Paxos on the ring: a proposer with its majority, and a leader, are hexagons. Below an acceptor of one value stands
// what it has promised, and what it has accepted.
import type { ServerView } from "../../engine/protocol.ts";
import { enPaxos as words } from "../../words/en-paxos.ts";
import { type AroundProps, plainRing, type RingPart } from "../ring/part.ts";
import { Pill } from "../rows/pill.tsx";
import type { Shape } from "../shapes.ts";
import { ballotName, isThere } from "./server.ts";

export const paxosRing: RingPart = {
  ...plainRing,
  badge: ({ badge }) => words.badge[badge] ?? badge,
  level: (level, _, { servers, paxos }) =>
    words.level(ballotName(level, servers.length, paxos?.ballots === "steps")),
  isCrowned,
  Around: () => null,
  Beside,
  hangs: ({ paxos }) => paxos?.mode !== "multi",
  shape: ({ kind }) => shapeOf(kind),
};

function isCrowned({ paxos }: ServerView): boolean {
  const { phase, leads } = paxos?.proposing ?? { phase: "", leads: false };
  return leads || phase === "accepting";
}

export function shapeOf(kind: string): Shape {
  switch (kind) {
    case "Prepare":
    case "PrepareAll":
      return "diamond";
    case "Ask":
      return "hollow-diamond";
    case "Accept":
    case "Suggest":
    case "Chosen":
      return "square";
    case "Heartbeat":
      return "small-square";
    default:
      return "circle";
  }
}

function Beside({ server: { paxos }, frame }: AroundProps) {
  if (!paxos?.acceptor || frame.paxos?.mode === "multi" || !isThere(paxos.promised)) return null;
  const [slot] = paxos.slots;
  const holds = slot && isThere(slot.accepted) ? ` · ${slot.value} at ${slot.accepted.name}` : "";
  return (
    <Pill
      text={words.atLeast(paxos.promised.name) + holds}
      level={paxos.promised.number}
      isSettled={slot?.chosen ?? false}
    />
  );
}
