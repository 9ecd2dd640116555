// The space-time diagram, drawn on any surface: a lane for each server, its badge as the line's shape and
// its level as the colour, messages as lines between lanes, and marks for what happened. Work is in
// proportion to what is seen, never to the length of the run.
import { hues } from "../../base/level.ts";
import type { Span } from "../../timeline/lanes.ts";
import { CLIENT_LANE, WORLD_LANE } from "../../timeline/timeline.ts";
import { levelColor } from "../canvas-theme.ts";
import { serverSign } from "../ring/geometry.ts";
import { Labels } from "./labels.ts";
import { LABEL_WIDTH, pointOf } from "./lanes.ts";
import { drawMarks, drawViolations, placeTexts } from "./marks.ts";
import { drawClients, drawMessages } from "./messages.ts";
import { drawOperations } from "./operations.ts";
import { ticks, unit, windowOf, xOf } from "./scale.ts";
import type { Scene } from "./scene.ts";
import type { Surface } from "./surface.ts";

/** Where more events than this are in sight, single messages are not drawn: they would not be distinguishable. */
export const NEAR_EVENTS = 2500;

const AXIS_SIZE = 11;
const SPAN_WIDTH = { line: 5, thick: 9, thin: 2.5, down: 1 } as const;

export function drawScene(surface: Surface, scene: Scene): void {
  const { plot, theme, timeline, view } = scene;
  const [first, last] = windowOf(view, plot, timeline);
  const near = last - first <= NEAR_EVENTS;
  surface.rectangle(0, 0, plot.left + plot.width, plot.height, { color: theme.panel });
  drawGrid(surface, scene);
  surface.within(plot.left, 0, plot.width, plot.height, () => {
    const labels = new Labels(surface, scene.lanes.gap);
    drawSpans(surface, scene, labels);
    // Marks are drawn over the messages, but have the first choice of where to stand.
    const texts = near ? placeTexts(scene, [first, last], labels) : null;
    if (near) {
      drawMessages(surface, scene, first, last, labels);
      drawOperations(surface, scene);
      drawClients(surface, scene, first, last);
    }
    drawMarks(surface, scene, [first, last], texts, labels);
    drawViolations(surface, scene, first, last);
    if (!near) farNote(surface, scene);
    drawChosen(surface, scene);
    drawNow(surface, scene);
  });
}

function drawGrid(surface: Surface, scene: Scene): void {
  const { lanes, plot, theme, view, words } = scene;
  const right = plot.left + plot.width;
  const base: number[] = [];
  for (const lane of lanes.order) {
    const y = lanes.y[lane] ?? 0;
    if (lane !== WORLD_LANE) base.push(plot.left, y, right, y);
    const isServer = lane < CLIENT_LANE;
    const name = isServer ? serverSign(lane + 1, scene.own) : words.clients;
    if (lane === WORLD_LANE) continue;
    surface.text(14, y + 5, name, {
      color: isServer ? theme.ink : theme.quiet,
      size: isServer ? 13 : AXIS_SIZE,
      bold: isServer,
    });
  }
  surface.segments(base, { color: theme.line, width: 1 });
  const bottom = plot.height - 6;
  const marks: number[] = [];
  for (const at of ticks(view, plot)) {
    const x = xOf(view, plot, at);
    if (x < plot.left || x > right) continue;
    marks.push(x, plot.height - 20, x, plot.height - 17);
    // The first and the last stay inside of the picture.
    const align = x < LABEL_WIDTH + 30 ? "left" : x > right - 30 ? "right" : "center";
    const lettering = { color: theme.faint, size: AXIS_SIZE, align } as const;
    surface.text(x, bottom, words.tick(view.axis, at), lettering);
  }
  surface.segments(marks, { color: theme.line, width: 1 });
}

/** drawSpans draws the badges of the servers over time, when the levels that are in sight have their hues. */
function drawSpans(surface: Surface, scene: Scene, labels: Labels): void {
  const lanes = scene.lanes.order.filter((lane) => lane < CLIENT_LANE);
  const seen = lanes.map((lane) => ({ lane, strokes: strokesOf(scene, lane) }));
  const levels = seen.flatMap(({ strokes }) => strokes.map(({ span }) => span.level));
  hues.see(scene.timeline, [...new Set(levels)], true);
  for (const { lane, strokes } of seen) drawLane(surface, scene, lane, strokes, labels);
}

/** Stroke is a part of a lane with one look, from pixel x1 to x2. */
interface Stroke {
  /** begin is the event at which it begins. */
  begin: number;
  span: Span;
  x1: number;
  x2: number;
}

/** strokesOf passes over spans that are narrower than a pixel in one step. */
function strokesOf(scene: Scene, lane: number): Stroke[] {
  const { plot, timeline, view } = scene;
  const strokes: Stroke[] = [];
  const right = plot.left + plot.width;
  const end = Math.min(right, xOf(view, plot, endUnits(scene)));
  const [first] = windowOf(view, plot, timeline);
  let span = timeline.spanAt(lane, Math.max(1, first - 1)) ?? timeline.nextSpan(lane, first - 1);
  while (span) {
    const x1 = Math.max(plot.left, xOf(view, plot, unit(timeline, view.axis, span.first)));
    if (x1 >= end) break;
    const next = timeline.nextSpan(lane, Math.max(span.first, eventAtPixel(scene, x1 + 1)));
    const x2 = next ? Math.min(end, xOf(view, plot, unit(timeline, view.axis, next.first))) : end;
    // The span that began last within the pixel is shown.
    const seen = timeline.spanAt(lane, next ? next.first - 1 : timeline.length) ?? span;
    strokes.push({ begin: span.first, span: seen, x1, x2 });
    span = next;
  }
  return strokes;
}

function drawLane(
  surface: Surface,
  scene: Scene,
  lane: number,
  strokes: readonly Stroke[],
  labels: Labels,
): void {
  const { lanes, part, theme, timeline, words } = scene;
  const y = lanes.y[lane] ?? 0;
  let shown = 0;
  for (const { begin, span, x1, x2 } of strokes) {
    stroke(surface, scene, span, x1, x2, y);
    if (span.level === 0 || span.level === shown || span.badge === "") continue;
    const line = timeline.details(span.first);
    const label = part.level(span.level, words, line, lanes.y.length);
    // Beside the mark of a turn, if one begins here.
    const x = x1 + (timeline.kindName(begin) === part.turn ? 9 : 2);
    if (!labels.put(lane, "below", x, label, 10.5, x2 - x)) continue;
    surface.text(x, y + 15, label, {
      color: levelColor(theme, span.level),
      size: 10.5,
      bold: true,
      ground: theme.panel,
    });
    shown = span.level;
  }
}

function stroke(
  surface: Surface,
  { part, theme }: Scene,
  span: Span,
  x1: number,
  x2: number,
  y: number,
): void {
  const points = [x1, y, x2, y];
  const color = levelColor(theme, span.level);
  const look = part.span(span.badge);
  if (span.badge === "") {
    surface.segments(points, { color: theme.faint, width: SPAN_WIDTH.down, dash: [2, 4] });
  } else if (span.paused) {
    surface.segments(points, { color, width: SPAN_WIDTH.line, dash: [2, 3] });
  } else if (look === "dashed" || look === "thin") {
    const width = look === "thin" ? SPAN_WIDTH.thin : SPAN_WIDTH.line;
    surface.segments(points, { color, width, dash: [7, 3] });
  } else {
    surface.segments(points, { color, width: SPAN_WIDTH[look] });
  }
}

/** endUnits is how far the run is known: in the present, the clock may be past the last event. */
function endUnits({ now, timeline, view }: Scene): number {
  return Math.max(now.units, unit(timeline, view.axis, timeline.length));
}

/** eventAtPixel is the last event left of x. */
function eventAtPixel({ plot, timeline, view }: Scene, x: number): number {
  const units = view.left + (x - plot.left) * view.perPixel;
  return view.axis === "time" ? timeline.eventAt(Math.floor(units)) : Math.floor(units);
}

function farNote(surface: Surface, { plot, theme, words }: Scene): void {
  const lettering = {
    color: theme.quiet,
    size: AXIS_SIZE,
    align: "right",
    ground: theme.panel,
  } as const;
  surface.text(plot.left + plot.width - 8, 12, words.far, lettering);
}

/** drawChosen shows the chosen event in a ring; a whole line leads there from its cause, and dashed ones
 * lead on to its effects. */
function drawChosen(surface: Surface, scene: Scene): void {
  const { causes, chosen, effects, lanes, plot, theme, timeline, view } = scene;
  if (chosen < 1 || chosen > timeline.length) return;
  const place = (event: number) => pointOf(timeline, view, plot, lanes, event);
  const at = place(chosen);
  if (Number.isNaN(at.y)) return;
  const from = causes.map(place).flatMap((p) => (Number.isNaN(p.y) ? [] : [p.x, p.y, at.x, at.y]));
  const to = effects.map(place).flatMap((p) => (Number.isNaN(p.y) ? [] : [at.x, at.y, p.x, p.y]));
  surface.segments(from, { color: theme.accent, width: 3 });
  surface.segments(to, { color: theme.accent, width: 2.5, dash: [5, 3] });
  for (const event of [...causes, ...effects]) {
    const p = place(event);
    if (Number.isNaN(p.y)) continue;
    surface.circle(p.x, p.y, 5, { color: theme.panel, edge: theme.accent, edgeWidth: 2 });
  }
  surface.circle(at.x, at.y, 3, { color: theme.accent });
  surface.circle(at.x, at.y, 8, { color: "transparent", edge: theme.accent, edgeWidth: 2.5 });
}

function drawNow(surface: Surface, { now, plot, theme, view }: Scene): void {
  const x = xOf(view, plot, now.units);
  if (x < plot.left - 6 || x > plot.left + plot.width + 6) return;
  surface.segments([x, 8, x, plot.height - 20], { color: theme.accent, width: 2 });
  surface.polygon([x - 6, 3, x + 6, 3, x, 12], { color: theme.accent });
}
