// Two branches of a run in an address: each is packed like a moment that is shared, played to the branch's end.
// Loaded when somebody compares branches, or opens such an address.
import { decodeRun, emptyRun, encodeRun, type OwnFile, type Run } from "../address/link.ts";
import { compareLink, type Route } from "../address/route.ts";
import type { Preparing } from "../course/learner-program.ts";
import type { Client } from "../engine/client.ts";
import { enCompare } from "../words/en-compare.ts";
import { openShared, ownOf, type Shared, TYPED } from "./share.ts";

export interface Pair {
  shared: Shared;
  other: Run;
  /** names are those that whoever sent the link gave to the branches. */
  names: ReadonlyMap<number, string>;
}

/** pairLink is the address of two branches. Of a run whose beginning is forgotten nobody can make one that others can
 * open: then it has only the branches' numbers, which this page knows as long as the run is there. */
export async function pairLink(
  client: Client,
  names: ReadonlyMap<number, string>,
  files: readonly OwnFile[],
  pair: readonly [number, number],
): Promise<string> {
  const packed: string[] = [];
  for (const branch of pair) {
    const end = await client.request({
      kind: "peek",
      branch,
      at: Number.MAX_SAFE_INTEGER,
      lines: 1,
    });
    if (end.first > 0) return compareLink(`${pair[0]}`, `${pair[1]}`);
    packed.push(
      await encodeRun({
        ...emptyRun,
        scenario: `${[...end.header, ...end.lines.filter((line) => TYPED.test(line))].join("\n")}\n`,
        rules: end.rules === "own" ? "reference" : end.rules,
        own: ownOf(end),
        seed: end.seed,
        files,
        title: names.get(branch) ?? "",
        event: Math.max(1, end.last),
      }),
    );
  }
  const [left = "", right = ""] = packed;
  return compareLink(left, right);
}

export async function openPair(
  { left, right }: Route & { name: "compare" },
  onProgress: (preparing: Preparing) => void,
): Promise<Pair> {
  if (/^\d+$/.test(left)) throw new Error(enCompare.noLink);
  const [shared, other] = await Promise.all([openShared(left, onProgress), decodeRun(right)]);
  const titles: [number, string][] = [
    [0, shared.run.title],
    [1, other.title],
  ];
  return { shared, other, names: new Map(titles.filter(([, title]) => title !== "")) };
}
