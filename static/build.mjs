// Builds the web app into dist/: bundles, precompressed siblings, and a check of the size budgets.
// `make build` puts engine.wasm and guest.wasm into dist/ first; this file never removes anything.
import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import * as esbuild from "esbuild";

const root = import.meta.dirname;
const dist = join(root, "dist");

/** The best quality takes twelve seconds for each of the two programs, once for each of their changes, and
 * saves every visitor a tenth of the download. */
const BROTLI = {
  [constants.BROTLI_PARAM_QUALITY]: 11,
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
};

/** Budgets in bytes of brotli. One that is exceeded by a fifth fails the build. */
const BUDGETS = [
  { name: "first paint", files: ["main.js", "main.css"], bytes: 40_000 },
  // With 900 kB the engine had the lab alone. Since then it judges clients' histories with porcupine,
  // writes random schedules, and carries the texts of a whole catalogue of scenarios.
  { name: "engine", files: ["engine.wasm"], bytes: 1_000_000 },
  { name: "guest", files: ["guest.wasm"], bytes: 750_000 },
];
const TOLERANCE = 1.2;

/** wasm_exec.js must match the compiler that made engine.wasm, so it is taken from there. */
const wasmExec = {
  name: "wasm_exec",
  setup(build) {
    build.onResolve({ filter: /^wasm_exec$/ }, () => {
      const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
      return { path: join(goroot, "lib", "wasm", "wasm_exec.js") };
    });
  },
};

async function bundle() {
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    target: "es2022",
    outdir: dist,
    logLevel: "warning",
    jsx: "automatic",
    jsxImportSource: "preact",
  };
  await Promise.all([
    esbuild.build({ ...common, format: "esm", entryPoints: { main: "src/main.tsx" } }),
    esbuild.build({
      ...common,
      format: "iife",
      entryPoints: {
        "engine-worker": "src/engine-worker.ts",
        "node-worker": "src/node-worker.ts",
      },
      plugins: [wasmExec],
    }),
  ]);
  for (const name of ["index.html", "favicon.svg"]) {
    copyFileSync(join(root, "src", name), join(dist, name));
  }
}

/** compress writes name.br beside each file, unless the one there is newer. */
async function compress() {
  const press = promisify(brotliCompress);
  const jobs = readdirSync(dist).map(async (name) => {
    if (!/\.(html|js|css|svg|wasm)$/.test(name)) return;
    const from = join(dist, name);
    const to = `${from}.br`;
    const made = statSync(to, { throwIfNoEntry: false });
    if (made && made.mtimeMs >= statSync(from).mtimeMs) return;
    writeFileSync(to, await press(readFileSync(from), { params: BROTLI }));
  });
  await Promise.all(jobs);
}

/** report prints each size against its budget and says whether the build may pass. */
function report() {
  let passed = true;
  for (const { name, files, bytes } of BUDGETS) {
    const sizes = files.map((file) =>
      statSync(join(dist, `${file}.br`), { throwIfNoEntry: false }),
    );
    if (sizes.includes(undefined)) {
      console.log(`${name}: not built`);
      continue;
    }
    const size = sizes.reduce((sum, file) => sum + file.size, 0);
    const verdict = size <= bytes ? "within" : "OVER";
    console.log(`${name}: ${kilobytes(size)} brotli, ${verdict} its budget of ${kilobytes(bytes)}`);
    if (size > bytes * TOLERANCE) passed = false;
  }
  return passed;
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

await bundle();
await compress();
if (!report()) process.exitCode = 1;
