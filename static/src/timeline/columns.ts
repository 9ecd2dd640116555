// Arrays of numbers that grow: one column per fact, one element per event. A hundred thousand objects
// would cost ten times the memory, and a pause whenever the garbage is collected.

type Numbers = Float64Array | Int32Array | Uint8Array;

const FIRST_SIZE = 1024;

/** Column is one growing typed array. */
export class Column<T extends Numbers> {
  #data: T;
  readonly #make: (size: number) => T;

  constructor(make: (size: number) => T) {
    this.#make = make;
    this.#data = make(FIRST_SIZE);
  }

  get(index: number): number {
    return this.#data[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#data.length) this.#grow(index + 1);
    this.#data[index] = value;
  }

  #grow(size: number): void {
    const bigger = this.#make(Math.max(size, 2 * this.#data.length));
    bigger.set(this.#data as never);
    this.#data = bigger;
  }
}

export const floats = (): Column<Float64Array> => new Column((size) => new Float64Array(size));
export const integers = (): Column<Int32Array> => new Column((size) => new Int32Array(size));
export const bytes = (): Column<Uint8Array> => new Column((size) => new Uint8Array(size));

/** List is a growing list of event numbers in rising order, which can be cut and searched. */
export class List {
  readonly #column = integers();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return index >= 0 && index < this.#length ? this.#column.get(index) : 0;
  }

  push(event: number): void {
    this.#column.set(this.#length, event);
    this.#length += 1;
  }

  /** cut drops every element from that event on. */
  cut(event: number): void {
    this.#length = this.from(event);
  }

  /** from is the place of the first element that is not below event; the length when there is none. */
  from(event: number): number {
    return firstNotBelow(this.#length, (i) => this.#column.get(i), event);
  }

  /** before is the last element at or below event, 0 for none. */
  before(event: number): number {
    return this.at(this.from(event + 1) - 1);
  }

  /** after is the first element at or above event, 0 for none. */
  after(event: number): number {
    return this.at(this.from(event));
  }
}

/** firstNotBelow searches a rising sequence for the place of the first element at or above wanted. */
export function firstNotBelow(
  length: number,
  at: (index: number) => number,
  wanted: number,
): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
