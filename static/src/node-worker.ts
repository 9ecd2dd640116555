// The worker that one Raft server lives in. It instantiates the guest, a wasip1 module with no access
// to anything but the few WASI calls below, and hands it one input after another from its port.
// Nothing here knows Raft. When a server crashes this worker is terminated, and its memory with it.
import { ConsoleStdout, File, OpenFile, WASI } from "@bjorn3/browser_wasi_shim";

interface Start {
  guest: WebAssembly.Module;
  port: MessagePort;
}

/** GuestExports is the guest's ABI. An address is valid until the next call. */
interface GuestExports {
  memory: WebAssembly.Memory;
  input(size: number): number;
  step(size: number): number;
  output(): number;
}

const STDERR_LINES = 20;
const NANOSECONDS_PER_READING = 1000n;

/** makeDeterministic takes time and chance away: both come from the engine, inside the inputs. Go's
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

function instantiate(guest: WebAssembly.Module, keepLine: (line: string) => void): GuestExports {
  const streams = [
    new OpenFile(new File([])),
    ConsoleStdout.lineBuffered(keepLine),
    ConsoleStdout.lineBuffered(keepLine),
  ];
  const wasi = new WASI([], [], streams, { debug: false });
  makeDeterministic(wasi, () => exports.memory.buffer);
  const instance = new WebAssembly.Instance(guest, { wasi_snapshot_preview1: wasi.wasiImport });
  const exports = instance.exports as unknown as GuestExports;
  wasi.initialize(instance as Parameters<WASI["initialize"]>[0]);
  return exports;
}

/** step passes one input through the guest. The memory may grow in any call, so that no view of it
 * is kept across one. */
function step(guest: GuestExports, input: Uint8Array): Uint8Array<ArrayBuffer> {
  const to = guest.input(input.length);
  new Uint8Array(guest.memory.buffer, to, input.length).set(input);
  const size = guest.step(input.length);
  const from = guest.output();
  return new Uint8Array(guest.memory.buffer, from, size).slice();
}

self.onmessage = (event: MessageEvent<Start>) => {
  const { guest: module, port } = event.data;
  const lines: string[] = [];
  const keepLine = (line: string): void => {
    lines.push(line);
    if (lines.length > STDERR_LINES) lines.shift();
  };
  const fail = (error: unknown): void => port.postMessage([String(error), ...lines].join("\n"));
  let guest: GuestExports | null = null;
  try {
    guest = instantiate(module, keepLine);
  } catch (error) {
    fail(error);
  }
  port.onmessage = (message: MessageEvent<Uint8Array>) => {
    if (!guest) return; // the failure above has been told already
    try {
      const output = step(guest, message.data);
      port.postMessage(output, [output.buffer]);
    } catch (error) {
      guest = null; // its memory cannot be trusted any more
      fail(error);
    }
  };
};
