// What the page (toolchain.ts) and the toolchain worker say to each other. The page asks for one task at
// a time, so that it can end the worker under it without losing others.
import type { Completion, Hover, Problem } from "./toolchain.ts";

/** ToolFile is one line of toolchain.json. `compressed` is its size as it travels. */
export interface ToolFile {
  name: "compile" | "link" | "assist" | "std" | "raftlab" | "docs";
  path: string;
  bytes: number;
  compressed: number;
  sha256: string;
}

/** ToolchainJSON is toolchain.json, as wasm/toolchain writes it. */
export interface ToolchainJSON {
  version: number;
  go: string;
  files: ToolFile[];
  /** learnerImports are what a learner may import; visitImport is what instrumentation adds. */
  learnerImports: string[];
  visitImport: string;
  compileFlags: string[];
  linkFlags: string[];
}

/** Tools is all that a worker needs to begin. The page keeps it: modules and blobs are shared when they
 * are posted, not copied, so that a new worker starts at once. */
export interface Tools {
  about: ToolchainJSON;
  compile: WebAssembly.Module;
  link: WebAssembly.Module;
  assist: WebAssembly.Module;
  /** packs are the archives; docs are the doc comments, a JSON text. */
  packs: Blob[];
  docs: Blob;
}

export type Task =
  | { kind: "check"; exercise: string; source: string; rules: readonly string[] }
  | { kind: "build"; exercise: string; source: string; rules: readonly string[]; main: string }
  | { kind: "format"; source: string }
  | { kind: "complete"; source: string; offset: number }
  | { kind: "hover"; source: string; offset: number };

/** Trouble is an end that names no line of the learner's file. */
export type Trouble =
  /** The compiler ran out of memory, or of stack for what is nested. */
  | { kind: "memory" }
  | { kind: "stack" }
  /** time: the page ended the worker, after so long. */
  | { kind: "time"; seconds: number }
  | { kind: "package"; name: string; wanted: string; line: number }
  | { kind: "tool"; tool: string; printed: string }
  /** main: the generated main does not compile against the learner's package. */
  | { kind: "main"; message: string; line: number };

export type Outcome =
  | { kind: "problems"; problems: readonly Problem[] }
  | { kind: "trouble"; trouble: Trouble }
  | { kind: "built"; guest: WebAssembly.Module; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "formatted"; source: string }
  | { kind: "completion"; completion: Completion | null }
  | { kind: "hover"; hover: Hover | null };

export type ToWorker =
  | { kind: "load" }
  | { kind: "cancel" }
  | { kind: "adopt"; tools: Tools }
  | { kind: "task"; id: number; task: Task };

export type FromWorker =
  | { kind: "fetching"; loaded: number; total: number }
  | { kind: "preparing" }
  | { kind: "loaded"; tools: Tools; fromCache: boolean; kept: boolean }
  | { kind: "cancelled" }
  /** file is "" when all was fetched and could not be prepared. */
  | { kind: "failed"; file: string; why: string }
  | { kind: "done"; id: number; outcome: Outcome }
  | { kind: "broke"; id: number; why: string };
