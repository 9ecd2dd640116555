// Go's own glue, which build.mjs takes from the Go installation ($(go env GOROOT)/lib/wasm), so
// that it always matches the compiler that made engine.wasm. It is never committed.
declare module "wasm_exec";

declare class Go {
  argv: string[];
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** The part of Go's stand-in for Node's fs that Go's standard output and error go through. */
declare var fs: { writeSync(fd: number, bytes: Uint8Array): number };
