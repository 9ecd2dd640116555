// The rules of this folder that a compiler cannot check.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { circle, climbs, importsOf, longLines, partial, type SourceFile, strays } from "./tree.ts";

const root = process.env.ROOT ?? "";
const paths = filesUnder("src");
const sources = read("src", paths).filter(({ path }) => /\.tsx?$/.test(path));

const FILE_LINES_MAX = 500;
const FUNCTION_LINES_MAX = 60;
const COLUMNS_MAX = 120;

/** filesUnder lists the files of a folder of this one, and of its folders. */
function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(root, folder, path)).isFile())
    .sort();
}

function read(folder: string, files: readonly string[]): SourceFile[] {
  return files.map((path) => ({ path, text: readFileSync(join(root, folder, path), "utf8") }));
}

function users(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

test("only client modules start workers", () => {
  const clients = [
    "engine/client.ts",
    "engine/server-workers.ts",
    "engine/whole-judge.ts",
    "toolchain/grade.ts",
    "toolchain/task-queue.ts",
  ];
  assert.deepEqual(users(/new Worker\(/).sort(), clients);
});

test("only main.tsx, what runs before it and places.ts have to do with the whole page", () => {
  // Workers have a location of their own, from which they learn the build that they belong to.
  const workers = ["app/service-worker.ts", "base/site.ts", "toolchain/store.ts"];
  assert.deepEqual(
    users(/\blocation\.|^\s*addEventListener\(/m).sort(),
    [...workers, "app/early.ts", "app/places.ts", "main.tsx"].sort(),
  );
});

test("only the engine, its client, the course and the stores of files fetch", () => {
  assert.deepEqual(users(/\bfetch\(/).sort(), [
    "app/service-worker.ts",
    "course/exercises.ts",
    "course/lessons.ts",
    "course/puzzles.ts",
    "course/sketches.ts",
    "course/whole-examples.ts",
    "course/whole-files.ts",
    "engine/catalogue.ts",
    "engine/engine-run.ts",
    "engine/server-workers.ts",
    "engine/whole-judge-worker.ts",
    "toolchain/store.ts",
  ]);
});

test("a file has at most 500 lines and opens with its purpose", () => {
  for (const { path, text } of sources) {
    assert.ok(text.split("\n").length <= FILE_LINES_MAX, path);
    assert.match(text, /^(\/\/|\/\*)/, path);
  }
});

test("a folder imports lower floors only", () => {
  assert.deepEqual(climbs(sources), []);
});

test("a planted import of a higher floor is found, also of a type and of a chunk", () => {
  const planted: SourceFile[] = [
    { path: "base/a.ts", text: 'import type { X } from "../address/link.ts";' },
    { path: "timeline/b.ts", text: 'import { w } from "../words/en.ts";' },
    { path: "course/c.ts", text: 'const v = await import("../views/d.tsx");' },
    { path: "views/d.tsx", text: 'import { c } from "../course/c.ts";' },
    { path: "attic/e.ts", text: "" },
  ];
  assert.deepEqual(climbs(planted), [
    "base/a.ts imports address/link.ts",
    "timeline/b.ts imports words/en.ts",
    "course/c.ts imports views/d.tsx",
    "attic/e.ts is on no floor",
  ]);
});

test("every import leads to a file of src", () => {
  const missing = sources.flatMap(importsOf).filter((target) => !paths.includes(target));
  assert.deepEqual(missing, []);
});

test("no file imports itself through others", () => {
  assert.deepEqual(circle(sources), []);
});

test("a planted circle is found, also one of types", () => {
  const planted: SourceFile[] = [
    { path: "run/a.ts", text: 'import { b } from "./b.ts";' },
    { path: "run/b.ts", text: 'import type { C } from "./c.ts";' },
    { path: "run/c.ts", text: 'type B = import("./b.ts").B;' },
  ];
  assert.deepEqual(circle(planted), ["run/b.ts", "run/c.ts", "run/b.ts"]);
});

test("neutral files name no protocol, and only the tables import a protocol's own files", () => {
  assert.deepEqual(partial(sources), []);
});

test("a planted word and a planted import of a protocol are found; comments and ARIA's roles are not", () => {
  const planted: SourceFile[] = [
    { path: "views/ring/a.tsx", text: "const one = server.raft?.commitIndex;" },
    { path: "views/time/b.tsx", text: 'import { Logs } from "../raft/logs.tsx";' },
    { path: "views/lab/c.tsx", text: 'const view = await import("../raft/logs.tsx");' },
    { path: "run/d.ts", text: "const at = { role, level };" },
    { path: "run/e.ts", text: 'if (kind === "RequestVote") vote();' },
    { path: "main.tsx", text: 'import { raftStory } from "./run/raft/story.ts";' },
    { path: "views/f.tsx", text: '/* a role */ <p role="alert" data-term={1} /> // of a term' },
    { path: "views/g.ts", text: 'const props = { role: "img" as const };' },
    { path: "views/protocols/h.ts", text: 'import { raft } from "../raft/ring.tsx";' },
    { path: "views/raft/i.ts", text: 'import { j } from "./j.ts"; const { term } = raft;' },
  ];
  assert.deepEqual(partial(planted), [
    "views/ring/a.tsx names raft",
    "views/ring/a.tsx names commitIndex",
    "views/time/b.tsx imports views/raft/logs.tsx",
    "views/time/b.tsx names raft",
    "views/lab/c.tsx imports views/raft/logs.tsx",
    "views/lab/c.tsx names raft",
    "run/d.ts names role",
    "run/e.ts names RequestVote",
    "main.tsx imports run/raft/story.ts",
  ]);
});

test("the root of src holds the page, its icon and its start", () => {
  assert.deepEqual(strays(paths), []);
  assert.deepEqual(strays(["main.tsx", "notes.ts", "base/errors.ts"]), ["notes.ts"]);
});

test("a function has at most 60 lines", async () => {
  const { longFunctions } = await functionRules();
  const all = [...sources, ...read("test", filesUnder("test"))];
  const code = all.filter(({ path }) => /\.tsx?$/.test(path));
  assert.deepEqual(longFunctions(code, FUNCTION_LINES_MAX), []);
});

test("a planted long function is found, also a method and a component", async () => {
  const { longFunctions } = await functionRules();
  const body = "\n".repeat(FUNCTION_LINES_MAX);
  const planted: SourceFile[] = [
    { path: "a.ts", text: `const one = () => {${body}};` },
    { path: "b.ts", text: `class B {\n  two() {${body}}\n}` },
    { path: "c.tsx", text: `export function Three() {\n  return <p>${body}</p>;\n}` },
    { path: "d.ts", text: `const four = () => {${body.slice(1)}};` },
  ];
  assert.deepEqual(longFunctions(planted, FUNCTION_LINES_MAX), [
    "a.ts:1 has 61 lines",
    "b.ts:2 has 61 lines",
    "c.tsx:1 has 63 lines",
  ]);
});

test("a line has at most 120 columns", () => {
  const scripts = readdirSync(root).filter((path) => path.endsWith(".mjs"));
  const tests = read("test", filesUnder("test")).filter(({ path }) => /\.(ts|mjs)$/.test(path));
  const browser = read("e2e", filesUnder("e2e")).filter(({ path }) => path.endsWith(".mjs"));
  assert.ok(browser.length > 20, "the browser tests are found");
  const all = [...sources, ...tests, ...browser, ...read(".", scripts)];
  assert.deepEqual(longLines(all, COLUMNS_MAX), []);
});

test("a planted long line is found; columns are characters, not bytes", () => {
  const planted: SourceFile[] = [
    { path: "a.ts", text: `\n// ${"x".repeat(COLUMNS_MAX)}\n` },
    { path: "b.ts", text: "→".repeat(COLUMNS_MAX) },
  ];
  assert.deepEqual(longLines(planted, COLUMNS_MAX), ["a.ts:2 has 123 columns"]);
});

/** functionRules are imported unbundled: the parser that they use cannot be bundled. */
function functionRules(): Promise<{
  longFunctions(files: readonly SourceFile[], max: number): string[];
}> {
  return import(pathToFileURL(join(root, "test", "functions.mjs")).href);
}
