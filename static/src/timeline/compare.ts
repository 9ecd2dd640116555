// Two branches side by side: where they diverge, and the outcome of each.
import { commonLength } from "./run.ts";

/** News are the kinds of lines that a comparison shows beside the protocol's: violations, faults and answers to
 * clients. */
const NEWS = new Set([
  "crash",
  "restart",
  "pause",
  "resume",
  "request",
  "answer",
  "violation",
  "unmet",
  "do",
  "partition",
  "isolate",
  "rejoin",
  "cut",
  "bridge",
  "heal",
  "recover",
  "control",
]);

export interface Outcome {
  /** events is how many lines follow the parting. */
  events: number;
  /** answered counts the clients' answers since, by their word: ok, refused, unknown, timeout. */
  answered: Record<string, number>;
  crashes: number;
  violation: string;
}

export interface Comparison {
  /** parting is the first event that differs; one more than the last when one is the other's beginning. */
  parting: number;
  same: boolean;
  left: Outcome;
  right: Outcome;
}

export function compare(left: readonly string[], right: readonly string[]): Comparison {
  const common = commonLength(left, right);
  return {
    parting: common + 1,
    same: common === left.length && common === right.length,
    left: outcome(left, common),
    right: outcome(right, common),
  };
}

const LINE = /^\d+ \d+ \S+ (\S+) ?(.*)$/;

function outcome(lines: readonly string[], common: number): Outcome {
  const outcome: Outcome = {
    events: lines.length - common,
    answered: {},
    crashes: 0,
    violation: "",
  };
  for (const line of lines.slice(common)) {
    const [, kind = "", details = ""] = LINE.exec(line) ?? [];
    if (kind === "crash") outcome.crashes += 1;
    if (kind === "answer") count(outcome.answered, answerWord(details));
    if (kind === "violation") outcome.violation = details;
  }
  return outcome;
}

function answerWord(details: string): string {
  const word = details.split(" ")[2] ?? "";
  return word.startsWith("redirect=") ? "redirect" : word;
}

function count(counts: Record<string, number>, word: string): void {
  counts[word] = (counts[word] ?? 0) + 1;
}

/** newsFrom are the places of the lines with news, from a place on, or of all lines. Own are the protocol's kinds. */
export function newsFrom(
  lines: readonly string[],
  from: number,
  everything: boolean,
  own: readonly string[],
): number[] {
  const news: number[] = [];
  for (let i = from; i < lines.length; i++) {
    const kind = (lines[i] ?? "").split(" ", 4)[3] ?? "";
    if (everything || NEWS.has(kind) || own.includes(kind)) news.push(i);
  }
  return news;
}
