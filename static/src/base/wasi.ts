// The environment of a guest, a wasip1 module: a clock and randomness that are the same on every host, no
// file, no environment variables, and a place for its output. A server's worker and the grade
// worker start their guests here, so that the same bytes do the same in both.

import { Fd, File, OpenFile, WASI, wasi as wasiDefinitions } from "@bjorn3/browser_wasi_shim";
import { messageOf } from "./errors.ts";

const NANOSECONDS_PER_READING = 1000n;

/** LINE_MAX cuts a printed line. Megabytes without an end of line do not fill the memory. */
const LINE_MAX = 4000;

/** Imports are the functions of ours that a guest may call, by module and name. */
export type Imports = Record<string, Record<string, (...args: number[]) => unknown>>;

/** A learner's guest reports its progress while it grades. Hosts that do not grade ignore it. */
const SILENT: Imports = { raftlab: { progress: () => {} } };

/** NotStarted is the error of a browser that does not start a guest: none of its code has run. */
export class NotStarted extends Error {}

/** instantiate starts a guest and gives its exports, after its _initialize. keepLine gets each line
 * that it prints, to either stream. */
export function instantiate<Exports>(
  module: WebAssembly.Module,
  keepLine: (line: string) => void,
  imports: Imports = SILENT,
): Exports & { memory: WebAssembly.Memory } {
  const streams = [new OpenFile(new File([])), new Printed(keepLine), new Printed(keepLine)];
  const wasi = new WASI([], [], streams, { debug: false });
  makeDeterministic(wasi, () => exports.memory.buffer);
  const instance = start(module, { ...imports, wasi_snapshot_preview1: wasi.wasiImport });
  const exports = instance.exports as unknown as Exports & { memory: WebAssembly.Memory };
  wasi.initialize(instance as Parameters<WASI["initialize"]>[0]);
  return exports;
}

function start(module: WebAssembly.Module, imports: WebAssembly.Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch (error) {
    throw new NotStarted(messageOf(error));
  }
}

/** makeDeterministic takes time and randomness away: both come from the engine, inside the inputs. Go's
 * runtime refuses a clock that stands at zero, so each reading is a microsecond after the last. */
function makeDeterministic(wasi: WASI, memory: () => ArrayBuffer): void {
  let clock = 0n;
  wasi.wasiImport.clock_time_get = (_id: number, _precision: bigint, address: number) => {
    clock += NANOSECONDS_PER_READING;
    new DataView(memory()).setBigUint64(address, clock, true);
    return 0;
  };
  wasi.wasiImport.random_get = (address: number, size: number) => {
    new Uint8Array(memory(), address, size).fill(0);
    return 0;
  };
}

/** Printed is a write-only stream that passes its text on line by line. */
export class Printed extends Fd {
  private readonly decoder = new TextDecoder();
  private line = "";

  constructor(private readonly keepLine: (line: string) => void) {
    super();
  }

  override fd_fdstat_get(): ReturnType<Fd["fd_fdstat_get"]> {
    const stat = new wasiDefinitions.Fdstat(wasiDefinitions.FILETYPE_CHARACTER_DEVICE, 0);
    return { ret: 0, fdstat: stat };
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    const [rest = "", ...lines] = this.decoder.decode(data, { stream: true }).split("\n").reverse();
    for (const line of lines.reverse()) {
      this.keepLine((this.line + line).slice(0, LINE_MAX));
      this.line = "";
    }
    this.line = (this.line + rest).slice(0, LINE_MAX);
    return { ret: 0, nwritten: data.byteLength };
  }
}
