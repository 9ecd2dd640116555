// What a protocol adds to the ring. The ring itself draws a server's badge and level, and a message as one of a few
// shapes.
import { createElement, type FunctionComponent } from "preact";
import type { Frame, MessageView, ServerView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";
import type { Shape } from "../shapes.ts";
import type { Place } from "./geometry.ts";

export interface RingPart {
  /** badge is the word for what a server is at the moment. */
  badge(server: ServerView, words: Words, frame: Frame): string;
  /** level names the number that rises; short is for places where a word has no room. */
  level(level: number, words: Words, frame: Frame): { long: string; short: string };
  /** isCrowned is true of a server that stands out: it is drawn as a hexagon. */
  isCrowned(server: ServerView): boolean;
  /** leads is true of a server that can be named as the leader. */
  leads(server: ServerView): boolean;
  /** facts are the attributes by which a server's drawing is found and read. */
  facts(server: ServerView): Readonly<Record<`data-${string}`, string | number>>;
  /** Around is drawn around a server, over its outline. */
  Around: FunctionComponent<AroundProps>;
  /** Beside has texts: they stand outside of the server's button, whose name says the same. Null for nothing. */
  Beside: FunctionComponent<AroundProps> | null;
  /** hangs is true if Beside hangs below a server, where its name would stand. */
  hangs(frame: Frame): boolean;
  /** Under lies under everything else, null for nothing. */
  Under: FunctionComponent<UnderProps> | null;
  /** shape is that of a message. */
  shape(message: Pick<MessageView, "kind" | "label">): Shape;
}

export interface AroundProps {
  server: ServerView;
  frame: Frame;
  /** calm is true for readers who asked for less motion. */
  calm: boolean;
}

export interface UnderProps {
  frame: Frame;
  places: Place[];
}

/** plainRing is for a protocol that adds nothing; pointing at a server shows the rows that came with it. */
export const plainRing: RingPart = {
  badge: ({ badge }) => badge,
  level: (level, words) => ({ long: words.ring.level(level), short: String(level) }),
  isCrowned: () => false,
  leads: ({ badge }) => badge === "leader",
  facts: ({ badge, level }) => ({ "data-badge": badge, "data-level": level }),
  Around: Rows,
  Beside: null,
  hangs: () => false,
  Under: null,
  shape: () => "circle",
};

function Rows({ server }: AroundProps) {
  return createElement("title", null, server.rows.map((row) => row.join(": ")).join("\n"));
}
