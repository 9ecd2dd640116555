// Runs the engine for whole servers under node, with the page's own guests:
//
//	node static/e2e/help/whole-node.mjs ENGINE GUEST COMMAND ARGUMENT...
//
// ENGINE is engine-whole.wasm, GUEST the module of a whole server, bounded; the rest is for the engine
// (wasm/engine/whole). What the engine posts to a page is printed, a message a line.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as esbuild from "esbuild";

const [engine, guest, ...args] = process.argv.slice(2);
const root = join(import.meta.dirname, "..", "..");

const built = await esbuild.build({
  stdin: {
    contents: 'export { startWhole } from "./src/engine/whole-guest.ts";',
    resolveDir: root,
  },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  write: false,
  logLevel: "warning",
});
const source = Buffer.from(built.outputFiles[0].contents).toString("base64");
const { startWhole } = await import(`data:text/javascript;base64,${source}`);

const module = new WebAssembly.Module(readFileSync(guest));
globalThis.startLearner = () => startWhole(module);
globalThis.postMessage = (text) => process.stdout.write(`${text}\n`);
globalThis.require = createRequire(import.meta.url);
globalThis.fs = await import("node:fs").then((fs) => ({ ...fs }));
globalThis.path = await import("node:path");

const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
globalThis.require(join(goroot, "lib", "wasm", "wasm_exec.js"));
const go = new globalThis.Go();
go.argv = ["whole", ...args];
go.env = {};
go.exit = (code) => {
  process.exitCode = code;
};
const { instance } = await WebAssembly.instantiate(readFileSync(engine), go.importObject);
await go.run(instance);
