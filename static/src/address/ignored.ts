// Which parts of an address of the lab make no sense, such as `servers=99`. Loaded with the lab.
import { labLink, parseRoute } from "./route.ts";

/** ignoredIn are the parts that a link to the same run would not have. */
export function ignoredIn(hash: string): string[] {
  const route = parseRoute(hash);
  if (route.name !== "lab" || route.data) return [];
  const { setup, at } = route;
  const taken = new URLSearchParams(labLink(setup, at === undefined ? {} : { at }).split("?")[1]);
  if (!setup.scenario) taken.set("servers", String(setup.servers));
  const isTaken = (name: string, value: string): boolean =>
    name === "servers" ? taken.get(name) === value : taken.has(name);
  return [...new URLSearchParams(hash.split("?")[1])]
    .filter(([name, value]) => value !== "" && !isTaken(name, value))
    .map(([name, value]) => `${name}=${value}`);
}
