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

test("only client.ts starts workers", () => {
  assert.deepEqual(users(/new Worker\(/), ["client.ts"]);
});

test("only main.tsx reads the page's address and listens to the whole page", () => {
  assert.deepEqual(users(/\blocation\.|^\s*addEventListener\(/m), ["main.tsx"]);
});

test("only the engine and its client fetch", () => {
  assert.deepEqual(users(/\bfetch\(/).sort(), ["client.ts", "engine-worker.ts"]);
});

test("a file has at most 500 lines and opens with what it is for", () => {
  for (const { path, text } of sources) {
    assert.ok(text.split("\n").length <= FILE_LINES_MAX, path);
    assert.match(text, /^(\/\/|\/\*)/, path);
  }
});
