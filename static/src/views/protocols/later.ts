// The views of protocols beside the first one. They are fetched before the first frame of such a run is shown, so that
// the first paint has none of them; without them a run is drawn by what every protocol has.
import type { FunctionComponent } from "preact";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { enCompare } from "../../words/en-compare.ts";
import type { Stands } from "../compare/stands.ts";
import type { DiagramPart } from "../diagram/scene.ts";
import type { RingPart } from "../ring/part.ts";
import type { PlatePart } from "../ring/plate-part.ts";
import type { InspectorPart } from "../server/rows.ts";

/** LogsPart is what a protocol shows of the servers' logs, or of what stands in their place. */
export interface LogsPart {
  /** Panel is the panel of the lab. */
  Panel: FunctionComponent<ViewProps>;
  /** Lesson stands beside a lab of a lesson. */
  Lesson: FunctionComponent<{ frame: Frame; title: string }>;
}

/** SideTab is a tab of the protocol's own beside the ring. */
export interface SideTab {
  title: string;
  View: FunctionComponent<Pick<ViewProps, "on"> & { frame: Frame }>;
}

/** Parts are all views of one protocol. */
export interface Parts {
  ring: RingPart;
  plates: PlatePart;
  inspector: InspectorPart;
  diagram: DiagramPart;
  logs: LogsPart;
  side: SideTab;
  /** hasConsole is true of a run in which clients read and write keys. */
  hasConsole(frame: Frame): boolean;
  Legend: FunctionComponent;
  stands(frame: Frame, words: typeof enCompare): Stands;
}

/** fetched has each protocol's views once they are here. They never change afterwards. */
const fetched = new Map<string, Parts>();

/** laterParts is undefined for the first protocol, and for one whose views are not here. */
export function laterParts(protocol: string): Parts | undefined {
  return fetched.get(protocol);
}

/** fetchParts resolves once a protocol's views are here, if it has any and they can be fetched. */
export async function fetchParts(protocol: string): Promise<void> {
  if (fetched.has(protocol)) return;
  const { load } = await import("./load.ts");
  const parts = await load(protocol);
  if (parts) fetched.set(protocol, parts);
}
