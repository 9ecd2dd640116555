// Which files have the views of a protocol.
import type { Parts } from "../rows/parts.ts";
import { style } from "../sheet.ts";

const LOADS: Readonly<Record<string, () => Promise<{ parts: Parts }>>> = {
  paxos: () => import("../paxos/parts.tsx"),
  replicas: () => import("../replicas/parts.tsx"),
  whole: () => import("../whole/parts.tsx"),
  zab: () => import("../zab/parts.tsx"),
};

/** load is null for a protocol without views of its own, and if they cannot be fetched. */
export async function load(protocol: string): Promise<Parts | null> {
  const views = LOADS[protocol];
  if (!views) return null;
  try {
    const [{ parts }] = await Promise.all([views(), style(protocol)]);
    return parts;
  } catch {
    return null; // what every protocol has draws the run
  }
}
