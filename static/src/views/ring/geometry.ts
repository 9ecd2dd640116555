// Where things stand on the ring. Pure: numbers in, numbers out, so that it is tested without a DOM.
import type { MessageView } from "../../engine/protocol.ts";

export interface Point {
  x: number;
  y: number;
}

export interface Place extends Point {
  /** angle in radians, clockwise from three o'clock, as SVG turns. */
  angle: number;
  /** clear is how far from it a message leaves and arrives, unless it is a server's. */
  clear?: number;
}

/** VIEW is the drawing's own coordinate system; the browser scales it. */
export const VIEW = { width: 540, height: 424, centre: { x: 276, y: 214 }, radius: 142 };
export const NODE_RADIUS = 27;
/** Above this many servers the labels would meet, and are set in two lines outside the ring. */
export const ONE_LINE_MAX = 5;
/** CLEARANCE is where a message leaves one server's outline and reaches the other's. */
const CLEARANCE = 40;
/** LANE keeps the two directions of a link apart. */
const LANE = 6;
const LABEL_DISTANCE = 13;
/** LEANING is how far a way must lean from the horizontal for its label to stand beside it. */
const LEANING = 0.35;
/** BASELINE centres a line of text on its point. */
const BASELINE = 4;

/** ringPlaces puts server 1 at twelve o'clock and goes clockwise. A server alone is at the centre. */
export function ringPlaces(count: number): Place[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = -Math.PI / 2 + (i * 2 * Math.PI) / count;
    return { angle, ...polar(angle, count === 1 ? 0 : VIEW.radius) };
  });
}

export function polar(angle: number, radius: number): Point {
  return {
    x: VIEW.centre.x + radius * Math.cos(angle),
    y: VIEW.centre.y + radius * Math.sin(angle),
  };
}

/** travelled is the part of its way that a message has made, between 0 and 1. */
export function travelled(message: MessageView, now: number): number {
  const length = message.arriveAt - message.sentAt;
  if (length <= 0) return 1;
  return Math.min(1, Math.max(0, (now - message.sentAt) / length));
}

/** inSteps shows the same motion as a few still positions, for readers who asked for less motion. */
export function inSteps(fraction: number, steps: number): number {
  return Math.min(1, (Math.floor(fraction * steps) + 0.5) / steps);
}

/** along is a point of the way from a to b, beside the straight line by the lane's width. */
export function along(
  a: Omit<Place, "angle">,
  b: Omit<Place, "angle">,
  fraction: number,
  lane = LANE,
): Point {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  const start = a.clear ?? CLEARANCE;
  const way = Math.max(0, length - start - (b.clear ?? CLEARANCE));
  const at = (start + fraction * way) / length;
  return { x: a.x + dx * at - (dy / length) * lane, y: a.y + dy * at + (dx / length) * lane };
}

/** Side is where a label stands beside the way from a to b: on the lane's own side, so that the labels
 * of the two directions never meet. */
export interface Side extends Point {
  anchor: "start" | "middle" | "end";
}

export function labelSide(a: Point, b: Point): Side {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const x = -(b.y - a.y) / length;
  const y = (b.x - a.x) / length;
  const anchor = x > LEANING ? "start" : x < -LEANING ? "end" : "middle";
  return { x: round(x * LABEL_DISTANCE), y: round(y * LABEL_DISTANCE + BASELINE), anchor };
}

/** Where a label stands if it cannot be beside its way: above the message, else below it. */
const OTHERWISE: readonly Side[] = [-LABEL_DISTANCE, 22].flatMap((y) =>
  (["middle", "start", "end"] as const).map((anchor) => ({ x: 0, y, anchor })),
);
/** A label's letters are about so wide and high, and what hangs around a server reaches so far. */
const LETTER = { width: 7, height: 11 };
const AROUND = 41;
const LOWER = 3;

/** Box is left, top, right and bottom. */
type Box = readonly [number, number, number, number];

/** labelAt is where the label of a message stands: beside its way, but never on a server, or on its value, nor on
 * another label. Null where there is no room; otherwise its box is added to those that are taken. */
export function labelAt(
  text: string,
  at: Point,
  [a, b]: readonly [Point, Point],
  servers: readonly Place[],
  taken: Box[] = [],
): Side | null {
  const width = text.length * LETTER.width;
  const boxOf = ({ x, y, anchor }: Side): Box => {
    const left = at.x + x - { start: 0, middle: width / 2, end: width }[anchor];
    return [left, at.y + y - LETTER.height, left + width, at.y + y];
  };
  const isFree = (side: Side): boolean => {
    const [left, top, right, bottom] = boxOf(side);
    return !(
      servers.some(
        ({ x, y, clear = AROUND }) =>
          Math.hypot(outOf(x, left, right), outOf(y + LOWER, top, bottom)) < clear,
      ) || taken.some(([l, t, r, b]) => left < r && right > l && top < b && bottom > t)
    );
  };
  const own = labelSide(a, b);
  const side = [own, ...OTHERWISE].find(isFree) ?? (taken.length > 0 ? null : own);
  if (side) taken.push(boxOf(side));
  return side;
}

/** outOf is how far a number lies outside of a stretch. */
function outOf(value: number, low: number, high: number): number {
  return Math.max(low - value, 0, value - high);
}

/** How far from straight outwards a badge stands, in radians; below, where labels are, both stand further up. */
const BADGE_APART = 0.55;
const BADGE_UP = [0.3, 1.05] as const;
const LOW = 0.3;

/** badgeAngle is where a badge stands on a server: on its outer half, where no message comes or goes, and
 * not where its label is. */
export function badgeAngle(angle: number, side: -1 | 1): number {
  if (Math.sin(angle) < LOW) return angle + side * BADGE_APART;
  const up = Math.cos(angle) >= 0 ? -1 : 1;
  return angle + up * (side < 0 ? BADGE_UP[1] : BADGE_UP[0]);
}

/** arcPath is a clockwise arc from twelve o'clock around the origin, `fraction` of a full turn. */
export function arcPath(fraction: number, radius: number): string {
  if (fraction <= 0) return "";
  const angle = Math.min(fraction, 0.9999) * 2 * Math.PI;
  const x = round(radius * Math.sin(angle));
  const y = round(-radius * Math.cos(angle));
  return `M 0 ${-radius} A ${radius} ${radius} 0 ${angle > Math.PI ? 1 : 0} 1 ${x} ${y}`;
}

export function hexagon(radius: number): string {
  return Array.from({ length: 6 }, (_, k) => {
    const angle = Math.PI / 6 + (k * Math.PI) / 3;
    return `${round(radius * Math.cos(angle))},${round(radius * Math.sin(angle))}`;
  }).join(" ");
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** serverSign is a server's name, ‹S2› where it runs the learner's code. */
export function serverSign(id: number, own: readonly number[]): string {
  return own.includes(id) ? `‹S${id}›` : `S${id}`;
}
