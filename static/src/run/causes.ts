// An event that led to a violation, in a sentence: that of "What happened", or one of its protocol where that has none.
import { enCauses } from "../words/en-causes.ts";
import type { Words } from "../words/index.ts";
import { narrate, newNarrator } from "./narration.ts";
import { raftCause } from "./raft/causes.ts";
import { parseLine, type TraceLine } from "./trace-line.ts";

const CAUSES: Readonly<Record<string, (line: TraceLine) => string>> = { raft: raftCause };

export function causeText(text: string, protocol: string, words: Words): string {
  const line = parseLine(text);
  if (!line) return text;
  const told = narrate(newNarrator, { lines: [text], manual: false, protocol }, words);
  const plain = enCauses.other(line.actor, line.kind, line.details);
  return told.items[0]?.text ?? CAUSES[protocol]?.(line) ?? plain;
}
