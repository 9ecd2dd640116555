// The picture of clients, which is fetched when a run first has one.
import { useEffect, useState } from "preact/hooks";
import type { Frame } from "../../engine/protocol.ts";
import { style } from "../sheet.ts";

type ClientPart = typeof import("./clients.tsx");

/** useClients is null in a run without clients, and until the part is here. */
export function useClients({ clients }: Frame): ClientPart | null {
  const [part, setPart] = useState<ClientPart | null>(null);
  const isWanted = clients.length > 0;
  useEffect(() => {
    if (!isWanted || part) return;
    Promise.all([import("./clients.tsx"), style("client-links")]).then(
      ([loaded]) => setPart(loaded),
      () => {}, // without it, servers are still shown
    );
  }, [isWanted, part]);
  return isWanted ? part : null;
}
