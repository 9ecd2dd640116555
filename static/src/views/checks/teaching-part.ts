// What a protocol has by which the lab explains itself.
import type { FunctionComponent } from "preact";
import type { CheckView, Frame } from "../../engine/protocol.ts";

export interface Teaching {
  /** Legend names the shapes of the picture. */
  Legend: FunctionComponent;
  /** PromiseCard explains a property, and says how it stands. */
  PromiseCard: FunctionComponent<PromiseProps>;
  /** Tasks are the first things to do in free play. */
  Tasks: FunctionComponent<{ frame: Frame }> | null;
}

export interface PromiseProps {
  check: CheckView;
  frame: Frame;
  /** show plays a run that breaks the promise, null while such a run is shown. */
  show: ((run: { scenario: string; rules: string }) => void) | null;
  close(): void;
}
