// Messages in the diagram: a line from the sender's lane to the receiver's in the colour of its level,
// which ends in the shape of its kind, struck through where it was ignored, or in a cross where it was lost.

import { CLIENT_LANE, KIND } from "../../timeline/timeline.ts";
import { levelColor } from "../canvas-theme.ts";
import type { Shape } from "../shapes.ts";
import type { Labels } from "./labels.ts";
import { type Point, pointOf } from "./lanes.ts";
import { unit, xOf } from "./scale.ts";
import type { Scene } from "./scene.ts";
import type { Surface } from "./surface.ts";

const WIDTH = 1.4;
const HELD = [4, 3];
/** Shapes are drawn while a message has this many pixels to itself, labels while it has more. */
const SHAPE_PIXELS = 3;
const LABEL_SIZE = 11;
/** Where lanes are nearer to each other, a reply's label would stand on the lane above. */
const REPLY_LABELS_GAP = 30;

/** Lines are gathered by how they look, and each look is stroked once. */
class Strokes {
  readonly #points = new Map<string, { color: string; dashed: boolean; points: number[] }>();

  add(color: string, dashed: boolean, from: Point, to: Point): void {
    const key = `${color}${dashed}`;
    let look = this.#points.get(key);
    if (!look) {
      look = { color, dashed, points: [] };
      this.#points.set(key, look);
    }
    look.points.push(from.x, from.y, to.x, to.y);
  }

  draw(surface: Surface): void {
    for (const { color, dashed, points } of this.#points.values()) {
      const stroke = dashed ? { color, width: WIDTH, dash: HELD } : { color, width: WIDTH };
      surface.segments(points, stroke);
    }
  }
}

interface End {
  event: number;
  at: Point;
  color: string;
  lost: boolean;
}

export function drawMessages(
  surface: Surface,
  scene: Scene,
  first: number,
  last: number,
  labels: Labels,
): void {
  const { lanes, plot, theme, timeline, view } = scene;
  const strokes = new Strokes();
  const ends: End[] = [];
  const place = (event: number): Point => pointOf(timeline, view, plot, lanes, event);
  const line = (begin: number): void => {
    const color = levelColor(theme, timeline.messageLevel(begin));
    const end = timeline.end(begin);
    if (end > 0) {
      const at = place(end);
      strokes.add(color, timeline.held(begin), place(begin), at);
      ends.push({ event: end, at, color, lost: timeline.kind(end) === KIND.drop });
      return;
    }
    const at = onItsWay(scene, begin, place(begin));
    if (!at) return;
    const held = scene.flights.get(timeline.messageId(begin))?.held ?? timeline.held(begin);
    strokes.add(color, held, place(begin), at);
    ends.push({ event: begin, at, color, lost: false });
  };
  for (const begin of timeline.crossing(first)) line(begin);
  for (let event = first; event <= last; event++) {
    const kind = timeline.kind(event);
    if (kind === KIND.send || kind === KIND.duplicate) line(event);
  }
  strokes.draw(surface);
  const room = plot.width / Math.max(1, last - first);
  const shapes = room >= SHAPE_PIXELS || ends.length < 250;
  for (const end of ends) drawEnd(surface, scene, end, shapes);
  drawLabels(surface, scene, first, last, labels);
}

/** onItsWay is where a message is that has not arrived: as far as its time has gone by. Null when the
 * lines do not say that it is on its way at the end of the run. */
function onItsWay(scene: Scene, begin: number, from: Point): Point | null {
  const { flights, lanes, plot, time, timeline, view } = scene;
  const flight = flights.get(timeline.messageId(begin));
  const y = lanes.y[timeline.other(begin)] ?? from.y;
  const x = Math.max(
    from.x,
    xOf(view, plot, Math.max(scene.now.units, unit(timeline, view.axis, timeline.length))),
  );
  if (!flight) return flights.size > 0 ? null : { x, y: from.y + (y - from.y) * 0.5 };
  const way = Math.max(1, flight.arriveAt - flight.sentAt);
  const part = flight.held ? 0.35 : Math.min(1, Math.max(0, (time - flight.sentAt) / way));
  return { x, y: from.y + (y - from.y) * part };
}

function drawEnd(surface: Surface, scene: Scene, end: End, shapes: boolean): void {
  const { part, theme, timeline } = scene;
  const { at, color, event, lost } = end;
  if (lost) {
    cross(surface, at, 4.5, theme.bad, 2);
    return;
  }
  if (!shapes) {
    surface.rectangle(at.x - 1, at.y - 1, 2, 2, { color });
    return;
  }
  const shape = part.shape(timeline, event);
  drawShape(surface, shape, at, color, theme.panel);
  if (shape === "circle" && timeline.refused(event)) cross(surface, at, 2.6, color, 1.4);
  if (part.isIgnored(timeline, event)) strike(surface, at, theme.ink, theme.panel);
}

/** drawShape draws a shape as on the ring, and smaller. */
function drawShape(
  surface: Surface,
  shape: Shape,
  { x, y }: Point,
  color: string,
  panel: string,
): void {
  if (shape === "diamond") {
    surface.polygon([x, y - 5.5, x + 5.5, y, x, y + 5.5, x - 5.5, y], { color, edge: panel });
  } else if (shape === "hollow-diamond") {
    const points = [x, y - 5, x + 5, y, x, y + 5, x - 5, y];
    surface.polygon(points, { color: panel, edge: color, edgeWidth: 1.8 });
  } else if (shape === "hexagon") {
    const points = [x + 6, y, x + 3, y + 5, x - 3, y + 5, x - 6, y, x - 3, y - 5, x + 3, y - 5];
    surface.polygon(points, { color, edge: panel });
  } else if (shape === "circle") {
    surface.circle(x, y, 3.6, { color: panel, edge: color, edgeWidth: 2 });
  } else if (shape === "box") {
    surface.rectangle(x - 4, y - 6, 8, 12, { color: panel, edge: color, edgeWidth: 1.6 });
    surface.segments([x - 4, y - 2, x + 4, y - 2, x - 4, y + 2, x + 4, y + 2], {
      color,
      width: 1.2,
    });
  } else {
    const half = shape === "square" ? 4 : 2.5;
    surface.rectangle(x - half, y - half, 2 * half, 2 * half, { color, edge: panel });
  }
}

/** strike is a stroke through a shape, with an edge that sets it off from the shape. */
function strike(surface: Surface, { x, y }: Point, color: string, edge: string): void {
  const points = [x - 8, y + 8, x + 8, y - 8];
  surface.segments(points, { color: edge, width: 4 });
  surface.segments(points, { color, width: 1.8 });
}

export function cross(
  surface: Surface,
  at: Point,
  half: number,
  color: string,
  width: number,
): void {
  const { x, y } = at;
  surface.segments(
    [x - half, y - half, x + half, y + half, x - half, y + half, x + half, y - half],
    { color, width },
  );
}

/** drawLabels writes a message's label above its sender: once for the same message to all. */
function drawLabels(
  surface: Surface,
  scene: Scene,
  first: number,
  last: number,
  labels: Labels,
): void {
  const { lanes, part, plot, theme, timeline, view } = scene;
  if ((last - first) / Math.max(1, plot.width) > 1) return;
  for (let event = first; event <= last; event++) {
    if (timeline.kind(event) !== KIND.send) continue;
    if (!timeline.isRequest(event) && lanes.gap < REPLY_LABELS_GAP) continue;
    const text = part.label(timeline, event);
    const lane = timeline.lane(event);
    const x = xOf(view, plot, unit(timeline, view.axis, event)) + 4;
    if (!text || !labels.put(lane, "above", x, text, LABEL_SIZE)) continue;
    const y = (lanes.y[lane] ?? 0) - 8;
    surface.text(x, y, text, { color: theme.quiet, size: LABEL_SIZE, ground: theme.panel });
  }
}

/** drawClients draws requests to servers, and answers from them, as dotted lines. */
export function drawClients(surface: Surface, scene: Scene, first: number, last: number): void {
  const { lanes, plot, theme, timeline, view } = scene;
  const laneY = lanes.y[CLIENT_LANE] ?? Number.NaN;
  if (Number.isNaN(laneY)) return;
  const points: number[] = [];
  const events = timeline.laneEvents(CLIENT_LANE);
  for (let i = events.from(first); i < events.length && events.at(i) <= last; i++) {
    const event = events.at(i);
    const at = pointOf(timeline, view, plot, lanes, event);
    const isAnswer = timeline.kind(event) === KIND.answer;
    const partner = isAnswer ? timeline.cause(event) : timeline.end(event);
    if (partner > 0 && timeline.lane(partner) < CLIENT_LANE) {
      const other = pointOf(timeline, view, plot, lanes, partner);
      points.push(at.x, at.y, other.x, other.y);
    }
    const fill = { color: isAnswer ? theme.panel : theme.quiet, edge: theme.quiet, edgeWidth: 1.5 };
    const { x, y } = at;
    surface.polygon([x - 4, y + 4, x + 4, y + 4, x, y - 4], fill);
  }
  surface.segments(points, { color: theme.faint, width: 1, dash: [1, 3] });
}
