// Whether clients of a run read and write keys, by protocol.
import type { Catalogue, Frame } from "../../engine/protocol.ts";
import { hasClients } from "../../run/belongs.ts";
import { laterParts } from "./later.ts";

/** hasConsole is false for a run whose clients cannot write a key. */
export function hasConsole(catalogue: Catalogue | null, frame: Frame): boolean {
  const later = laterParts(frame.protocol);
  // Whole servers are in no catalogue: nobody starts them by a name.
  return (
    (frame.whole !== undefined || hasClients(catalogue, frame)) &&
    (later?.hasConsole(frame) ?? true)
  );
}
