// Plays a story on two protocols, one after the other on the same engine, and keeps the picture at each step's end.
import { useEffect, useState } from "preact/hooks";
import type { Controls } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enBeside as words } from "../../words/en-beside.ts";
import { fetchParts } from "../protocols/later.ts";
import { endsOf, type StoryId, textOf } from "./stories.ts";

/** Played is a story on one protocol. */
export interface Played {
  protocol: string;
  lines: readonly string[];
  /** frames are the pictures at the ends of the steps. */
  frames: readonly Frame[];
}

export type Pair = readonly [Played, Played];

export interface Chosen {
  story: StoryId;
  left: string;
  right: string;
}

const SEED = "1";

/** usePair is null until both are played, and a text if that is not possible. */
export function usePair(on: Pick<Controls, "client">, chosen: Chosen): Pair | string | null {
  const { story, left, right } = chosen;
  const of = `${story} ${left} ${right}`;
  const [pair, setPair] = useState<{ of: string; value: Pair | string } | null>(null);
  useEffect(() => {
    let over = false;
    const set = (value: Pair | string): void => {
      if (!over) setPair({ of, value });
    };
    const both = async (): Promise<Pair> => {
      const one = await play(on, story, left);
      return [one, await play(on, story, right)];
    };
    both().then(set, (error) => set(words.failed(messageOf(error))));
    return () => {
      over = true;
    };
  }, [of]);
  return pair?.of === of ? pair.value : null;
}

/** play plays the whole story at once: event 1 asks for a recorded run. */
async function play(
  on: Pick<Controls, "client">,
  story: StoryId,
  protocol: string,
): Promise<Played> {
  const client = await on.client();
  const text = textOf(story, protocol, words.stories[story]);
  const plain = { scenario: "", servers: 0, rules: "", own: "", exercises: "" };
  const first = await client.request({ kind: "start", ...plain, text, seed: SEED, event: 1 });
  await fetchParts(first.protocol);
  const peek = (at: number, lines: number): Promise<Frame> =>
    client.request({ kind: "peek", branch: 0, at, lines });
  const frames: Frame[] = [];
  // What begins the next step happens at the very end of the one before.
  for (const end of endsOf(story)) frames.push(await peek(end - 1, 0));
  const { lines } = await peek(Number.MAX_SAFE_INTEGER, 1);
  return { protocol: first.protocol, lines, frames };
}
