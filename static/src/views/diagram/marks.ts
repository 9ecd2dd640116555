// Marks on the lanes: the protocol's, crashes and restarts, faults of the network, and violations.
import { KIND, type Timeline, WORLD_LANE } from "../../timeline/timeline.ts";
import type { Labels } from "./labels.ts";
import { pointOf, WORLD_ABOVE } from "./lanes.ts";
import { cross } from "./messages.ts";
import { xOf } from "./scale.ts";
import type { MarkText, Scene } from "./scene.ts";
import type { Surface } from "./surface.ts";

const SIZE = 11;
/** A text begins so far right of its mark. */
const TEXT_RIGHT = 9;
const FLAG_TEXT = 11;
/** Far away, marks are drawn no nearer to each other than this. */
const APART = 4;

/** placeTexts gives the marks in sight first choice of where their texts stand: they say more than
 * messages. It returns the events whose text has room. */
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
  scene.part.drawUnder(surface, scene, seen);
  // The text of a flag ends before the next flag.
  let ahead = Infinity;
  for (const one of seen.toReversed()) {
    ahead = drawMark(surface, scene, one, texts, labels, ahead);
  }
  if (texts) drawDots(surface, scene, first, last);
}

/** textOf is what stands beside a mark, null for nothing. */
function textOf(scene: Scene, event: number): MarkText | null {
  const { part, theme, timeline, words } = scene;
  switch (timeline.kind(event)) {
    case KIND.crash:
      return { text: words.mark.crash, color: theme.bad };
    case KIND.restart:
      return { text: words.mark.restart, color: theme.quiet };
    case KIND.pause:
      return { text: words.mark.pause, color: theme.quiet };
    case KIND.resume:
      return { text: words.mark.resume, color: theme.quiet };
    default:
      return part.textOf(scene, event);
  }
}

/** beyond is the first event that stands a few pixels further on. */
function beyond({ timeline, view }: Scene, event: number): number {
  const step = APART * view.perPixel;
  if (view.axis === "order") return Math.max(event + 1, Math.ceil(event + step));
  return Math.max(event + 1, timeline.firstAt(Math.ceil(timeline.time(event) + step)));
}

/** drawDots shows the places of events without a mark of their own, so that they can be found. */
function drawDots(surface: Surface, scene: Scene, first: number, last: number): void {
  const { lanes, part, plot, theme, timeline, view } = scene;
  if (plot.width / Math.max(1, last - first) < 2) return;
  for (let event = first; event <= last; event++) {
    if (!isQuiet(timeline.kind(event)) && !part.quiet.includes(timeline.kindName(event))) continue;
    const { x, y } = pointOf(timeline, view, plot, lanes, event);
    surface.rectangle(x - 1, y - 1, 2, 2, { color: theme.panel });
  }
}

function isQuiet(kind: number): boolean {
  return kind === KIND.wake || kind === KIND.save || kind === KIND.send || kind === KIND.asked;
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
    default:
      scene.part.drawMark(surface, scene, event, at, labels);
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
