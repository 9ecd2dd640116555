// Builds the web app into dist/: bundles, precompressed siblings, and a check of the size budgets.
// `make build` puts the engines and the guests into dist/ first; of what is there it removes only shared parts of
// earlier bundles, whose names have a hash of their content.
import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as esbuild from "esbuild";
import { compress, compressToolchain, dropCopies, report } from "./compress.mjs";
import { firstPage } from "./first-page.mjs";
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
  charset: "utf8",
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
  review: "src/views/learn/review.tsx",
  plays: "src/views/learn/plays.tsx",
  reference: "src/views/reference/index.tsx",
  scenarios: "src/views/gallery/index.tsx",
  embed: "src/views/embed/index.tsx",
  compare: "src/views/compare/index.tsx",
  beside: "src/views/beside/index.tsx",
  dock: "src/views/diagram/dock.tsx",
  side: "src/views/clients/side.tsx",
  "client-links": "src/views/ring/clients.tsx",
  chapters: "src/views/raft/chapters.ts",
  paxos: "src/views/paxos/parts.tsx",
  replicas: "src/views/replicas/parts.tsx",
  zab: "src/views/zab/parts.tsx",
  whole: "src/views/whole/parts.tsx",
  bring: "src/views/bring/index.tsx",
  own: "src/course/learner-program.ts",
  memory: "src/course/the-storage.ts",
  path: "src/views/home/course.tsx",
  running: "src/app/running.ts",
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
        early: "src/app/early.ts",
        "engine-worker": "src/engine/engine-worker.ts",
        "node-worker": "src/engine/server-worker.ts",
        "whole-engine-worker": "src/engine/whole-engine-worker.ts",
        "whole-server-worker": "src/engine/whole-server-worker.ts",
        "whole-judge-worker": "src/engine/whole-judge-worker.ts",
        "toolchain-worker": "src/toolchain/toolchain-worker.ts",
        "grade-worker": "src/toolchain/grade-worker.ts",
      },
      plugins: [wasmExec],
    }),
  ]);
  const { inputs } = built[0].metafile;
  await writeStyles({ inputs, entryPoints: ENTRY_POINTS, options: OPTIONS });
  copyFileSync(join(root, "src", "favicon.svg"), join(dist, "favicon.svg"));
  writeFileSync(join(dist, "index.html"), await firstPage(OPTIONS));
  // `raftlab serve --with` answers with a folder in its place (course/whole-files.ts).
  writeFileSync(join(dist, "brought.json"), "null\n");
  const names = built.flatMap(({ metafile }) =>
    Object.keys(metafile.outputs).map((path) => basename(path)),
  );
  for (const name of readdirSync(dist)) {
    const isHashed = /^[\w]+-[A-Z0-9]{8}\.(js|css)(\.br)?$/.test(name);
    if (isHashed && !names.includes(name.replace(/\.br$/, ""))) rmSync(join(dist, name));
  }
  return names;
}

/** FIRST: a fresh clone is to be served soon. Then nothing is compressed, and the compiler is left out: it is not
 * built yet. */
const isFirst = process.env.FIRST === "1";

const [bundles] = await Promise.all([bundle(), isFirst ? null : compressToolchain()]);
await stamp({ dist, bundles, options: OPTIONS });
if (isFirst) {
  dropCopies();
} else {
  await compress();
  if (!report()) process.exitCode = 1;
}
