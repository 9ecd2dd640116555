// All views of one protocol.
import type { FunctionComponent } from "preact";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { enCompare } from "../../words/en-compare.ts";
import type { PromiseProps } from "../checks/teaching-part.ts";
import type { Stands } from "../compare/stands.ts";
import type { DiagramPart } from "../diagram/scene.ts";
import type { RingPart } from "../ring/part.ts";
import type { PlatePart } from "../ring/plate-part.ts";
import type { InspectorPart } from "../server/rows.ts";

/** LogsPart is what a protocol shows of the servers' logs, or of what stands in their place. */
export interface LogsPart {
  /** title names them; absent for logs. */
  title?(frame: Frame): string;
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
  PromiseCard: FunctionComponent<PromiseProps>;
  stands(frame: Frame, words: typeof enCompare): Stands;
}
