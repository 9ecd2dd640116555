// What of the catalogue belongs to a run: entries of its protocol, and those of every world.
import type { Frame } from "../engine/protocol.ts";

/** belongs is true of every entry as long as there is no run. */
export function belongs(entry: { protocol: string }, run: Pick<Frame, "protocol"> | null): boolean {
  return run === null || entry.protocol === "" || entry.protocol === run.protocol;
}
