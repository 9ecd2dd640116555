// How a person looks at a whole server: a twin of its instance, with the same memory and the same variables, shows the
// server's fields, goroutines and log; its later fate is of no interest. The program itself would do other things later
// if it had shown something (grader/sandbox/goroutines/look.go says why).
import { type Place, takePlace, variablesOf } from "./whole-place.ts";
import type { Life, WholeExports } from "./whole-wasi.ts";

/** One twin serves all servers of a program in this worker, one after the other. */
let twins = new WeakMap<WebAssembly.Module, Place>();
const PAGE = 1 << 16;
/** AHEAD_MAX is how many bytes larger than a server's the memory of a twin may be. */
const AHEAD_MAX = 16 << 20;

/** lookAt gives what a server shows, in the bytes of whole.AppendShown; nothing if it cannot. */
export function lookAt(
  module: WebAssembly.Module,
  program: WholeExports,
  life: Life,
  loops: bigint,
): Uint8Array {
  if (!program.show) return new Uint8Array();
  const twin = ready(module, program.memory.buffer.byteLength);
  copy(program, twin.program);
  Object.assign(twin.life, life, { printed: [], printedBytes: 0 });
  twin.program.fuel.value = loops;
  try {
    const size = (twin.program.show?.() ?? 0) >>> 0;
    if (size === 0) return new Uint8Array();
    const from = twin.program.output() >>> 0;
    return new Uint8Array(twin.program.memory.buffer, from, size).slice();
  } catch {
    twins = new WeakMap(); // the next twin is new
    return new Uint8Array();
  }
}

/** ready is a twin with a memory of at least so many bytes. */
function ready(module: WebAssembly.Module, size: number): Place {
  let twin = twins.get(module);
  if (!twin || twin.program.memory.buffer.byteLength > size + AHEAD_MAX) {
    twin = takePlace(module);
    twins.set(module, twin);
  }
  const missing = size - twin.program.memory.buffer.byteLength;
  if (missing > 0) twin.program.memory.grow(missing / PAGE);
  return twin;
}

function copy(from: WholeExports, to: WholeExports): void {
  const there = new Uint8Array(to.memory.buffer);
  const here = new Uint8Array(from.memory.buffer);
  there.set(here);
  there.fill(0, here.length); // what a program takes from its memory for the first time are zeros
  const theirs = variablesOf(to);
  for (const [n, { value }] of variablesOf(from).entries()) {
    const other = theirs[n];
    if (other) other.value = value;
  }
}
