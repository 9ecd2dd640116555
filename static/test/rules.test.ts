// The rules of this folder that a compiler cannot check.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = process.env.ROOT ?? "";
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, "src", path), "utf8") }));

const FILE_LINES_MAX = 500;

function users(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

test("only client modules start workers", () => {
  const clients = [
    "client.ts",
    "server-workers.ts",
    "toolchain/grade.ts",
    "toolchain/toolchain.ts",
  ];
  assert.deepEqual(users(/new Worker\(/).sort(), clients);
});

test("only main.tsx reads the page's address and listens to the whole page", () => {
  // Workers have a location of their own, from which they learn the build that they belong to.
  const workers = ["service-worker.ts", "site.ts", "toolchain/store.ts"];
  assert.deepEqual(users(/\blocation\.|^\s*addEventListener\(/m).sort(), ["main.tsx", ...workers]);
});

test("only the engine, its client, the course and what keeps files fetch", () => {
  assert.deepEqual(users(/\bfetch\(/).sort(), [
    "course.ts",
    "engine-worker.ts",
    "lessons.ts",
    "server-workers.ts",
    "service-worker.ts",
    "toolchain/store.ts",
  ]);
});

test("a file has at most 500 lines and opens with what it is for", () => {
  for (const { path, text } of sources) {
    assert.ok(text.split("\n").length <= FILE_LINES_MAX, path);
    assert.match(text, /^(\/\/|\/\*)/, path);
  }
});
