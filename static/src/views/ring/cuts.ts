// How cut links are drawn. A clean partition into neighbours on the ring is one line between them, as
// on a whiteboard; anything else is drawn link by link.
import { along, type Place, type Point, polar, round, VIEW } from "./geometry.ts";

export interface CutDrawing {
  /** lines are paths that separate groups of servers. */
  lines: string[];
  /** links are cut links one by one: `both` directions, or only from → to. */
  /** label is where the word "cut" stands: beyond the upper end of the lines; null without lines. */
  label: Point | null;
  links: { from: number; to: number; both: boolean; a: Point; b: Point; mark: Point }[];
}

const REACH = 40;
const LABEL_GAP = 16;

/** wordPlaces are where the word "cut" may come to stand, so that nothing else stands there. */
export function wordPlaces(places: readonly Place[]): Point[] {
  return places.map((_, i) => outside(i, places, REACH + LABEL_GAP));
}

export function drawCuts(cuts: readonly [number, number][], places: Place[]): CutDrawing {
  if (cuts.length === 0) return { lines: [], label: null, links: [] };
  const cut = new Set(cuts.map(([from, to]) => `${from}>${to}`));
  const groups = cleanGroups(cut, places.length);
  const edges = groups ? boundaries(groups) : [];
  const groupCount = new Set(groups).size;
  if (groups && edges.length === groupCount) {
    const ends = edges.map((i) => outside(i, places, REACH));
    return { lines: dividers(ends), label: labelOf(edges, places), links: [] };
  }
  return { lines: [], label: null, links: singleLinks(cuts, places) };
}

/** cleanGroups gives each server its group when the cuts are exactly "no link between groups", and
 * null when they are not. A server's group is named by the first server it can talk to. */
function cleanGroups(cut: Set<string>, count: number): number[] | null {
  const groups: number[] = [];
  for (let a = 1; a <= count; a++) {
    let first = a;
    for (let b = 1; b < a && first === a; b++)
      if (!cut.has(`${b}>${a}`)) first = groups[b - 1] ?? b;
    groups.push(first);
  }
  for (let a = 1; a <= count; a++) {
    for (let b = 1; b <= count; b++) {
      if (a !== b && cut.has(`${a}>${b}`) !== (groups[a - 1] !== groups[b - 1])) return null;
    }
  }
  return groups;
}

/** boundaries are the gaps on the ring, by the number of the server before them, where the group
 * changes. As many gaps as groups means that each group is a run of neighbours. */
function boundaries(groups: number[]): number[] {
  return groups.flatMap((group, i) => (group !== groups[(i + 1) % groups.length] ? [i] : []));
}

/** outside is the point beyond the ring in the gap after a server. */
function outside(edge: number, places: readonly Place[], reach: number): Point {
  return polar((places[edge]?.angle ?? 0) + Math.PI / places.length, VIEW.radius + reach);
}

function labelOf(edges: number[], places: Place[]): Point | null {
  const points = edges.map((i) => outside(i, places, REACH + LABEL_GAP));
  return points.reduce<Point | null>((top, one) => (!top || one.y < top.y ? one : top), null);
}

function dividers(ends: Point[]): string[] {
  const { x, y } = VIEW.centre;
  const [first, second] = ends;
  if (first && second && ends.length === 2) {
    return [`M ${point(first)} Q ${round(x)} ${round(y)} ${point(second)}`];
  }
  return ends.map((end) => `M ${round(x)} ${round(y)} L ${point(end)}`);
}

function point(at: Point): string {
  return `${round(at.x)} ${round(at.y)}`;
}

export function singleLinks(
  cuts: readonly [number, number][],
  places: Place[],
): CutDrawing["links"] {
  const cut = new Set(cuts.map(String));
  return cuts.flatMap(([from, to]) => {
    const both = cut.has(`${to},${from}`);
    const a = places[from - 1];
    const b = places[to - 1];
    if (!a || !b || (both && from > to)) return [];
    return [{ from, to, both, a: along(a, b, 0), b: along(a, b, 1), mark: along(a, b, 0.5) }];
  });
}
