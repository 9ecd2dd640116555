// The sentences of a run for a screen reader, at a pace that can be followed. Pure; announcer.tsx keeps the time.
import type { FeedItem } from "../../run/story.ts";

/** A screen reader needs this long for a sentence or two; what comes faster waits or is merged. */
export const SPEAK_EVERY_MS = 2000;
/** SPOKEN_AT_ONCE is how many sentences are merged; of more, only the newest are news. */
export const SPOKEN_AT_ONCE = 3;

export interface Announcement {
  text: string;
  /** spokenTo is the event up to which everything was announced. */
  spokenTo: number;
}

/** announce gives the next text, null for none, when everything up to an event was announced. */
export function announce(feed: readonly FeedItem[], spokenTo: number): Announcement | null {
  const last = feed.at(-1)?.event ?? 0;
  // A run that began again counts its events from the start again.
  const from = last < spokenTo ? 0 : spokenTo;
  const fresh = feed.filter((item) => item.spoken && item.event > from);
  if (fresh.length === 0) return null;
  const texts = fresh.slice(-SPOKEN_AT_ONCE).map((item) => item.text);
  return { text: texts.join(" "), spokenTo: last };
}
