// What a server would answer, by protocol: any server has its data; a protocol may know more.
import { raftPlates } from "../raft/plates.ts";
import { type PlatePart, plainPlates } from "../ring/plate-part.ts";
import { laterParts } from "./later.ts";

const PLATES: Readonly<Record<string, PlatePart>> = { raft: raftPlates };

export function platePart(protocol: string): PlatePart {
  return PLATES[protocol] ?? laterParts(protocol)?.plates ?? plainPlates;
}
