// How two branches stand at the same moment, fact by fact.
import { seconds } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enCompare as words } from "../../words/en-compare.ts";
import { standsOf } from "../protocols/branches.ts";

export interface Fact {
  name: string;
  /** values are that of the left branch, and that of the right. */
  values: readonly [string, string];
}

export type Frames = readonly [Frame, Frame];

/** KEYS_MAX leaves room for the other facts: keys with a difference come first. */
const KEYS_MAX = 2;

export function factsOf(frames: Frames): Fact[] {
  const stands = both(frames, (frame) => standsOf(frame, words));
  const facts: Fact[] = [];
  if (stands[0].leader !== null) {
    facts.push({
      name: words.names.leader,
      values: both(stands, ({ leader }) => leader || words.nobody),
    });
  }
  stands[0].rows.forEach(([name, value], i) => {
    facts.push({ name, values: [value, stands[1].rows[i]?.[1] ?? ""] });
  });
  const up = ({ servers }: Frame): string =>
    words.of(servers.filter((one) => one.up).length, servers.length);
  return [
    ...facts,
    { name: words.names.up, values: both(frames, up) },
    ...keyFacts(frames),
    { name: words.names.client, values: both(frames, lastRequest) },
    { name: words.names.promise, values: both(frames, promises) },
  ];
}

export function differs({ values: [left, right] }: Fact): boolean {
  return left !== right;
}

/** differencesOf are the facts that differ most to a reader, in words: who leads, or else the first that differs. */
export function differencesOf(frames: Frames, names: readonly [string, string]): string[] {
  const [left, right] = both(frames, (frame) => standsOf(frame, words).leader);
  if (left !== null && right !== null && left !== right) {
    return [words.leads(left, names[0]), words.leads(right, names[1])];
  }
  const found = factsOf(frames).find(differs);
  return found ? [words.fact(found.name, ...found.values)] : [];
}

function keyFacts(frames: Frames): Fact[] {
  const keys = new Set(
    frames.flatMap(({ servers }) => servers.flatMap(({ data }) => data.map(([key]) => key))),
  );
  const all = [...keys].sort().map((key) => ({
    name: words.names.key(key),
    values: both(frames, (frame) => holders(frame, key)),
  }));
  return [...all.filter(differs), ...all.filter((one) => !differs(one))].slice(0, KEYS_MAX);
}

/** holders says how many servers have applied which value of a key. */
function holders({ servers }: Frame, key: string): string {
  const counts = new Map<string, number>();
  for (const { data } of servers) {
    const value = data.find(([name]) => name === key)?.[1];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const parts = [...counts].map(([value, count]) => words.holds(value, count, servers.length));
  return parts.join(", ") || words.nowhere;
}

function lastRequest({ operations }: Frame): string {
  const last = operations.at(-1);
  if (!last) return words.request.none;
  if (last.outcome === "pending") return words.request.pending(last.text);
  return words.request[last.outcome](last.text, seconds(last.returnedAt));
}

function promises({ checks }: Frame): string {
  const broken = checks.find(({ ok }) => !ok);
  return broken ? words.broken(broken.name) : words.allHold;
}

function both<From, To>([left, right]: readonly [From, From], make: (one: From) => To): [To, To] {
  return [make(left), make(right)];
}
