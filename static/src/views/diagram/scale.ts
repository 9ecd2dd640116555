// Which stretch of the run is seen, and where on the screen each event stands. The axis counts either
// virtual time, where nearness says how quickly one thing followed another, or events, each as wide as
// the next, where nothing hides behind what happened at the same moment.
import type { Timeline } from "../../timeline/timeline.ts";

export type Axis = "time" | "order";

export interface View {
  axis: Axis;
  /** left is the first unit that is seen: microseconds, or an event number. */
  left: number;
  /** perPixel are the units that one pixel covers. */
  perPixel: number;
  /** follow keeps the moment that is shown in sight. */
  follow: boolean;
}

/** Plot is where on the screen the lanes are. */
export interface Plot {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What is seen at first: an exchange of messages is some thirty pixels wide, and each event nine. */
const TIME_PER_PIXEL = 340;
const ORDER_PER_PIXEL = 1 / 9;
/** Nearer than this there is nothing more to see. */
const TIME_PER_PIXEL_MIN = 2;
const ORDER_PER_PIXEL_MIN = 1 / 60;
/** The moment that is followed stands at this part of the width. */
const FOLLOW_AT = 0.86;
const MARGIN = 0.02;

export function firstView(axis: Axis): View {
  return {
    axis,
    left: 0,
    perPixel: axis === "time" ? TIME_PER_PIXEL : ORDER_PER_PIXEL,
    follow: true,
  };
}

/** unit is an event's place on the axis. */
export function unit(timeline: Timeline, axis: Axis, event: number): number {
  return axis === "time" ? timeline.time(event) : event;
}

/** lastUnit is where the run ends on the axis. */
export function lastUnit(timeline: Timeline, axis: Axis): number {
  return unit(timeline, axis, timeline.length);
}

export function xOf(view: View, plot: Plot, units: number): number {
  return plot.left + (units - view.left) / view.perPixel;
}

export function unitsAt(view: View, plot: Plot, x: number): number {
  return view.left + (x - plot.left) * view.perPixel;
}

/** windowOf are the first and the last event in sight. */
export function windowOf(view: View, plot: Plot, timeline: Timeline): [number, number] {
  const right = view.left + plot.width * view.perPixel;
  if (view.axis === "order") {
    return [Math.max(1, Math.floor(view.left)), Math.min(timeline.length, Math.ceil(right))];
  }
  return [timeline.firstAt(Math.floor(view.left)), timeline.eventAt(Math.ceil(right))];
}

export function pan(view: View, pixels: number): View {
  return { ...view, left: view.left + pixels * view.perPixel, follow: false };
}

/** zoom keeps the place under x where it is. */
export function zoom(view: View, plot: Plot, x: number, factor: number, timeline: Timeline): View {
  const whole = (lastUnit(timeline, view.axis) * (1 + 2 * MARGIN)) / Math.max(1, plot.width);
  const least = view.axis === "time" ? TIME_PER_PIXEL_MIN : ORDER_PER_PIXEL_MIN;
  const most = Math.max(whole, firstView(view.axis).perPixel);
  const perPixel = Math.min(most, Math.max(least, view.perPixel * factor));
  const at = unitsAt(view, plot, x);
  return clamp({ ...view, perPixel, left: at - (x - plot.left) * perPixel }, plot, timeline);
}

/** fit shows the whole run. */
export function fit(view: View, plot: Plot, timeline: Timeline): View {
  const whole = Math.max(1, lastUnit(timeline, view.axis));
  const perPixel = (whole * (1 + 2 * MARGIN)) / Math.max(1, plot.width);
  return { ...view, perPixel, left: -whole * MARGIN, follow: false };
}

/** Span is a stretch of time, in microseconds. */
export type Span = readonly [from: number, to: number];

/** spanned shows a stretch of time, from edge to edge. */
export function spanned(plot: Plot, [from, to]: Span): View {
  const length = Math.max(1, to - from);
  const perPixel = (length * (1 + 2 * MARGIN)) / Math.max(1, plot.width);
  return { axis: "time", left: from - length * MARGIN, perPixel, follow: false };
}

/** reveal moves a view as little as is needed for a place to be in sight. */
export function reveal(view: View, plot: Plot, units: number): View {
  const width = plot.width * view.perPixel;
  const margin = width * 0.08;
  if (units < view.left + margin) return { ...view, left: units - margin, follow: false };
  if (units > view.left + width - margin) {
    return { ...view, left: units - width + margin, follow: false };
  }
  return view;
}

/** followed is the view that follows a place on the axis, from where it stands. Where nothing is past
 * yet there is nothing to move. */
export function followed(view: View, plot: Plot, units: number): View {
  const width = plot.width * view.perPixel;
  const start = -width * MARGIN;
  return { ...view, left: Math.max(start, units - width * FOLLOW_AT) };
}

/** clamp keeps some of the run in sight. */
export function clamp(view: View, plot: Plot, timeline: Timeline): View {
  const width = plot.width * view.perPixel;
  const last = lastUnit(timeline, view.axis);
  const least = -width * 0.5;
  const most = Math.max(least, last - width * 0.5);
  return { ...view, left: Math.min(most, Math.max(least, view.left)) };
}

/** turned changes the axis and keeps an event where it is on the screen. */
export function turned(
  view: View,
  plot: Plot,
  axis: Axis,
  event: number,
  timeline: Timeline,
): View {
  if (axis === view.axis) return view;
  const x = xOf(view, plot, unit(timeline, view.axis, event));
  const at = Math.min(plot.left + plot.width, Math.max(plot.left, x));
  const next = firstView(axis);
  const left = unit(timeline, axis, event) - (at - plot.left) * next.perPixel;
  return { ...next, left, follow: view.follow };
}

/** ticks are round places on the axis, some 150 pixels apart. */
export function ticks(view: View, plot: Plot): number[] {
  const wanted = 150 * view.perPixel;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= wanted) ?? 10 * power;
  const whole = view.axis === "order" ? Math.max(1, step) : step;
  const first = Math.max(0, Math.ceil(view.left / whole) * whole);
  const found: number[] = [];
  for (let at = first; at <= view.left + plot.width * view.perPixel; at += whole) found.push(at);
  return found;
}
