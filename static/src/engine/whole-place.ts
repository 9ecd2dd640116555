// Instances of a whole server's program. One that is not needed any more is set back to its beginning, and used again:
// that takes a fraction of the time of a new one, and a browser has room for few memories of WebAssembly.
import { type Life, newLife, startWasi, type WholeExports } from "./whole-wasi.ts";

/** Place is an instance with the life that its program lives. */
export interface Place {
  program: WholeExports;
  life: Life;
}

interface Places {
  /** image is the memory of an instance at its beginning, and globals are its variables. */
  image: Uint8Array;
  globals: (number | bigint)[];
  free: Place[];
}

const places = new WeakMap<WebAssembly.Module, Places>();
const FREE_MAX = 12;
/** KEPT_MAX is the largest memory that is used again. */
const KEPT_MAX = 32 << 20;

/** takePlace gives an instance at its beginning. Nothing of it has run. */
export function takePlace(module: WebAssembly.Module): Place {
  const known = places.get(module);
  const free = known?.free.pop();
  if (known && free) {
    setBack(free.program, known);
    Object.assign(free.life, newLife());
    return free;
  }
  const life = newLife();
  const program = startWasi(module, life);
  if (!known) {
    const image = new Uint8Array(program.memory.buffer).slice();
    const globals = variablesOf(program).map(({ value }) => value);
    places.set(module, { image, globals, free: [] });
  }
  return { program, life };
}

/** leavePlace gives an instance back. */
export function leavePlace(module: WebAssembly.Module, place: Place): void {
  const known = places.get(module);
  if (!known || known.free.length >= FREE_MAX) return;
  if (place.program.memory.buffer.byteLength <= KEPT_MAX) known.free.push(place);
}

function setBack(program: WholeExports, { image, globals }: Places): void {
  const memory = new Uint8Array(program.memory.buffer);
  memory.set(image);
  memory.fill(0, image.length);
  for (const [n, variable] of variablesOf(program).entries()) variable.value = globals[n];
}

/** variablesOf are the variables of an instance besides its memory: whoever bounds a module exports them. */
export function variablesOf(program: WholeExports): WebAssembly.Global[] {
  const exports = program as unknown as Record<string, WebAssembly.Global | undefined>;
  const list: WebAssembly.Global[] = [];
  for (let n = 0; ; n++) {
    const one = exports[`global${n}`];
    if (!one) return list;
    list.push(one);
  }
}
