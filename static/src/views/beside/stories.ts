// Stories that any protocol with a leader can play: the same lines, but for the head that names the protocol.

import { setupLines } from "../protocols/heads.ts";

export type StoryId = "leader-dies" | "cut-in-two";
export const STORIES: readonly StoryId[] = ["leader-dies", "cut-in-two"];

interface Step {
  /** lines are carried out at the beginning of the step, which lasts so many milliseconds. */
  lines: readonly string[];
  ms: number;
}

/** STEPS are those of each story; enBeside.told has a sentence for each. */
const STEPS: Readonly<Record<StoryId, readonly Step[]>> = {
  "leader-dies": [
    { lines: [], ms: 1000 },
    { lines: ["put x 7"], ms: 100 },
    { lines: ["crash leader"], ms: 20 },
    { lines: [], ms: 1400 },
    { lines: ["get x"], ms: 200 },
    { lines: ["recover"], ms: 800 },
  ],
  "cut-in-two": [
    { lines: [], ms: 1000 },
    { lines: ["isolate leader"], ms: 20 },
    { lines: [], ms: 1400 },
    { lines: ["put x 8"], ms: 200 },
    { lines: ["heal"], ms: 800 },
  ],
};

const SERVERS = 5;

/** textOf is a story as a scenario of a protocol. */
export function textOf(story: StoryId, protocol: string, title: string): string {
  const steps = STEPS[story].flatMap(({ lines, ms }) => [...lines, `run ${ms}ms`]);
  const head = [...setupLines(protocol), `servers ${SERVERS}`];
  return `${[`# Free: ${title}`, ...head, "", ...steps].join("\n")}\n`;
}

/** endsOf are the moments at which the steps of a story end, in microseconds. */
export function endsOf(story: StoryId): number[] {
  let end = 0;
  return STEPS[story].map(({ ms }) => {
    end += ms * 1000;
    return end;
  });
}

/** beginsOf are those at which they begin. */
export function beginsOf(story: StoryId): number[] {
  return [0, ...endsOf(story).slice(0, -1)];
}
