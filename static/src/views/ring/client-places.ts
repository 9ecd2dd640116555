// Where clients stand: outside of the ring, each near its server, where nothing else is drawn. Pure, as geometry.ts.
import { wordPlaces } from "./cuts.ts";
import { ONE_LINE_MAX, type Place, type Point, VIEW } from "./geometry.ts";

/** A client's box, around its place: its mark, and the word below it. */
const BOX = { left: 34, right: 34, above: 16, below: 31 };
const CLEAR = 29;
const STEP = 12;
const MARGIN = 4;
/** WISHED is how far from its server a client stands if it can: messages have to be seen on their way. */
const WISHED = 126;
const FROM_RING = 26;
const FROM_SERVER = 58;
const FROM_LINE = 46;
const FROM_CLIENT = 26;
/** Clients stand this far from each other if they can. */
const APART = 96;
/** What is worse than a long way: a line across a word or a client, one across a server, two things in one place. */
const CROSSED = 150;
const THROUGH = 400;
const COVERED = 1000;
/** The end of a line that cuts links, with its word, may come here later. */
const WORD = { side: 16, above: 12, below: 5 };
const ON_WORD = 70;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Client {
  id: number;
  server: number;
}

/** clientPlaces has an element for each client, in their order. */
export function clientPlaces(clients: readonly Client[], servers: readonly Place[]): Place[] {
  const fixed = servers.map((place) => labelBox(place, servers.length));
  const words = wordPlaces(servers).map(wordBox);
  const taken: Point[] = [];
  return clients.map(({ server }) => {
    const home = servers[server - 1] ?? VIEW.centre;
    const others = servers.filter((place) => place !== home);
    let best: Point = home;
    let least = Number.POSITIVE_INFINITY;
    for (const at of CANDIDATES) {
      const onWords = words.filter((word) => meet(boxAt(at), word)).length * ON_WORD;
      const cost =
        costOf(at, home, others, fixed) + onWords + amongClients(at, home, taken) + fromCorner(at);
      if (cost < least) [best, least] = [at, cost];
    }
    taken.push(best);
    return { ...best, angle: 0, clear: CLEAR };
  });
}

const CANDIDATES: readonly Point[] = candidates();

function candidates(): Point[] {
  const points: Point[] = [];
  for (let x = BOX.left + MARGIN; x <= VIEW.width - BOX.right - MARGIN; x += STEP) {
    for (let y = BOX.above + MARGIN; y <= VIEW.height - BOX.below; y += STEP) {
      const out = Math.hypot(x - VIEW.centre.x, y - VIEW.centre.y) - VIEW.radius;
      if (out >= FROM_RING) points.push({ x, y });
    }
  }
  return points;
}

function costOf(at: Point, home: Point, others: readonly Point[], labels: readonly Box[]): number {
  const box = boxAt(at);
  let cost = Math.abs(distance(at, home) - WISHED);
  for (const label of labels) {
    if (meet(box, label)) cost += COVERED;
    if (isCrossed(label, at, home)) cost += CROSSED;
  }
  for (const one of [home, ...others]) if (distance(at, one) < FROM_SERVER) cost += COVERED;
  for (const one of others) if (distanceToWay(one, at, home) < FROM_LINE) cost += THROUGH;
  return cost;
}

/** fromCorner draws clients to the upper left corner, where one looks first. */
function fromCorner(at: Point): number {
  return distance(at, CORNER) * CORNER_PULL;
}

const CORNER: Point = { x: 0, y: 0 };
const CORNER_PULL = 1.5;

function amongClients(at: Point, home: Point, taken: readonly Point[]): number {
  let cost = 0;
  for (const one of taken) {
    if (meet(boxAt(at), boxAt(one))) cost += COVERED;
    if (distanceToWay(one, at, home) < FROM_CLIENT) cost += CROSSED;
    cost += Math.max(0, APART - distance(at, one));
  }
  return cost;
}

function boxAt({ x, y }: Point): Box {
  const { left, right, above, below } = BOX;
  return { left: x - left, right: x + right, top: y - above, bottom: y + below };
}

function wordBox({ x, y }: Point): Box {
  return { left: x - WORD.side, right: x + WORD.side, top: y - WORD.above, bottom: y + WORD.below };
}

/** labelBox is about where a server's label is, as server.tsx sets it. */
function labelBox({ x, y, angle }: Place, count: number): Box {
  const side = Math.cos(angle);
  const few = count <= ONE_LINE_MAX;
  if (few && Math.abs(side) < 0.75) {
    const middle = y < VIEW.centre.y - VIEW.radius / 2 ? y - 51 : y + 59;
    return { left: x - 66, right: x + 66, top: middle - 11, bottom: middle + 9 };
  }
  const [near, middle] = [x + 46 * side, y + (few ? 0 : 56 * Math.sin(angle))];
  const [left, right] = side > 0.4 ? [0, 70] : side < -0.4 ? [70, 0] : [35, 35];
  return { left: near - left, right: near + right, top: middle - 17, bottom: middle + 16 };
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** isCrossed looks at a few points of the way from a to b. */
function isCrossed(box: Box, a: Point, b: Point): boolean {
  return PARTS.some((part) => {
    const [x, y] = [a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part];
    return x > box.left && x < box.right && y > box.top && y < box.bottom;
  });
}

const PARTS: readonly number[] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** distanceToWay is how far a point is from the straight way from a to b. */
function distanceToWay(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const part = Math.min(1, Math.max(0, along));
  return distance(point, { x: a.x + part * dx, y: a.y + part * dy });
}
