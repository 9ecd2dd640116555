// What each protocol says of how a branch stands.
import type { Frame } from "../../engine/protocol.ts";
import type { enCompare } from "../../words/en-compare.ts";
import type { Stands } from "../compare/stands.ts";
import { raftStands } from "../raft/stands.ts";
import { laterParts } from "./later.ts";

type StandsOf = (frame: Frame, words: typeof enCompare) => Stands;

const STANDS: Readonly<Record<string, StandsOf>> = { raft: raftStands };

export function standsOf(frame: Frame, words: typeof enCompare): Stands {
  const stands = STANDS[frame.protocol] ?? laterParts(frame.protocol)?.stands;
  return stands?.(frame, words) ?? { leader: null, rows: [] };
}
