// What one picture of the diagram shows: the run, the part in view, and the texts and colours to draw it with.
import type { MessageView } from "../../engine/protocol.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { Theme } from "../canvas-theme.ts";
import type { Lanes } from "./lanes.ts";
import type { Plot, View } from "./scale.ts";

/** SceneWords are the texts in the picture. */
export interface SceneWords {
  server(id: number): string;
  clients: string;
  world: string;
  tick(axis: View["axis"], units: number): string;
  term(term: number): string;
  mark: Record<"crash" | "restart" | "pause" | "resume" | "leader" | "candidate", string>;
  far: string;
}

export interface Scene {
  timeline: Timeline;
  view: View;
  plot: Plot;
  lanes: Lanes;
  theme: Theme;
  words: SceneWords;
  /** now is the moment that is shown, on the axis and as the last event it has. */
  now: { units: number; event: number };
  /** flights are the messages on their way at the end of the run; empty in the past. */
  flights: ReadonlyMap<number, MessageView>;
  time: number;
  chosen: number;
  /** causes and effects of the chosen event. */
  causes: readonly number[];
  effects: readonly number[];
}
