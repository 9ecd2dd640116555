// One whole server as a guest: a wasip1 module of somebody's program, with goroutines and timers. It is the page's half
// of lab/whole/life: bytes come in, with the clock and the bounds of the step, and bytes go out, with what was printed
// and, once, why the program ended (wire.go has both forms). What the program may ask of its host is in
// whole-wasi.ts, and how a person looks at it in whole-twin.ts.
import type { Guest } from "./guest.ts";
import { type Ending, endOf } from "./whole-end.ts";
import { leavePlace, type Place, takePlace } from "./whole-place.ts";
import { lookAt } from "./whole-twin.ts";
import type { Life, WholeExports } from "./whole-wasi.ts";

/** The bits of a call's first byte. */
const BEGINS = 1;
const STEPS = 2;
/** Where the program's bytes begin in a call, and in the first call of a life. */
const HEAD = 9;
const FIRST_HEAD = 34;

/** startWhole gives a server that begins with its first call, when the time is known. A call without bytes is the last:
 * the server is no more. */
export function startWhole(module: WebAssembly.Module): Guest {
  let place: Place | null = null;
  let loops = 0n;
  let hasEnded = false;
  const call = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
    const isFirst = place === null;
    place ??= takePlace(module);
    const { program, life } = place;
    const input = readCall(bytes, life);
    if (input.loops !== null) loops = input.loops;
    try {
      program.fuel.value = loops;
      if (isFirst) program._initialize();
      const output = exchange(program, input.program);
      const shown = life.show ? lookAt(module, program, life, loops) : new Uint8Array();
      return reply(life, shown, output);
    } catch (error) {
      const ending = endOf(error, program);
      if (!ending) throw error;
      hasEnded = true; // its memory cannot be trusted any more
      return finalReply(life, ending);
    }
  };
  return {
    step(bytes) {
      if (bytes.length === 0) {
        if (place) leavePlace(module, place);
        place = null;
        hasEnded = true;
        return new Uint8Array();
      }
      if (hasEnded) throw new Error("the program has ended");
      return call(bytes);
    },
    calls: () => "",
  };
}

/** exchange gives the program some bytes, and returns a copy of its own. */
function exchange(program: WholeExports, input: Uint8Array): Uint8Array {
  const to = program.input(input.length) >>> 0;
  new Uint8Array(program.memory.buffer, to, input.length).set(input);
  const size = program.step(input.length) >>> 0;
  return new Uint8Array(program.memory.buffer, program.output() >>> 0, size).slice();
}

interface Call {
  program: Uint8Array;
  /** loops bounds a step; it comes with the first call, and is null in all others. */
  loops: bigint | null;
}

/** readCall takes what a call says of the life. */
function readCall(bytes: Uint8Array, life: Life): Call {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const how = view.getUint8(0);
  life.clock = view.getBigUint64(1, true);
  if ((how & STEPS) !== 0) {
    life.asked = 0;
    life.printed.length = 0;
    life.printedBytes = 0;
  }
  if ((how & BEGINS) === 0) return { program: bytes.subarray(HEAD), loops: null };
  life.seed = view.getBigUint64(9, true);
  life.askedMax = view.getUint32(17, true);
  life.printedMax = view.getUint32(29, true);
  life.show = view.getUint8(33) === 1;
  return { program: bytes.subarray(FIRST_HEAD), loops: view.getBigUint64(21, true) };
}

function reply(life: Life, shown: Uint8Array, output: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Writer(17 + life.printedBytes + shown.length + output.length);
  out.byte(0);
  out.long(life.deadline);
  out.number(life.printedBytes);
  for (const part of life.printed) out.bytes(part);
  out.list(shown);
  out.bytes(output);
  return out.done();
}

const encoder = new TextEncoder();

function finalReply(life: Life, { kind, code, text, frames }: Ending): Uint8Array<ArrayBuffer> {
  const lists = [text, ...frames].map((one) => encoder.encode(one));
  const size = lists.reduce((sum, list) => sum + 4 + list.length, 0);
  const out = new Writer(25 + life.printedBytes + size);
  out.byte(kind);
  out.long(life.deadline);
  out.number(life.printedBytes);
  for (const part of life.printed) out.bytes(part);
  out.number(0);
  out.number(code);
  out.list(lists[0] ?? new Uint8Array());
  out.number(frames.length);
  for (const list of lists.slice(1)) out.list(list);
  return out.done();
}

/** Writer writes numbers in little endian. */
class Writer {
  private readonly to: Uint8Array<ArrayBuffer>;
  private readonly view: DataView;
  private at = 0;

  constructor(size: number) {
    this.to = new Uint8Array(size);
    this.view = new DataView(this.to.buffer);
  }

  byte(n: number): void {
    this.view.setUint8(this.at, n);
    this.at += 1;
  }

  number(n: number): void {
    this.view.setUint32(this.at, n, true);
    this.at += 4;
  }

  long(n: bigint): void {
    this.view.setBigUint64(this.at, n, true);
    this.at += 8;
  }

  bytes(b: Uint8Array): void {
    this.to.set(b, this.at);
    this.at += b.length;
  }

  list(b: Uint8Array): void {
    this.number(b.length);
    this.bytes(b);
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.to.subarray(0, this.at);
  }
}
