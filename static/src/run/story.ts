// Sentences of a story, and what a protocol adds to them.
import type { ServerView } from "../engine/protocol.ts";
import type { Words } from "../words/index.ts";
import type { TraceLine } from "./trace-line.ts";

/** FeedItem is one sentence of the event feed. */
export interface FeedItem {
  event: number;
  time: number;
  tone: "plain" | "good" | "bad";
  text: string;
  /** spoken items go to the live region, for people who cannot see the ring. */
  spoken: boolean;
}

/** Said is a sentence before it has its place in the feed. */
export type Said = Pick<FeedItem, "tone" | "text" | "spoken">;

export const said = (tone: FeedItem["tone"], text: string, spoken: boolean): Said => ({
  tone,
  text,
  spoken,
});

/** Story is what a protocol adds to the narration. */
export interface Story {
  /** silent are its frequent kinds of lines, which get no sentence. */
  silent: ReadonlySet<string>;
  sentence(line: TraceLine, words: Words): Said | null;
  /** progress is how far a line says that the whole run has come, null for a line that does not say. A line that
   * gets no further than another before it is no news. */
  progress(line: TraceLine): number | null;
  /** reached is how far the run has come by the state of its servers. */
  reached(servers: readonly ServerView[]): number;
}

/** plainStory is for a protocol that adds nothing. */
export const plainStory: Story = {
  silent: new Set(),
  sentence: () => null,
  progress: () => null,
  reached: () => 0,
};
