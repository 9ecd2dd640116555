// Notes of what was made of a folder, as people read them. Pure.
import type { WholeNote } from "../../toolchain/whole-talk.ts";

/** together joins notes of one kind and one reason. */
export function together(
  notes: readonly WholeNote[],
): { kind: string; what: string[]; why: string }[] {
  const joined: { kind: string; what: string[]; why: string }[] = [];
  for (const { kind, what, why } of notes) {
    const same = joined.find((one) => one.kind === kind && one.why === why);
    if (same) same.what.push(what);
    else joined.push({ kind, what: [what], why });
  }
  return joined;
}
