// The shapes of messages, on the ring and in the diagram. A protocol gives each of its kinds of messages one.

/** Shape: an outlined circle is crossed out for a refusal; a hollow diamond is outlined, and so is a box, whose
 * compartments are those that its label names, as in "2 of 3"; the others are solid. */
export type Shape =
  | "diamond"
  | "hollow-diamond"
  | "square"
  | "small-square"
  | "circle"
  | "hexagon"
  | "box";

/** BOX is half the width and half the height of a box. */
export const BOX = { x: 16, y: 8 };
const COMPARTMENTS_MAX = 8;

/** compartments are the x and the width of those of a box that are full. Of more than eight, the full part is one. */
export function compartments(label: string): [x: number, width: number][] {
  const [, part = "", all = ""] = /(\d+) of (\d+)$/.exec(label) ?? [];
  const [full, count] = [Number(part), Number(all)];
  if (!count) return [];
  const room = 2 * BOX.x - 4;
  if (count > COMPARTMENTS_MAX) return [[2 - BOX.x, (room * full) / count]];
  return Array.from({ length: full }, (_, i) => [
    2 - BOX.x + (room * i) / count,
    room / count - 1.5,
  ]);
}
