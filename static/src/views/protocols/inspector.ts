// What each protocol shows in the inspector of a server.
import { raftInspector } from "../raft/inspector.ts";
import { type InspectorPart, plainInspector } from "../server/rows.ts";
import { laterParts } from "./later.ts";

const PARTS: Readonly<Record<string, InspectorPart>> = { raft: raftInspector };

export function inspectorPart(protocol: string): InspectorPart {
  return PARTS[protocol] ?? laterParts(protocol)?.inspector ?? plainInspector;
}
