// How two protocols stand at a step: what both have, counted from their lines.
import type { Frame } from "../../engine/protocol.ts";
import { kindOf } from "../../run/trace-line.ts";
import { enBeside as words } from "../../words/en-beside.ts";
import { enCompare } from "../../words/en-compare.ts";
import { standsOf } from "../protocols/branches.ts";

/** HEADS are the names of the columns. */
export const HEADS = [
  words.leader,
  words.messages,
  words.saves,
  words.answered,
  words.checks,
] as const;

/** factsOf are a row of the table. Lines are those of the whole run. */
export function factsOf(frame: Frame, lines: readonly string[]): string[] {
  const seen = lines.slice(0, frame.event);
  const count = (kind: string): string =>
    String(seen.filter((line) => kindOf(line) === kind).length);
  const { leader } = standsOf(frame, enCompare);
  const answered = frame.operations.filter(({ outcome }) => outcome === "ok");
  const broken = frame.checks.filter(({ ok }) => !ok).map(({ name }) => name);
  return [
    leader === null ? words.none : leader || words.nobody,
    count("send"),
    count("save"),
    answered.map(({ text, result }) => `${text} → ${result}`).join(", ") || words.none,
    broken.length > 0 ? words.broken(broken) : words.allHold(frame.checks.length),
  ];
}
