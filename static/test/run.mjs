// Runs the unit tests: each test/*.test.ts, and each view's own, is bundled for node and handed to
// node --test. No DOM is needed: decisions are pure, and views are rendered to virtual nodes only.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  process.exitCode =
    spawnSync(process.execPath, ["--test", ...built], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(outdir, { recursive: true });
}
