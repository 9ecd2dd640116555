// Labels in a crowded picture: each is put only where none is yet, so that what is written can be read.
import type { Surface } from "./surface.ts";

export type Side = "above" | "below";

const GAP = 6;

export class Labels {
  readonly #taken = new Map<string, [number, number][]>();
  readonly #surface: Pick<Surface, "measure">;

  constructor(surface: Pick<Surface, "measure">) {
    this.#surface = surface;
  }

  /** put reserves the room for a label that begins at x, and says whether there is room, which may be
   * bounded. */
  put(lane: number, side: Side, x: number, text: string, size: number, room = Infinity): boolean {
    const width = this.#surface.measure(text, size);
    if (width > room) return false;
    return this.reserve(lane, side, x, x + width);
  }

  /** reserve takes a stretch, unless some of it is taken. */
  reserve(lane: number, side: Side, left: number, right: number): boolean {
    const key = `${lane}${side}`;
    const taken = this.#taken.get(key) ?? [];
    if (taken.some(([a, b]) => left < b + GAP && right > a - GAP)) return false;
    taken.push([left, right]);
    this.#taken.set(key, taken);
    return true;
  }
}
