// What each protocol draws in the space-time diagram.
import { type DiagramPart, plainDiagram } from "../diagram/scene.ts";
import { raftDiagram } from "../raft/diagram.ts";
import { laterParts } from "./later.ts";

const PARTS: Readonly<Record<string, DiagramPart>> = { raft: raftDiagram };

export function diagramPart(protocol: string): DiagramPart {
  return PARTS[protocol] ?? laterParts(protocol)?.diagram ?? plainDiagram;
}
