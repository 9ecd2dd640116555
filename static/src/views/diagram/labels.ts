// Labels in a crowded picture: each is put only where none is yet, so that all can be read.
import type { Surface } from "./surface.ts";

export type Side = "above" | "below";

const GAP = 6;
/** Where lanes are nearer to each other than this, labels below one and above the next would meet. */
const APART = 37;
/** Where they are nearer than this, labels below one would stand on the next. */
const BELOW = 24;

export class Labels {
  readonly #taken = new Map<string, [number, number][]>();
  readonly #surface: Pick<Surface, "measure">;
  readonly #gap: number;

  constructor(surface: Pick<Surface, "measure">, gap = Infinity) {
    this.#surface = surface;
    this.#gap = gap;
  }

  /** fitsBelow is true when a minor note has room between two lanes. */
  get fitsBelow(): boolean {
    return this.#gap >= BELOW;
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
    const key =
      this.#gap >= APART ? `${lane}${side}` : `under ${side === "below" ? lane : lane - 1}`;
    const taken = this.#taken.get(key) ?? [];
    if (taken.some(([a, b]) => left < b + GAP && right > a - GAP)) return false;
    taken.push([left, right]);
    this.#taken.set(key, taken);
    return true;
  }
}
