// Builds the web app into dist/: bundles, precompressed siblings, and a check of the size budgets.
// `make build` puts engine.wasm and guest.wasm into dist/ first; of what is there it removes only shared parts of
// earlier bundles, whose names have a hash of their content.
import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import * as esbuild from "esbuild";
import { compress, compressToolchain, report } from "./compress.mjs";
import { outline } from "./outline.mjs";
import { writeStyles } from "./styles.mjs";
import { stamp } from "./version.mjs";

const root = import.meta.dirname;
const dist = join(root, "dist");

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

const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: "es2022",
  outdir: dist,
  logLevel: "warning",
  jsx: "automatic",
  jsxImportSource: "preact",
  metafile: true,
};

/** What the first load leaves out is an entry of its own, so that its files have names. */
const ENTRY_POINTS = {
  main: "src/main.tsx",
  lab: "src/views/lab/lab.tsx",
  exercise: "src/views/exercise/index.tsx",
  trace: "src/views/trace/index.tsx",
  learn: "src/views/learn/index.tsx",
  puzzles: "src/views/puzzles/index.tsx",
  reference: "src/views/reference/index.tsx",
  scenarios: "src/views/gallery/index.tsx",
  embed: "src/views/embed/index.tsx",
  dock: "src/views/diagram/dock.tsx",
  side: "src/views/clients/side.tsx",
  "client-links": "src/views/ring/clients.tsx",
  chapters: "src/views/raft/chapters.ts",
  own: "src/course/learner-program.ts",
  "own-call": "src/views/own/in-lab.tsx",
  passed: "src/views/own/passed.tsx",
};

/** bundle writes the scripts and styles, and gives their names. */
async function bundle() {
  const built = await Promise.all([
    esbuild.build({
      ...OPTIONS,
      format: "esm",
      splitting: true,
      plugins: [outline],
      entryPoints: ENTRY_POINTS,
    }),
    esbuild.build({
      ...OPTIONS,
      format: "iife",
      entryPoints: {
        "engine-worker": "src/engine/engine-worker.ts",
        "node-worker": "src/engine/server-worker.ts",
        "toolchain-worker": "src/toolchain/toolchain-worker.ts",
        "grade-worker": "src/toolchain/grade-worker.ts",
      },
      plugins: [wasmExec],
    }),
  ]);
  const { inputs } = built[0].metafile;
  await writeStyles({ inputs, entryPoints: ENTRY_POINTS, options: OPTIONS });
  for (const name of ["index.html", "favicon.svg"]) {
    copyFileSync(join(root, "src", name), join(dist, name));
  }
  const names = built.flatMap(({ metafile }) =>
    Object.keys(metafile.outputs).map((path) => basename(path)),
  );
  for (const name of readdirSync(dist)) {
    const isHashed = /^[\w]+-[A-Z0-9]{8}\.(js|css)(\.br)?$/.test(name);
    if (isHashed && !names.includes(name.replace(/\.br$/, ""))) rmSync(join(dist, name));
  }
  return names;
}

const [bundles] = await Promise.all([bundle(), compressToolchain()]);
await stamp({ dist, bundles, options: OPTIONS });
await compress();
if (!report()) process.exitCode = 1;
