// A grading that ended without a report. Of a program that ended, Go's last output says why, and where in the learner's
// file. All else is no verdict: a clock knows how busy a computer is, and nothing about a rule.

import type { Report, StackFrame } from "../engine/report.ts";
import { saysOutOfMemory } from "./out-of-memory.ts";

/** End is how a grading ended without a report. */
export type End =
  /** ended: the program ended; printed are its last lines, why is the host's message. */
  | { kind: "ended"; why: string; printed: readonly string[] }
  | { kind: "unreadable" }
  /** silent: it reported nothing for that long, so that the page has ended it. */
  | { kind: "silent"; seconds: number }
  /** unstarted: the browser did not start it. */
  | { kind: "unstarted"; why: string };

interface CrashWords {
  crashCheck: string;
  judgedCheck: string;
  gradeSilent(seconds: number, exercise: string): string;
  gradeUnstarted(why: string): string;
  gradeMemory: string;
  gradeStack: string;
  gradePanic(reason: string): string;
  gradeExit(why: string): string;
  gradeUnreadable: string;
}

const FORM = 2;

/** endReport is a report with one finding: that the program ended, or that the page could not judge. */
export function endReport(words: CrashWords, exercise: string, end: End): Report {
  const printed = end.kind === "ended" ? end.printed : [];
  const sentence = sentenceOf(words, exercise, end);
  const isOurs = end.kind === "silent" || end.kind === "unstarted";
  const verdict = isOurs ? "infrastructure" : "crash";
  const check = isOurs ? words.judgedCheck : words.crashCheck;
  const finding = { verdict, check, place: "", sentence } as const;
  return {
    version: FORM,
    exercise,
    verdict,
    checks: 1,
    passed: 0,
    calls: 0,
    schedules: 0,
    failed: 0,
    events: 0,
    findings: [finding],
    left: [],
    unreached: [],
    text: `${exercise}: ${sentence}\n`,
    frames: frames(printed, exercise),
    printed,
  };
}

function sentenceOf(words: CrashWords, exercise: string, end: End): string {
  if (end.kind === "silent") return words.gradeSilent(end.seconds, exercise);
  if (end.kind === "unstarted") return words.gradeUnstarted(end.why);
  if (end.kind === "unreadable") return words.gradeUnreadable;
  const text = end.printed.join("\n");
  const all = `${text}\n${end.why}`;
  // Go counts its own calls; where it does not, as within package fmt, the browser's bound comes first.
  if (/goroutine stack exceeds|stack overflow|call stack|too much recursion/i.test(all))
    return words.gradeStack;
  if (saysOutOfMemory(all)) return words.gradeMemory;
  const panic = /^(?:panic|fatal error): (.*)$/m.exec(text)?.[1];
  return panic ? words.gradePanic(panic) : words.gradeExit(end.why);
}

/** frames reads the first goroutine's stack of a Go panic: pairs of lines, the call and, after a tab, its
 * place. Calls of the learner's package are kept, runs of others become one frame without a name. */
export function frames(printed: readonly string[], exercise: string): StackFrame[] {
  const from = printed.findIndex((line) => /^goroutine \d+ .*:$/.test(line));
  if (from < 0) return [];
  const found: StackFrame[] = [];
  for (let i = from + 1; i + 1 < printed.length && printed[i] !== ""; i++) {
    const place = /^\t(?:.*\/)?([^/]+\.go):(\d+)/.exec(printed[i + 1] ?? "");
    if (!place) continue;
    const [, file = "", line = "0"] = place;
    add(found, frame(printed[i] ?? "", file, Number(line), exercise));
    i++;
  }
  return found.some((one) => one.own) ? found : [];
}

function frame(call: string, file: string, line: number, exercise: string): StackFrame {
  const own = call.startsWith(`raftlab/exercises/${exercise}.`);
  if (!own) return { function: "", file: "", line: 0, own };
  const name = call
    .slice("raftlab/exercises/".length)
    .replace(/\((?:\.\.\.|0x[^)]*|\{.*\}.*)?\)$/, "");
  return { function: name, file, line, own };
}

/** add: a function that calls itself fills the stack with the same line; one is enough. */
function add(found: StackFrame[], next: StackFrame): void {
  const before = found.at(-1);
  const same = before?.own === next.own && before.line === next.line && before.file === next.file;
  if (!same) found.push(next);
}
