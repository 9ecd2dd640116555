// The first moments of the first page's run, which were recorded when the page was built (wasm/course/opening.go).
import type { Frame } from "../engine/protocol.ts";

/** OPENING is the scenario's id. */
export const OPENING = "home";

export interface Opening {
  /** text starts the same run in the engine, where clients write from the first moment that is shown on. */
  text: string;
  writers: string;
  /** frame is the first moment that is shown. Its lines begin in the middle of the run. */
  frame: Frame;
  /** steps are the moments after it, each as a change of the one before. */
  steps: readonly Change[];
}

/** Change says what is other than before; see changedBy. */
export type Change = unknown;

/** GONE has the keys that an object has no more, or the ids of what is no more in a list. */
const GONE = "-";
/** ADDED is what was added to the end of a list. */
const ADDED = "+";

/** changedBy applies a change. An object holds those keys of an object, or indexes of a list, whose values are other,
 * as changes again; or what is gone from a list and what was added. Anything else is the new value. */
export function changedBy<T>(before: T, change: Change): T {
  if (!isRecord(change)) return change as T;
  if (Array.isArray(before)) return changedList(before, change) as T;
  if (!isRecord(before)) return change as T;
  const now: Record<string, unknown> = { ...before };
  for (const [key, part] of Object.entries(change)) {
    if (key === GONE) for (const lost of part as string[]) delete now[lost];
    else now[key] = changedBy(before[key], part);
  }
  return now as T;
}

function changedList(before: unknown[], change: Record<string, unknown>): unknown[] {
  const { [GONE]: gone = [], [ADDED]: added, ...parts } = change;
  if (Array.isArray(added)) {
    return [...before.filter((one) => !(gone as unknown[]).includes(idOf(one))), ...added];
  }
  return before.map((one, i) => (i in parts ? changedBy(one, parts[i]) : one));
}

function idOf(value: unknown): unknown {
  return isRecord(value) ? value.id : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
