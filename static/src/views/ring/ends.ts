// The ends of links: servers, and behind them clients.
import type { Frame } from "../../engine/protocol.ts";
import { type Place, round } from "./geometry.ts";

/** EndName names an end of a link. */
export type EndName = (end: number) => string;

export const serverName: EndName = (id) => `S${id}`;

export function allHeld({ holds, servers }: Frame): boolean {
  return holds.length > 0 && holds.length === servers.length * (servers.length - 1);
}

/** heading is the direction from a to b, in degrees. */
export function heading(a: Place, b: Place): number {
  return round((Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI);
}
