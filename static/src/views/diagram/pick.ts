// Which event is meant: by a click, or by an arrow key.
import type { Timeline } from "../../timeline/timeline.ts";
import { type Lanes, type Point, pointOf } from "./lanes.ts";
import { type Plot, unitsAt, type View } from "./scale.ts";
import type { DiagramPart } from "./scene.ts";

const REACH = 12;
const LOOKED_AT_MAX = 4000;
/** Where several events lie on one point, these come first, because they are drawn on top. */
const rankOf = ({ over, under }: Drawn): string[] => [
  "violation",
  "crash",
  "restart",
  ...over,
  "deliver",
  "drop",
  ...under,
  "send",
];

/** Drawn are the protocol's kinds whose marks lie over and under the ends of messages. */
export type Drawn = Pick<DiagramPart, "over" | "under">;

/** pick is the event at a point, 0 for none. Where several lie on the same, each further click takes the
 * next of them. */
export function pick(
  timeline: Timeline,
  view: View,
  plot: Plot,
  lanes: Lanes,
  at: Point,
  chosen: number,
  drawn: Drawn,
): number {
  const ranks = rankOf(drawn);
  const rank = (event: number): number => {
    const found = ranks.indexOf(timeline.kindName(event));
    return found < 0 ? ranks.length : found;
  };
  const [left, right] = [at.x - REACH - 18, at.x + REACH].map((x) => unitsAt(view, plot, x));
  const first =
    view.axis === "time" ? timeline.firstAt(left ?? 0) : Math.max(1, Math.floor(left ?? 0));
  const last = view.axis === "time" ? timeline.eventAt(right ?? 0) : Math.ceil(right ?? 0);
  const near: { event: number; distance: number }[] = [];
  const end = Math.min(timeline.length, last, first + LOOKED_AT_MAX);
  for (let event = first; event <= end; event++) {
    const point = pointOf(timeline, view, plot, lanes, event);
    const distance = Math.hypot(point.x - at.x, point.y - at.y);
    if (distance <= REACH) near.push({ event, distance });
  }
  near.sort(
    (a, b) =>
      Math.round(a.distance / 3) - Math.round(b.distance / 3) ||
      rank(a.event) - rank(b.event) ||
      a.event - b.event,
  );
  const nearest = near[0];
  if (!nearest) return 0;
  const stack = near.filter(({ distance }) => distance - nearest.distance < 3);
  const at0 = stack.findIndex(({ event }) => event === chosen);
  return stack[(at0 + 1) % stack.length]?.event ?? nearest.event;
}

export type Walk = "left" | "right" | "up" | "down" | "first" | "last" | "cause" | "effect";

/** walk is the event that is reached from the chosen one; the same when there is none that way. Without a
 * chosen one it begins at `now`. */
export function walk(
  timeline: Timeline,
  lanes: Lanes,
  chosen: number,
  way: Walk,
  now: number,
): number {
  if (timeline.length === 0) return 0;
  if (chosen < 1) return Math.min(Math.max(1, now), timeline.length);
  const lane = timeline.lane(chosen);
  const events = timeline.laneEvents(lane);
  switch (way) {
    case "left":
      return events.before(chosen - 1) || chosen;
    case "right":
      return events.after(chosen + 1) || chosen;
    case "first":
      return 1;
    case "last":
      return timeline.length;
    case "cause":
      return timeline.cause(chosen) || chosen;
    case "effect":
      return timeline.effects(chosen)[0] ?? chosen;
    default:
      return across(timeline, lanes, chosen, way === "up" ? -1 : 1);
  }
}

/** across goes to the event of the next lane that is nearest in time; lanes without any are passed over. */
function across(timeline: Timeline, lanes: Lanes, chosen: number, step: number): number {
  const time = timeline.time(chosen);
  let at = lanes.order.indexOf(timeline.lane(chosen)) + step;
  for (; at >= 0 && at < lanes.order.length; at += step) {
    const events = timeline.laneEvents(lanes.order[at] ?? 0);
    const before = events.before(chosen);
    const after = events.after(chosen);
    if (before === 0 && after === 0) continue;
    if (before === 0) return after;
    if (after === 0) return before;
    return time - timeline.time(before) <= timeline.time(after) - time ? before : after;
  }
  return chosen;
}
