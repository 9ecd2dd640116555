// Where each lane lies, and the place of each event on it.
import { CLIENT_LANE, KIND, type Timeline, WORLD_LANE } from "../../timeline/timeline.ts";
import { type Plot, unit, type View, xOf } from "./scale.ts";

export interface Lanes {
  /** order are the lanes that are drawn, from the top: servers, then clients, then the world. */
  order: number[];
  /** y has an element for each lane, NaN for one that is not drawn. */
  y: number[];
  gap: number;
}

export const LABEL_WIDTH = 52;
const TOP = 26;
const BOTTOM = 24;
const GAP_MAX = 46;
/** Where lanes are not too near to each other, the bars of operations have two rows under the lane of the clients. */
const BARS = 22;
const GAP_WITH_BARS = 22;
/** The world's flags stand this far above the lower edge, over the axis. */
export const WORLD_ABOVE = 31;

export function plotOf(width: number, height: number): Plot {
  return { left: LABEL_WIDTH, top: 0, width: Math.max(1, width - LABEL_WIDTH), height };
}

export function lanesOf(timeline: Timeline, height: number, servers: number): Lanes {
  const count = Math.max(timeline.servers, servers);
  const order = Array.from({ length: count }, (_, i) => i);
  if (timeline.laneEvents(CLIENT_LANE).length > 0) order.push(CLIENT_LANE);
  order.push(WORLD_LANE);
  const gapIn = (room: number): number => Math.min(GAP_MAX, room / Math.max(1, order.length - 1));
  const room = height - TOP - BOTTOM;
  const withBars = gapIn(room - BARS);
  const gap = order.includes(CLIENT_LANE) && withBars >= GAP_WITH_BARS ? withBars : gapIn(room);
  const y = Array.from({ length: WORLD_LANE + 1 }, () => Number.NaN);
  order.forEach((lane, i) => {
    y[lane] = lane === WORLD_LANE ? height - WORLD_ABOVE : TOP + i * gap;
  });
  return { order, y, gap };
}

export interface Point {
  x: number;
  y: number;
}

/** A message that was lost as it was sent ends this far on its way. */
const LOST_AT = 0.45;
const LOST_PIXELS = 16;

/** pointOf is an event's place. A loss stands where the cross is drawn. */
export function pointOf(
  timeline: Timeline,
  view: View,
  plot: Plot,
  lanes: Lanes,
  event: number,
): Point {
  const x = xOf(view, plot, unit(timeline, view.axis, event));
  const y = lanes.y[timeline.lane(event)] ?? Number.NaN;
  if (timeline.kind(event) !== KIND.drop || !lostAtOnce(timeline, event)) return { x, y };
  const from = lanes.y[timeline.other(event)] ?? y;
  const right = view.axis === "time" ? x + LOST_PIXELS : x;
  return { x: right, y: from + (y - from) * LOST_AT };
}

/** lostAtOnce is true of a message that was lost when it was sent: it never was on its way. */
export function lostAtOnce(timeline: Timeline, drop: number): boolean {
  return timeline.begin(drop) === drop - 1 && timeline.time(drop) === timeline.time(drop - 1);
}
