// What of the catalogue belongs to a run: entries of its protocol, and those of every world.
import type { Catalogue, Frame } from "../engine/protocol.ts";

/** belongs is true of every entry as long as there is no run. */
export function belongs(entry: { protocol: string }, run: Pick<Frame, "protocol"> | null): boolean {
  return run === null || entry.protocol === "" || entry.protocol === run.protocol;
}

/** WRITE is the verb of a client that writes. */
const WRITE = "put";

/** hasClients is false for a protocol whose scenarios know no client that could write. */
export function hasClients(catalogue: Catalogue | null, run: Pick<Frame, "protocol">): boolean {
  return catalogue?.verbs.some((verb) => verb.name === WRITE && belongs(verb, run)) ?? false;
}
