// A program of ours that stays instantiated, and answers requests in JSON: assist and bring (wasm/assist, wasm/bring).
import { OpenFile, WASI, File as WasiFile } from "@bjorn3/browser_wasi_shim";
import { Printed } from "../base/wasi.ts";
import { type Files, rootWith } from "./files.ts";

interface Exports {
  memory: WebAssembly.Memory;
  input(size: number): number;
  call(size: number): number;
  output(): number;
  /** bound is of bring alone. */
  bound?(size: number): number;
}

export interface Reactor {
  ask(request: object): unknown;
  /** bound gives a program with a bound, empty if it cannot. */
  bound(program: Uint8Array): Uint8Array<ArrayBuffer>;
}

const PRINTED_LINES = 20;

/** makeReactor instantiates it at the first request, and again after a crash. Files are what it may read. */
export function makeReactor(name: string, module: WebAssembly.Module, files: Files): Reactor {
  const kept = [...files];
  let exports: Exports | null = null;
  let printed: string[] = [];
  const start = (): Exports => {
    printed = [];
    const keepLine = (line: string): void => {
      printed = [...printed, line].slice(-PRINTED_LINES);
    };
    const streams = [
      new OpenFile(new WasiFile([])),
      new Printed(keepLine),
      new Printed(keepLine),
      rootWith(kept).fd,
    ];
    const wasi = new WASI([], [], streams, { debug: false });
    const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
    wasi.initialize(instance as Parameters<WASI["initialize"]>[0]);
    return instance.exports as unknown as Exports;
  };
  const attempt = <T>(what: (exports: Exports) => T): T => {
    try {
      exports ??= start();
      return what(exports);
    } catch (error) {
      exports = null; // its memory cannot be trusted any more
      throw new Error([`${name}: ${String(error)}`, ...printed].join("\n"));
    }
  };
  return {
    ask: (request) =>
      attempt((all) => {
        const asked = new TextEncoder().encode(JSON.stringify(request));
        return JSON.parse(new TextDecoder().decode(passed(all, asked, all.call)));
      }),
    bound: (program) =>
      attempt((all) => {
        if (!all.bound) throw new Error("it has no bound");
        return passed(all, program, all.bound).slice();
      }),
  };
}

/** passed passes bytes to a function, and gives a view of what it answers. */
function passed(
  exports: Exports,
  bytes: Uint8Array,
  to: (size: number) => number,
): Uint8Array<ArrayBuffer> {
  const at = exports.input(bytes.length);
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  const size = to(bytes.length);
  return new Uint8Array(exports.memory.buffer as ArrayBuffer, exports.output(), size);
}
