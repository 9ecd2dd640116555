// Talks to assist, our own Go helper for the editor: it formats, completes, reads the compiler's
// messages, and makes the lines of a learner's file visible (wasm/assist). It stays instantiated.
import { OpenFile, WASI, File as WasiFile } from "@bjorn3/browser_wasi_shim";
import { Printed } from "../base/wasi.ts";
import { type Files, rootWith } from "./files.ts";
import type { Completion, Hover, Lit, LitCall, Problem } from "./talk.ts";

interface Exports {
  memory: WebAssembly.Memory;
  input(size: number): number;
  call(size: number): number;
  output(): number;
}

/** Sourced is a source that was changed, or why not. A file may be refused that compiles. */
type Sourced = { source: string } | { problems: readonly Problem[]; refused?: boolean };

/** Functions are a file's, and which of the rules it lacks. */
export interface Functions {
  package: string;
  functions: readonly { name: string; line: number }[];
  problems: readonly Problem[];
}

export interface Assist {
  format(source: string): Sourced;
  instrument(exercise: string, rules: readonly string[], source: string): Sourced;
  problems(output: string, source: string): readonly Problem[];
  functions(source: string, rules: readonly string[]): Functions;
  complete(source: string, offset: number): Completion | null;
  hover(source: string, offset: number): Hover | null;
  lit(source: string, call: LitCall): Lit;
}

const PRINTED_LINES = 20;

/** makeAssist instantiates it at the first task, and again after a crash. Files are its /pkg. */
export function makeAssist(module: WebAssembly.Module, files: Files): Assist {
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
  const ask = (request: object): unknown => {
    try {
      exports ??= start();
      return JSON.parse(call(exports, JSON.stringify(request)));
    } catch (error) {
      exports = null; // its memory cannot be trusted any more
      throw new Error([`assist: ${String(error)}`, ...printed].join("\n"));
    }
  };
  return {
    format: (source) => ask({ kind: "format", source }) as Sourced,
    instrument: (exercise, rules, source) =>
      ask({ kind: "instrument", exercise, rules, source }) as Sourced,
    problems(output, source) {
      const reply = ask({ kind: "problems", output, source }) as { problems?: Problem[] };
      return reply.problems ?? [];
    },
    functions(source, rules) {
      const reply = ask({ kind: "functions", source, rules }) as Partial<Functions>;
      const { package: name = "", functions = [], problems = [] } = reply;
      return { package: name, functions, problems };
    },
    complete(source, offset) {
      const reply = ask({ kind: "complete", source, offset }) as Partial<Completion>;
      const { from, options } = reply;
      return from !== undefined && options?.length ? { from, options } : null;
    },
    hover(source, offset) {
      const { from, to, signature, doc } = ask({ kind: "hover", source, offset }) as Partial<Hover>;
      if (from === undefined || to === undefined || signature === undefined) return null;
      return { from, to, signature, doc: doc ?? "" };
    },
    lit(source, { rule, lines, values }) {
      const reply = ask({ kind: "lit", source, rule, lines, values }) as Partial<Lit>;
      return { notes: reply.notes ?? [], unread: reply.unread ?? [] };
    },
  };
}

function call(exports: Exports, request: string): string {
  const bytes = new TextEncoder().encode(request);
  const to = exports.input(bytes.length);
  new Uint8Array(exports.memory.buffer, to, bytes.length).set(bytes);
  const size = exports.call(bytes.length);
  const from = exports.output();
  return new TextDecoder().decode(new Uint8Array(exports.memory.buffer, from, size));
}
