// Unchanged parts of a frame stay the same objects from frame to frame, so that views see by `===` that there is
// nothing to draw again.
import type { Frame } from "../engine/protocol.ts";

type Shared = Omit<Frame, "messages" | "lines" | "header" | "calls">;

/** shareUnchanged gives `frame` with the parts of `old` that are equal to its own. Messages move from frame to
 * frame, and lines are new each time: they are not compared. */
export function shareUnchanged(old: Frame | null, frame: Frame): Frame {
  if (!old) return frame;
  const next: Frame = { ...frame };
  for (const name of Object.keys(frame) as (keyof Shared)[]) {
    if (!FRESH.has(name)) Object.assign(next, { [name]: shareEqual(old[name], frame[name]) });
  }
  return next;
}

const FRESH: ReadonlySet<string> = new Set(["messages", "lines", "header", "calls"]);

/** shareEqual is `old` where it is equal to `fresh`; else `fresh` with those parts of `old` that are. The
 * values are JSON's. */
export function shareEqual<T>(old: T, fresh: T): T {
  if (isEqual(old, fresh)) return old;
  if (Array.isArray(old) && Array.isArray(fresh)) {
    return fresh.map((one, i) => (i < old.length ? shareEqual(old[i], one) : one)) as T;
  }
  if (!isRecord(old) || !isRecord(fresh)) return fresh;
  const next: Record<string, unknown> = {};
  for (const name in fresh) next[name] = shareEqual(old[name], fresh[name]);
  return next as T;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!isEqual(a[i], b[i])) return false;
    return true;
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  for (const name in b) if (!(name in a) || !isEqual(a[name], b[name])) return false;
  for (const name in a) if (!(name in b)) return false;
  return true;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
