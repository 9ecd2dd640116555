// The list of all that can be started, with any protocol. It is a file, since the engine that the page begins with has
// one protocol only.
import { siteFile } from "../base/site.ts";
import type { Catalogue } from "./protocol.ts";

export async function fetchCatalogue(): Promise<Catalogue> {
  const response = await fetch(siteFile("catalogue.json"));
  if (!response.ok) throw new Error(`catalogue.json: ${response.status} ${response.statusText}`);
  return response.json();
}
