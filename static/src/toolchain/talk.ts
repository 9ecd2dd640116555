// The messages between the page (task-queue.ts) and the toolchain worker. The page asks for one task at
// a time, so that it can end the worker under it without losing others.

import type { WholeBuilt, WholeSources } from "./whole-talk.ts";

/** Problem is an error in a file, and its place. Lines and columns count from 1, columns in UTF-16
 * code units, as the editor does; the end is exclusive. */
export interface Problem {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  help?: string;
}

export interface CompletionOption {
  label: string;
  /** A note is read, and puts nothing into the text. */
  kind:
    | "note"
    | "field"
    | "method"
    | "function"
    | "variable"
    | "constant"
    | "type"
    | "keyword"
    | "package";
  detail: string;
  doc: string;
}

export interface Completion {
  from: number;
  options: readonly CompletionOption[];
}

export interface Hover {
  from: number;
  to: number;
  signature: string;
  doc: string;
}

/** LitValue is a value by its name; `before` is what it was, for a change. */
export interface LitValue {
  name: string;
  before: string;
  now: string;
}

/** LitNote is what a call of a rule saw in a line that it visited. */
export interface LitNote {
  line: number;
  /** times is how often it was visited: what is told is of the last time. */
  times: number;
  values: readonly LitValue[];
  changes: readonly LitValue[];
  /** gives is what the rule gave here. */
  gives: readonly LitValue[];
  /** answer is a condition's, "" where it is not known. */
  answer: "yes" | "no" | "";
}

/** Lit is a call's lines, and the parts of its request that it never looked at. */
export interface Lit {
  notes: readonly LitNote[];
  unread: readonly string[];
}

/** LitCall is what of a call the helper needs. */
export interface LitCall {
  rule: string;
  lines: readonly number[];
  values: string;
}

/** ToolFile is one line of toolchain.json. `compressed` is its size as it travels. */
export interface ToolFile {
  name:
    | ("compile" | "link" | "assist" | "bring")
    | ("std" | "raftlab" | "neighbours" | "whole" | "rawnode" | "docs");
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
export type Tools = RuleTools | WholeTools;

/** Wants is what the tools are for: exercises, which are rules, or whole servers. */
export type Wants = Tools["wants"];

interface AnyTools {
  about: ToolchainJSON;
  compile: WebAssembly.Module;
  link: WebAssembly.Module;
  /** std are the archives of Go's packages that every program may need. */
  std: Blob;
}

export interface RuleTools extends AnyTools {
  wants: "rules";
  assist: WebAssembly.Module;
  /** raftlab are the archives that every exercise may need; docs are the doc comments, a JSON text. */
  raftlab: Blob;
  docs: Blob;
}

export interface WholeTools extends AnyTools {
  wants: "whole";
  bring: WebAssembly.Module;
  whole: Blob;
}

/** LearnerFile is a learner's file for an exercise. Rules are the functions that it must have, and join is the
 * generated file that joins it to a program. */
export interface LearnerFile {
  exercise: string;
  source: string;
  rules: readonly string[];
  join: string;
}

export type Task = RuleTask | WholeTask;

export interface WholeTask {
  kind: "whole";
  sources: WholeSources;
}

export type RuleTask =
  | { kind: "check"; file: LearnerFile }
  /** build makes one program of files of different exercises. */
  | { kind: "build"; files: readonly LearnerFile[] }
  | { kind: "format"; source: string }
  | { kind: "complete"; source: string; offset: number }
  | { kind: "hover"; source: string; offset: number }
  | { kind: "lit"; source: string; call: LitCall };

/** Failure is an end that names no line of the learner's file. */
export type Failure =
  /** The compiler ran out of memory, or of stack because of deep nesting. */
  | { kind: "memory" }
  | { kind: "stack" }
  | { kind: "package"; name: string; wanted: string; line: number }
  | { kind: "tool"; tool: string; printed: string }
  /** main: a generated file does not compile against the learner's package. */
  | { kind: "main"; message: string; line: number };

/** Steps are the milliseconds of a build: to compile the learners' files, to compile the files that join them, to link,
 * and to make a module of the program. */
export interface Steps {
  compile: number;
  join: number;
  link: number;
  module: number;
}

/** Outcome names the exercise whose file has the problems or led to the failure, where one has. */
export type Outcome =
  | { kind: "problems"; problems: readonly Problem[]; exercise?: string | undefined }
  | { kind: "failure"; failure: Failure; exercise?: string | undefined }
  | { kind: "built"; guest: WebAssembly.Module; bytes: Uint8Array<ArrayBuffer>; took: Steps }
  | { kind: "formatted"; source: string }
  | { kind: "completion"; completion: Completion | null }
  | { kind: "hover"; hover: Hover | null }
  | { kind: "lit"; lit: Lit }
  | { kind: "whole"; built: WholeBuilt };

export type ToWorker =
  | { kind: "load"; wants: Wants | undefined }
  | { kind: "cancel" }
  | { kind: "adopt"; tools: Tools }
  | { kind: "task"; id: number; task: Task };

export type FromWorker =
  /** awaiting: the server has the compiler still built, of which so many parts are made. */
  | { kind: "awaiting"; made: number; total: number }
  | { kind: "fetching"; loaded: number; total: number }
  | { kind: "preparing" }
  | { kind: "loaded"; tools: Tools; fromCache: boolean; kept: boolean }
  | { kind: "cancelled" }
  /** file is "" when all was fetched and could not be prepared. */
  | { kind: "failed"; file: string; why: string }
  /** step: so many calls of compiler and linker are done, of how many. */
  | { kind: "step"; id: number; done: number; of: number }
  | { kind: "done"; id: number; outcome: Outcome }
  | { kind: "broke"; id: number; why: string };
