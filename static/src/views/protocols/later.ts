// The views of protocols beside the first one. They are fetched before the first frame of such a run is shown, so that
// the first paint has none of them; without them a run is drawn by what every protocol has.
import type { Parts } from "../rows/parts.ts";

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
