// A program that ended before it could report. Go's last output says why, and where in the learner's file.

import type { Report, StackFrame } from "../engine/report.ts";
import { saysOutOfMemory } from "./out-of-memory.ts";

/** End is how a grading ended without a report. */
export type End =
  /** ended: the program ended; printed are its last lines, why is the host's message. */
  | { kind: "ended"; why: string; printed: readonly string[] }
  /** silent: it reported nothing for that long. */
  | { kind: "silent"; seconds: number }
  | { kind: "unreadable" };

interface CrashWords {
  crashCheck: string;
  gradeTooLong(seconds: number): string;
  gradeMemory: string;
  gradeStack: string;
  gradePanic(reason: string): string;
  gradeExit(why: string): string;
  gradeUnreadable: string;
}

const FORM = 2;

/** crashReport is a report with one finding, that the program ended. */
export function crashReport(words: CrashWords, exercise: string, end: End): Report {
  const printed = end.kind === "ended" ? end.printed : [];
  const sentence = sentenceOf(words, end);
  const finding = { verdict: "crash", check: words.crashCheck, place: "", sentence } as const;
  return {
    version: FORM,
    exercise,
    verdict: "crash",
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

function sentenceOf(words: CrashWords, end: End): string {
  if (end.kind === "silent") return words.gradeTooLong(end.seconds);
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
