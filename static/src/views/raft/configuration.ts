// Who decides by a configuration. Pure.
import type { ConfigurationView } from "../../engine/protocol-raft.ts";

export function majorityOf(voters: readonly number[]): number {
  return Math.floor(voters.length / 2) + 1;
}

/** Half is one seating, with its own majority: a configuration has one, and in a joint phase two. */
export interface Half {
  name: "voters" | "old" | "next";
  voters: readonly number[];
}

export function halvesOf({ voters, next }: ConfigurationView): Half[] {
  if (next.length === 0) return [{ name: "voters", voters }];
  return [
    { name: "old", voters },
    { name: "next", voters: next },
  ];
}

export function countOf(voters: readonly number[], yes: readonly number[]): number {
  return voters.filter((id) => yes.includes(id)).length;
}

/** decides is true where each half has a majority of its own (§6). */
export function decides(configuration: ConfigurationView, yes: readonly number[]): boolean {
  return halvesOf(configuration).every(({ voters }) => countOf(voters, yes) >= majorityOf(voters));
}

/** membersOf are all who vote, each once. */
export function membersOf({ voters, next }: ConfigurationView): number[] {
  return [...new Set([...voters, ...next])].sort((a, b) => a - b);
}

/** shortOf is a configuration in a few characters, as in the entries of the logs: 123, 123>145, 123+4. */
export function shortOf({ voters, next, learners }: ConfigurationView): string {
  const after = (sign: string, ids: readonly number[]): string =>
    ids.length > 0 ? sign + ids.join("") : "";
  return voters.join("") + after(">", next) + after("+", learners);
}

/** namesOf writes a configuration out: S1 S2 S3 > S1 S4 + S5. */
export function namesOf({ voters, next, learners }: ConfigurationView): string {
  const list = (ids: readonly number[]): string => ids.map((id) => `S${id}`).join(" ");
  const after = (sign: string, ids: readonly number[]): string =>
    ids.length > 0 ? ` ${sign} ${list(ids)}` : "";
  return list(voters) + after(">", next) + after("+", learners);
}

/** majorityIndex is the highest index that a majority of the voters has. */
export function majorityIndex(matches: readonly number[]): number {
  return matches.toSorted((a, b) => b - a)[majorityOf(matches) - 1] ?? 0;
}
