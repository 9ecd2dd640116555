// Routes live in the fragment, so that the app works from static files at any path.

/** Setup is everything that decides a run: the same setup gives the same trace. */
export interface Setup {
  /** scenario is an id of the catalogue, "" for free play. */
  scenario: string;
  /** seed is decimal text; "" lets the scenario, or the engine, choose. */
  seed: string;
  servers: number;
  /** rules is an id of the catalogue, "" for the reference. */
  rules: string;
}

export type Route =
  | { name: "home" }
  | { name: "lab"; setup: Setup }
  | { name: "unknown"; path: string };

export const SERVERS_MAX = 9;
export const freePlay: Setup = { scenario: "", seed: "", servers: 5, rules: "" };

/** parseRoute reads a location's hash. A parameter that makes no sense falls back to its default: a
 * link that was cut short by a mail program should still open something. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  if (path === "" || path === "/") return { name: "home" };
  if (path !== "/lab") return { name: "unknown", path };
  const params = new URLSearchParams(query);
  const servers = Number(params.get("servers"));
  const seed = params.get("seed") ?? "";
  return {
    name: "lab",
    setup: {
      scenario: params.get("scenario") ?? "",
      seed: isSeed(seed) ? seed : "",
      servers: isClusterSize(servers) ? servers : freePlay.servers,
      rules: params.get("rules") ?? "",
    },
  };
}

function isClusterSize(servers: number): boolean {
  return Number.isInteger(servers) && servers >= 1 && servers <= SERVERS_MAX;
}

/** isSeed accepts what fits in 64 bits without a sign. */
export function isSeed(text: string): boolean {
  return /^\d{1,20}$/.test(text) && BigInt(text) < 1n << 64n;
}

/** labLink writes only what differs from free play with five servers, to keep links short. */
export function labLink(setup: Partial<Setup>): string {
  const params = new URLSearchParams();
  if (setup.scenario) params.set("scenario", setup.scenario);
  if (setup.seed) params.set("seed", setup.seed);
  if (!setup.scenario && setup.servers && setup.servers !== freePlay.servers) {
    params.set("servers", String(setup.servers));
  }
  if (setup.rules) params.set("rules", setup.rules);
  const query = params.toString();
  return query ? `#/lab?${query}` : "#/lab";
}
