// The picture of clients, and of the values that they would be told. It is fetched when a run first has some.
import type { Frame } from "../../engine/protocol.ts";
import { usePart } from "../part-of.ts";
import { style } from "../sheet.ts";

type ClientPart = typeof import("./clients.tsx");

async function load(): Promise<ClientPart> {
  const [part] = await Promise.all([import("./clients.tsx"), style("client-links")]);
  return part;
}

/** useClients is null in a run without clients and values, and until the part is here. */
export function useClients({ clients, servers }: Frame): ClientPart | null {
  return usePart(clients.length > 0 || servers.some(({ data }) => data.length > 0), load);
}
