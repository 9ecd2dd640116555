// Runs the Go compiler and linker: each run is a fresh instance of the kept module, with files in
// memory and nothing else.
import { OpenFile, WASI, WASIProcExit, File as WasiFile } from "@bjorn3/browser_wasi_shim";
import { Printed } from "../base/wasi.ts";
import { type Files, type MemoryFile, rootWith } from "./files.ts";
import { saysOutOfMemory, saysOutOfStack } from "./out-of-memory.ts";

/** WORK is the folder that the tools begin in. */
const WORK = "/work";

/** GOGC: a run is short, so that a heap that grows is cheaper than collecting it. */
const ENVIRONMENT = ["GOGC=400", `PWD=${WORK}`];

/** PRINTED_MAX cuts what a tool prints, in UTF-16 code units. */
const PRINTED_MAX = 1_000_000;

export interface Run {
  code: number;
  printed: string;
  /** outOf names the resource that the tool ran out of, if that ended it. */
  outOf: "memory" | "stack" | null;
  /** read gives a file that the tool wrote, by its name in WORK. */
  read(name: string): Uint8Array<ArrayBuffer> | null;
}

/** run runs a tool to its end. Files with relative paths lie in WORK. */
export function run(module: WebAssembly.Module, args: readonly string[], files: Files): Run {
  const placed = [...files].map(([path, file]): [string, MemoryFile] => [inWork(path), file]);
  const root = rootWith(placed);
  const printed = new Head();
  const streams = [
    new OpenFile(new WasiFile([])),
    new Printed(printed.add),
    new Printed(printed.add),
    root.fd,
  ];
  const wasi = new WASI([...args], ENVIRONMENT, streams, { debug: false });
  const read = (name: string): Uint8Array<ArrayBuffer> | null => root.read(inWork(name));
  let code = -1;
  try {
    const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
    code = wasi.start(instance as Parameters<WASI["start"]>[0]);
  } catch (error) {
    // A trap is an end as well; so is a browser that has no memory for the instance.
    if (!(error instanceof WASIProcExit)) printed.add(String(error));
  }
  const text = printed.text();
  return { code, printed: text, outOf: code === 0 ? null : outOf(text), read };
}

/** outOf knows the messages of Go and of the browsers. Deeply nested calls end at the browser's bound. */
function outOf(printed: string): Run["outOf"] {
  if (saysOutOfMemory(printed)) return "memory";
  return saysOutOfStack(printed) ? "stack" : null;
}

function inWork(path: string): string {
  return path.startsWith("/") ? path : `${WORK}/${path}`;
}

/** Head keeps the first lines that were printed, up to a bound. */
class Head {
  private readonly lines: string[] = [];
  private length = 0;

  readonly add = (line: string): void => {
    if (this.length > PRINTED_MAX) return;
    this.lines.push(line);
    this.length += line.length + 1;
  };

  text(): string {
    return this.lines.map((line) => `${line}\n`).join("");
  }
}
