// What a call saw, as it stands under the lines of the file. Pure.
import type { Lit, LitNote, LitValue } from "../../toolchain/talk.ts";
import { enOwn } from "../../words/en-own.ts";
import type { MarkNote } from "./marks.ts";

/** SHOWN bounds the changes under a line: a new leader changes two numbers for each server. */
const SHOWN = 6;

export function notesOf(lit: Lit | null): MarkNote[] {
  return (lit?.notes ?? []).map((one) => ({
    line: one.line,
    values: [...one.values.map(held), ...changed(one), ...given(one.gives)],
    words: [one.times > 1 ? enOwn.times(one.times) : "", one.answer && enOwn.answers[one.answer]]
      .filter(Boolean)
      .join(", "),
  }));
}

function held({ name, now }: LitValue): string {
  return `${name} ${now}`;
}

function changed({ changes }: LitNote): string[] {
  const shown = changes
    .slice(0, SHOWN)
    .map(({ name, before, now }) => `${name} ${before} → ${now}`);
  return changes.length > SHOWN ? [...shown, enOwn.moreChanges(changes.length - SHOWN)] : shown;
}

function given(values: readonly LitValue[]): string[] {
  if (values.length === 0) return [];
  return [enOwn.gives(values.map(({ name, now }) => (name ? `${name} ${now}` : now)))];
}
