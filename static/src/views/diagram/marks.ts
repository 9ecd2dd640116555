// Marks on the lanes: changes of role, crashes and restarts, commits, faults of the network, and violations.

import { field } from "../../run/narration.ts";
import { KIND, ROLE, type Timeline, WORLD_LANE } from "../../timeline/timeline.ts";
import { termColor } from "../canvas-theme.ts";
import type { Labels } from "./labels.ts";
import { type Point, pointOf, WORLD_ABOVE } from "./lanes.ts";
import { cross } from "./messages.ts";
import { xOf } from "./scale.ts";
import type { Scene } from "./scene.ts";
import type { Surface } from "./surface.ts";

const SIZE = 11;
/** A text begins so far right of its mark. */
const TEXT_RIGHT = 9;
const FLAG_TEXT = 11;
/** Far away, marks are drawn no nearer to each other than this. */
const APART = 4;

/** placeTexts gives the marks in sight first choice of where their texts stand: leaders and crashes say more
 * than messages. It returns the events whose text has room. */
export function placeTexts(
  scene: Scene,
  [first, last]: [number, number],
  labels: Labels,
): ReadonlySet<number> {
  const { lanes, plot, timeline, view } = scene;
  const placed = new Set<number>();
  const { marks } = timeline;
  for (let event = marks.after(first); event > 0 && event <= last; event = marks.after(event + 1)) {
    const lane = timeline.lane(event);
    const { x, y } = pointOf(timeline, view, plot, lanes, event);
    const text = textOf(scene, event)?.text;
    if (text && !Number.isNaN(y) && labels.put(lane, "below", x + TEXT_RIGHT, text, SIZE)) {
      placed.add(event);
    }
  }
  return placed;
}

/** drawMarks draws marks near enough for their texts to have been placed, or far away, where texts is null. */
export function drawMarks(
  surface: Surface,
  scene: Scene,
  [first, last]: [number, number],
  texts: ReadonlySet<number> | null,
  labels: Labels,
): void {
  const { timeline } = scene;
  const { marks } = timeline;
  const seen: number[] = [];
  let event = marks.after(first);
  while (event > 0 && event <= last) {
    seen.push(event);
    event = marks.after(texts ? event + 1 : beyond(scene, event));
  }
  drawTicks(surface, scene, seen);
  // The text of a flag ends before the next flag.
  let ahead = Infinity;
  for (const one of seen.toReversed()) {
    ahead = drawMark(surface, scene, one, texts, labels, ahead);
  }
  if (texts) drawDots(surface, scene, first, last);
}

/** textOf is what stands beside a mark, null for nothing. */
function textOf(
  { theme, timeline, words }: Scene,
  event: number,
): { text: string; color: string } | null {
  switch (timeline.kind(event)) {
    case KIND.crash:
      return { text: words.mark.crash, color: theme.bad };
    case KIND.restart:
      return { text: words.mark.restart, color: theme.quiet };
    case KIND.pause:
      return { text: words.mark.pause, color: theme.quiet };
    case KIND.resume:
      return { text: words.mark.resume, color: theme.quiet };
    case KIND.role: {
      const role = timeline.role(event);
      if (role === ROLE.leader) return { text: words.mark.leader, color: theme.ink };
      if (role === ROLE.candidate) return { text: words.mark.candidate, color: theme.quiet };
    }
  }
  return null;
}

/** beyond is the first event that stands a few pixels further on. */
function beyond({ timeline, view }: Scene, event: number): number {
  const step = APART * view.perPixel;
  if (view.axis === "order") return Math.max(event + 1, Math.ceil(event + step));
  return Math.max(event + 1, timeline.firstAt(Math.ceil(timeline.time(event) + step)));
}

/** drawDots shows the places of events without a mark of their own, so that they can be found. */
function drawDots(surface: Surface, scene: Scene, first: number, last: number): void {
  const { lanes, plot, theme, timeline, view } = scene;
  if (plot.width / Math.max(1, last - first) < 2) return;
  for (let event = first; event <= last; event++) {
    const kind = timeline.kind(event);
    if (!isQuiet(kind)) continue;
    const { x, y } = pointOf(timeline, view, plot, lanes, event);
    surface.rectangle(x - 1, y - 1, 2, 2, { color: theme.panel });
  }
}

function isQuiet(kind: number): boolean {
  return (
    kind === KIND.wake ||
    kind === KIND.save ||
    kind === KIND.send ||
    kind === KIND.term ||
    kind === KIND.vote ||
    kind === KIND.log ||
    kind === KIND.apply ||
    kind === KIND.asked
  );
}

/** drawMark takes where the next flag stands, and gives where the one before has to end. */
function drawMark(
  surface: Surface,
  scene: Scene,
  event: number,
  texts: ReadonlySet<number> | null,
  labels: Labels,
  ahead: number,
): number {
  const { lanes, plot, theme, timeline, view } = scene;
  const at = pointOf(timeline, view, plot, lanes, event);
  const { x, y } = at;
  const lane = timeline.lane(event);
  if (Number.isNaN(y)) return ahead;
  if (lane === WORLD_LANE) {
    drawWorld(surface, scene, event, x, labels, ahead - x - FLAG_TEXT);
    return x;
  }
  switch (timeline.kind(event)) {
    case KIND.crash:
      cross(surface, at, 6, theme.bad, 2.6);
      break;
    case KIND.restart:
      surface.circle(x, y, 6.5, { color: theme.panel, edge: theme.quiet, edgeWidth: 2 });
      break;
    case KIND.pause:
      surface.rectangle(x - 4, y - 7, 3, 14, { color: theme.quiet });
      surface.rectangle(x + 1, y - 7, 3, 14, { color: theme.quiet });
      break;
    case KIND.resume:
      surface.polygon([x - 4, y - 7, x + 6, y, x - 4, y + 7], { color: theme.quiet });
      break;
    case KIND.commit:
      drawCommit(surface, scene, event, at, labels);
      break;
    case KIND.role:
      drawRole(surface, scene, event, at);
      break;
  }
  const beside = textOf(scene, event);
  if (!beside) return ahead;
  const left = x + TEXT_RIGHT;
  if (texts ? texts.has(event) : labels.put(lane, "below", left, beside.text, SIZE)) {
    const lettering = { color: beside.color, size: SIZE, ground: theme.panel };
    surface.text(left, y + 16, beside.text, lettering);
  }
  return ahead;
}

/** drawRole: a leader is crowned by a hexagon, as on the ring; a candidate stands in a diamond. */
function drawRole(surface: Surface, { theme, timeline }: Scene, event: number, { x, y }: Point) {
  const color = termColor(theme, timeline.term(event));
  const role = timeline.role(event);
  if (role === ROLE.leader) {
    const points = [0, 1, 2, 3, 4, 5].flatMap((i) => {
      const angle = Math.PI / 6 + (i * Math.PI) / 3;
      return [x + 8 * Math.cos(angle), y + 8 * Math.sin(angle)];
    });
    surface.polygon(points, { color, edge: theme.panel, edgeWidth: 1.5 });
  } else if (role === ROLE.candidate) {
    surface.polygon([x, y - 7, x + 7, y, x, y + 7, x - 7, y], {
      color: theme.panel,
      edge: color,
      edgeWidth: 2,
    });
  }
}

/** drawTicks puts a tick on the lane for each commit. There are many, so they are stroked together, under
 * the other marks. */
function drawTicks(surface: Surface, scene: Scene, events: readonly number[]): void {
  const { lanes, plot, theme, timeline, view } = scene;
  const ticks: number[] = [];
  for (const event of events) {
    if (timeline.kind(event) !== KIND.commit) continue;
    const { x, y } = pointOf(timeline, view, plot, lanes, event);
    if (Number.isNaN(y)) continue;
    ticks.push(x - 4, y - 1, x - 1, y + 3, x - 1, y + 3, x + 5, y - 5);
  }
  surface.segments(ticks, { color: theme.panel, width: 4.5 });
  surface.segments(ticks, { color: theme.good, width: 2 });
}

/** drawCommit says how far the log is safe. */
function drawCommit(
  surface: Surface,
  { theme, timeline }: Scene,
  event: number,
  { x, y }: Point,
  labels: Labels,
): void {
  const text = field(timeline.details(event), "index");
  const lane = timeline.lane(event);
  if (!text || !labels.fitsBelow || !labels.put(lane, "below", x - 3, text, 10)) return;
  surface.text(x - 3, y + 16, text, { color: theme.good, size: 10, ground: theme.panel });
}

/** drawWorld is a flag above the axis: it belongs to no lane. */
function drawWorld(
  surface: Surface,
  scene: Scene,
  event: number,
  x: number,
  labels: Labels,
  room: number,
): void {
  const { plot, theme, timeline } = scene;
  const kind = timeline.kind(event);
  if (kind === KIND.violation || timeline.time(event) === 0) return;
  const y = plot.height - WORLD_ABOVE;
  surface.segments([x, 20, x, y + 8], { color: theme.faint, width: 1, dash: [1, 4] });
  surface.polygon([x, y - 5, x + 8, y - 1, x, y + 3], { color: theme.quiet });
  const text = shortened(timeline, event);
  if (!labels.put(WORLD_LANE, "below", x, text, SIZE, room)) return;
  surface.text(x + FLAG_TEXT, y + 3, text, { color: theme.quiet, size: SIZE, ground: theme.panel });
}

const WORLD_LETTERS = 26;

function shortened(timeline: Timeline, event: number): string {
  const kind = timeline.kindName(event);
  if (kind === "dials") return kind;
  const text = `${kind} ${timeline.details(event)}`.trim();
  return text.length > WORLD_LETTERS ? `${text.slice(0, WORLD_LETTERS - 1)}…` : text;
}

/** drawViolations crosses all lanes: a violation concerns all servers. */
export function drawViolations(surface: Surface, scene: Scene, first: number, last: number): void {
  const { plot, theme, timeline, view } = scene;
  const { violations } = timeline;
  for (let i = violations.from(first); i < violations.length && violations.at(i) <= last; i++) {
    const event = violations.at(i);
    const units = view.axis === "time" ? timeline.time(event) : event;
    const x = xOf(view, plot, units);
    surface.segments([x, 14, x, plot.height - 20], { color: theme.bad, width: 2, dash: [8, 3] });
    surface.polygon([x, plot.height - 38, x + 9, plot.height - 22, x - 9, plot.height - 22], {
      color: theme.bad,
    });
    surface.text(x, plot.height - 24, "!", {
      color: theme.panel,
      size: 12,
      bold: true,
      align: "center",
    });
  }
}
