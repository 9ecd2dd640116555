// What each protocol adds to the ring.
import { raftRing } from "../raft/ring.tsx";
import { plainRing, type RingPart } from "../ring/part.ts";
import { laterParts } from "./later.ts";

const PARTS: Readonly<Record<string, RingPart>> = { raft: raftRing };

export function ringPart(protocol: string): RingPart {
  return PARTS[protocol] ?? laterParts(protocol)?.ring ?? plainRing;
}
