// Runs the unit tests: each test/*.test.ts, and each view's own, is bundled for node, and has a process of its own.
// No DOM is needed: decisions are pure, and views are rendered to virtual nodes only.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { spec as Spec } from "node:test/reporters";
import * as esbuild from "esbuild";
import { outline } from "../outline.mjs";

const root = join(import.meta.dirname, "..");
const tests = readdirSync(root, { recursive: true })
  .filter((path) => /^(src|test)\/.*\.test\.tsx?$/.test(path))
  .sort();
const outdir = mkdtempSync(join(tmpdir(), "raftlab-test-"));
try {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: tests,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".css": "empty" },
    outExtension: { ".js": ".mjs" },
    outdir,
    plugins: [outline],
    define: { "process.env.ROOT": JSON.stringify(root) },
    logLevel: "warning",
  });
  const built = readdirSync(outdir, { recursive: true })
    .filter((path) => path.endsWith(".test.mjs"))
    .map((path) => join(outdir, path));
  // On two processors, node --test would have one file at a time.
  const stream = run({ files: built, concurrency: cpus().length });
  stream.on("test:fail", () => {
    process.exitCode = 1;
  });
  await new Promise((resolve, reject) => {
    stream.on("error", reject);
    stream.compose(new Spec()).on("end", resolve).pipe(process.stdout, { end: false });
  });
} finally {
  rmSync(outdir, { recursive: true });
}
