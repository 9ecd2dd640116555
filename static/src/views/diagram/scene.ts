// What one picture of the diagram shows: the run, the part in view, the texts and colours to draw it with, and what
// the protocol draws.
import type { MessageView } from "../../engine/protocol.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { DiagramWords } from "../../words/diagram.ts";
import type { Theme } from "../canvas-theme.ts";
import type { Shape } from "../shapes.ts";
import type { Labels } from "./labels.ts";
import type { Lanes, Point } from "./lanes.ts";
import type { Plot, View } from "./scale.ts";
import type { Surface } from "./surface.ts";

/** SceneWords are the texts in the picture. */
export interface SceneWords extends DiagramWords {
  tick(axis: View["axis"], units: number): string;
}

export interface Scene {
  timeline: Timeline;
  view: View;
  plot: Plot;
  lanes: Lanes;
  theme: Theme;
  words: SceneWords;
  part: DiagramPart;
  /** now is the moment that is shown, on the axis and as the last event it has. */
  now: { units: number; event: number };
  /** own are the servers that run the learner's code. */
  own: readonly number[];
  /** flights are the messages on their way at the end of the run; empty in the past. */
  flights: ReadonlyMap<number, MessageView>;
  time: number;
  chosen: number;
  /** causes and effects of the chosen event. */
  causes: readonly number[];
  effects: readonly number[];
}

/** DiagramPart is what a protocol draws. Kinds are the names of its kinds of lines. */
export interface DiagramPart {
  /** span is how a lane is drawn while its server has a badge. */
  span(badge: string): "line" | "thick" | "dashed" | "thin";
  /** level names the number that rises, in as few letters as can be. Line is the text of the event with which it has
   * risen, of one of so many servers. */
  level(level: number, words: SceneWords, line: string, servers: number): string;
  /** turn is the kind that begins a span with a mark, "" for none. */
  turn: string;
  /** over and under are the kinds whose marks lie over and under the ends of messages. */
  over: readonly string[];
  under: readonly string[];
  /** quiet are the kinds without a mark. */
  quiet: readonly string[];
  /** textOf is what stands beside a mark, null for nothing. */
  textOf(scene: Scene, event: number): MarkText | null;
  /** drawUnder draws what lies under all marks. */
  drawUnder(surface: Surface, scene: Scene, events: readonly number[]): void;
  drawMark(surface: Surface, scene: Scene, event: number, at: Point, labels: Labels): void;
  /** shape and label are those of the message that an event is about. */
  shape(timeline: Timeline, event: number): Shape;
  label(timeline: Timeline, event: number): string;
  /** isIgnored is true of a message that arrived, and that its receiver left unanswered on purpose. */
  isIgnored(timeline: Timeline, event: number): boolean;
}

export interface MarkText {
  text: string;
  color: string;
}

/** plainDiagram is for a protocol that adds nothing: its messages are circles with their names. */
export const plainDiagram: DiagramPart = {
  span: () => "line",
  level: String,
  turn: "",
  over: [],
  under: [],
  quiet: [],
  textOf: () => null,
  drawUnder: () => {},
  drawMark: () => {},
  shape: () => "circle",
  label: (timeline, event) => timeline.messageName(event),
  isIgnored: () => false,
};
