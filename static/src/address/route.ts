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
  /** own says which servers follow the learner's rules: "all", "S1,S3", or "" for none. */
  own: string;
  /** exercises are those whose saved code that is, none when own is "". */
  exercises: readonly string[];
  /** protocol is free play's, where it is not the lab's first one. */
  protocol?: string;
  /** manual is true of free play in which nothing happens by itself. */
  manual?: boolean;
  /** timeouts are free play's own, where they are not the paper's. */
  timeouts?: Timeouts;
  /** elections are free play's rules beyond Figure 2 that are switched on, as verbs of the setup. */
  elections?: readonly Election[];
  /** snapshots are on in free play where this is: one every so many entries, 0 for none, in chunks of so many bytes. */
  snapshots?: { every: number; chunk: number };
  /** members are the servers that the cluster begins with in free play, where it can change. */
  members?: readonly number[];
}

export type Election = "prevote" | "stickiness" | "check-quorum" | "lease";

/** Timeouts are in milliseconds. */
export interface Timeouts {
  min: number;
  max: number;
  heartbeat: number;
}

/** Moment is where a run is opened: without `at` it begins to play; at 0 it waits at its start; above, it
 * is played to its end at once and shown at that event. `data` is a run as link.ts packs it, which has all
 * of this and what was typed. */
export interface Moment {
  at?: number;
  data?: string;
}

export type Route =
  | { name: "home" }
  | ({ name: "lab"; setup: Setup } & Moment)
  /** embed is one small lab for the page of somebody's course. */
  | ({ name: "embed"; setup: Setup } & Moment)
  /** compare: two branches of a run, each as link.ts packs it, "" for none; at is a moment of both, in microseconds. */
  | { name: "compare"; left: string; right: string; at?: number; story?: StoryRoute }
  /** scenarios: only is a subject's letter or a scenario's id, "" for all of them. */
  | { name: "scenarios"; only: string }
  /** exercise: an id of "" is the one that was open last; line is where to put the cursor, 0 for nowhere. passed is the
   * page after a pass. */
  | { name: "exercise"; id: string; line: number; passed: boolean }
  /** trace: data is a run as link.ts packs it, "" to choose a file. */
  | { name: "trace"; data: string }
  /** learn: an id of "" is the list of lessons. */
  | { name: "learn"; id: string }
  /** break: an id of "" is the list of puzzles; the query is as puzzle-link.ts writes it. */
  | { name: "break"; id: string; query: string }
  /** reference: what is looked up. */
  | { name: "reference"; page: ReferencePage }
  /** bring takes a whole server that somebody has written. */
  | { name: "bring" }
  | { name: "unknown"; path: string };

/** StoryRoute is one story on two protocols, instead of two branches of a run. */
export interface StoryRoute {
  id: string;
  left: string;
  right: string;
}

export type Side = "left" | "right";

export type ReferencePage = "glossary" | "figure-2" | "figure-4";

export const SERVERS_MAX = 9;
export const freePlay: Setup = {
  scenario: "",
  seed: "",
  servers: 5,
  rules: "",
  own: "",
  exercises: [],
};

/** parseRoute reads a location's hash. A parameter that makes no sense falls back to its default: a
 * link that was cut short by a mail program should still open something. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  if (path === "" || path === "/") return { name: "home" };
  if (path === "/bring") return { name: "bring" };
  const params = new URLSearchParams(query);
  const exercise = /^\/exercise(?:\/([a-z]*))?$/.exec(path);
  if (exercise)
    return {
      name: "exercise",
      id: exercise[1] ?? "",
      line: lineOf(params),
      passed: params.has("passed"),
    };
  const trace = /^\/trace(?:\/(.*))?$/.exec(path);
  if (trace) return { name: "trace", data: trace[1] ?? "" };
  const compare = /^\/compare(?:\/([\w-]+)\.([\w-]+))?$/.exec(path);
  if (compare) {
    const [, left = "", right = ""] = compare;
    return { name: "compare", left, right, ...momentOf(params, ""), ...storyOf(params) };
  }
  const lesson = /^\/learn(?:\/([a-z0-9-]*))?$/.exec(path);
  if (lesson) return { name: "learn", id: lesson[1] ?? "" };
  const puzzle = /^\/break(?:\/([a-z0-9-]*))?$/.exec(path);
  if (puzzle) return { name: "break", id: puzzle[1] ?? "", query };
  const reference = /^\/(glossary|figure-2|figure-4)$/.exec(path);
  if (reference) return { name: "reference", page: reference[1] as ReferencePage };
  const scenarios = /^\/scenarios(?:\/([\w-]*))?$/.exec(path);
  if (scenarios) return { name: "scenarios", only: scenarios[1] ?? "" };
  const place = /^\/(lab|embed)(?:\/([\w-]*))?$/.exec(path);
  if (!place) return { name: "unknown", path };
  const servers = Number(params.get("servers"));
  const seed = params.get("seed") ?? "";
  return {
    name: place[1] === "embed" ? "embed" : "lab",
    ...momentOf(params, place[2] ?? ""),
    setup: {
      scenario: params.get("scenario") ?? "",
      seed: isSeed(seed) ? seed : "",
      servers: isClusterSize(servers) ? servers : freePlay.servers,
      rules: params.get("rules") ?? "",
      ...ownOf(params),
      ...handOf(params),
    },
  };
}

function storyOf(params: URLSearchParams): { story?: StoryRoute } {
  const read = (name: string): string => params.get(name) ?? "";
  const id = read("story");
  return id ? { story: { id, left: read("left"), right: read("right") } } : {};
}

function momentOf(params: URLSearchParams, data: string): Moment {
  const at = params.get("at") ?? "";
  return { ...(/^\d{1,12}$/.test(at) ? { at: Number(at) } : {}), ...(data ? { data } : {}) };
}

const TIMEOUT_MS_MAX = 10_000;

/** handOf reads the settings that only free play has. */
function handOf(
  params: URLSearchParams,
): Pick<Setup, "protocol" | "manual" | "timeouts" | "elections" | "snapshots" | "members"> {
  const protocol = params.get("protocol") ?? "";
  const hand = params.get("hand") === "1" ? { manual: true } : {};
  const match = /^(\d{1,5})-(\d{1,5})-(\d{1,5})$/.exec(params.get("timeouts") ?? "");
  const [min = 0, max = 0, heartbeat = 0] = (match ?? []).slice(1).map(Number);
  const sound = heartbeat > 0 && min > heartbeat && max >= min && max <= TIMEOUT_MS_MAX;
  const elections = params.get("elections")?.match(/\b(prevote|stickiness|check-quorum|lease)\b/g);
  return {
    ...(/^[a-z]{1,20}$/.test(protocol) ? { protocol } : {}),
    ...hand,
    ...(sound ? { timeouts: { min, max, heartbeat } } : {}),
    ...(elections ? { elections: elections as Election[] } : {}),
    ...snapshotsOf(params),
    ...membersOf(params),
  };
}

export const EVERY_MAX = 1 << 20;
export const CHUNK_MAX = 1 << 16;

function snapshotsOf(params: URLSearchParams): Pick<Setup, "snapshots"> {
  const match = /^(\d{1,7})-(\d{1,5})$/.exec(params.get("snapshots") ?? "");
  const [every = 0, chunk = 0] = (match ?? []).slice(1).map(Number);
  return chunk > 0 && chunk <= CHUNK_MAX && every <= EVERY_MAX
    ? { snapshots: { every, chunk } }
    : {};
}

function membersOf(params: URLSearchParams): Pick<Setup, "members"> {
  const text = params.get("members") ?? "";
  return /^[1-9](,[1-9])*$/.test(text)
    ? { members: [...new Set(text.split(",").map(Number))].sort((a, b) => a - b) }
    : {};
}

/** fitting are the members that a cluster of so many servers has: all of it if that is none of them. */
function fitting(members: readonly number[], servers: number): number[] {
  const fit = members.filter((id) => id <= servers);
  return fit.length > 0 ? fit : Array.from({ length: servers }, (_, i) => i + 1);
}

/** freeText is free play as a scenario where it has settings beside the number of servers; else "". */
export function freeText(setup: Setup): string {
  const { scenario, servers, protocol, manual, timeouts, elections, snapshots, members } = setup;
  const isPlain = !protocol && !manual && !timeouts && !elections && !snapshots && !members;
  if (scenario !== "" || isPlain) return "";
  const lines = ["# Free: Free play", `servers ${servers}`];
  if (protocol) lines.push(`protocol ${protocol}`);
  if (timeouts) {
    lines.push(`election-timeout ${timeouts.min}ms ${timeouts.max}ms`);
    lines.push(`heartbeat ${timeouts.heartbeat}ms`);
  }
  for (const one of elections ?? []) lines.push(`${one} on`);
  if (snapshots) {
    lines.push(`snapshots chunk ${snapshots.chunk}`);
    if (snapshots.every > 0) lines.push(`snapshots every ${snapshots.every}`);
  }
  if (members) {
    lines.push(
      `members ${fitting(members, servers)
        .map((id) => `S${id}`)
        .join(" ")}`,
    );
  }
  if (manual) lines.push("manual");
  return `${lines.join("\n")}\n`;
}

/** FREE is the id that marks a text as free play. */
export const FREE = "free-play";

/** ownOf reads whose code runs. Servers without an exercise, or the other way round, mean nothing. */
function ownOf(params: URLSearchParams): Pick<Setup, "own" | "exercises"> {
  const own = params.get("own") ?? "";
  const exercises = params.get("exercise") ?? "";
  if (!/^(all|S[1-9](,S[1-9])*)$/.test(own) || !/^[a-z]+(,[a-z]+)*$/.test(exercises)) {
    return { own: "", exercises: [] };
  }
  return { own, exercises: [...new Set(exercises.split(","))] };
}

function lineOf(params: URLSearchParams): number {
  const line = params.get("line") ?? "";
  return /^\d{1,6}$/.test(line) ? Number(line) : 0;
}

function isClusterSize(servers: number): boolean {
  return Number.isInteger(servers) && servers >= 1 && servers <= SERVERS_MAX;
}

/** isSeed accepts what fits in 64 bits without a sign. */
export function isSeed(text: string): boolean {
  return /^\d{1,20}$/.test(text) && BigInt(text) < 1n << 64n;
}

/** labLink writes only what differs from free play with five servers, to keep links short. */
export function labLink(setup: Partial<Setup>, moment: Moment = {}, place = "lab"): string {
  if (moment.data) return `#/${place}/${moment.data}`;
  const params = new URLSearchParams();
  if (setup.scenario) params.set("scenario", setup.scenario);
  if (!setup.scenario && setup.protocol) params.set("protocol", setup.protocol);
  if (setup.seed) params.set("seed", setup.seed);
  if (!setup.scenario && setup.servers && setup.servers !== freePlay.servers) {
    params.set("servers", String(setup.servers));
  }
  if (setup.rules) params.set("rules", setup.rules);
  if (setup.own && setup.exercises?.length) {
    params.set("own", setup.own);
    params.set("exercise", setup.exercises.join(","));
  }
  if (!setup.scenario && setup.manual) params.set("hand", "1");
  if (!setup.scenario && setup.elections?.length) {
    params.set("elections", setup.elections.join(","));
  }
  if (!setup.scenario && setup.timeouts) {
    const { min, max, heartbeat } = setup.timeouts;
    params.set("timeouts", `${min}-${max}-${heartbeat}`);
  }
  if (!setup.scenario && setup.snapshots) {
    params.set("snapshots", `${setup.snapshots.every}-${setup.snapshots.chunk}`);
  }
  if (!setup.scenario && setup.members) params.set("members", setup.members.join(","));
  if (moment.at !== undefined) params.set("at", String(moment.at));
  // A fragment may have commas, and "S1,S3" reads better than "S1%2CS3".
  const query = params.toString().replaceAll("%2C", ",");
  return query ? `#/${place}?${query}` : `#/${place}`;
}

export function exerciseLink(id: string, line = 0): string {
  return line > 0 ? `#/exercise/${id}?line=${line}` : `#/exercise/${id}`;
}

export function galleryLink(only = ""): string {
  return only ? `#/scenarios/${only}` : "#/scenarios";
}

export function lessonLink(id = ""): string {
  return id ? `#/learn/${id}` : "#/learn";
}

export function referenceLink(page: ReferencePage): string {
  return `#/${page}`;
}

export function traceLink(data: string): string {
  return data ? `#/trace/${data}` : "#/trace";
}

export function besideLink({ id, left, right }: StoryRoute): string {
  return `#/compare?story=${id}&left=${left}&right=${right}`;
}

export function compareLink(left: string, right: string, at?: number): string {
  return `#/compare/${left}.${right}${at === undefined ? "" : `?at=${at}`}`;
}
