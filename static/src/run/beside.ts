// What happened in a branch since it parted from another, in sentences.
import type { Frame } from "../engine/protocol.ts";
import type { Course } from "../timeline/compare.ts";
import type { Words } from "../words/index.ts";
import { narrate, newNarrator } from "./narration.ts";
import type { FeedItem } from "./story.ts";
import { kindOf } from "./trace-line.ts";

/** sentencesSince are the sentences of a branch from an event on; `everything` adds each message and each timer. A
 * typed line has no sentence of its own: those of its effects stand for it. */
export function sentencesSince(
  { from, lines }: Course,
  event: number,
  protocol: Frame["protocol"],
  everything: boolean,
  words: Words,
): FeedItem[] {
  const split = Math.max(0, event - from);
  const known = { lines: lines.slice(0, split), manual: false, protocol };
  const { narrator } = narrate(newNarrator, known, words);
  const news = lines.slice(split).filter((line) => everything || kindOf(line) !== "do");
  return narrate(narrator, { lines: news, manual: everything, protocol }, words).items;
}
