// The compressed copies of what the page fetches, and what they may weigh. Part of build.mjs.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from "node:zlib";
import { once, tidy } from "./kept.mjs";

const root = import.meta.dirname;
const dist = join(root, "dist");
/** What `make toolchain` writes. Only compressed copies of it go into dist/, which raftlab carries: as it
 * is, it is 80 MB. */
const made = join(root, "..", "build", "toolchain");
const toolchain = join(dist, "toolchain");
const MANIFEST = "toolchain.json";

/** The best quality takes twelve seconds for each of the engine and the guest, once for each of their
 * changes, and saves every visitor a tenth of the download. The toolchain takes three minutes of
 * processor time, most of it once for each version of Go: its names have a hash, and what is there stays.
 * Of it, only the pack of our own packages (15 s) changes with them. What was compressed once on a machine
 * is kept there (kept.mjs). */
const QUALITY = 11;

/** Budgets in bytes of brotli. One that is exceeded by a fifth fails the build. The page begins with an engine and a
 * guest of Raft alone; those of all protocols are fetched when a run asks for another one. */
const BUDGETS = [
  { name: "first paint", files: ["index.html", "early.js", "main.js", "main.css"], bytes: 40_000 },
  // What the first exercise fetches more than every page.
  {
    name: "editor",
    files: ["exercise.js", "exercise.css"],
    without: ["main.js", "memory.js"],
    bytes: 140_000,
  },
  { name: "engine", files: ["engine.wasm"], bytes: 900_000 },
  { name: "guest", files: ["guest.wasm"], bytes: 750_000 },
  { name: "engine, all protocols", files: ["engine-all.wasm"], bytes: 1_250_000 },
  { name: "engine, whole servers", files: ["engine-whole.wasm"], bytes: 850_000 },
  { name: "guest, all protocols", files: ["guest-all.wasm"], bytes: 750_000 },
];
const TOOLCHAIN_BUDGET = 13_000_000;
const WHOLE_BUDGET = 4_000_000;
const TOLERANCE = 1.2;

const press = promisify(brotliCompress);

const brotli = (content) =>
  once(
    `${QUALITY}-${process.versions.brotli}.br`,
    content,
    () =>
      press(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: QUALITY,
          [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, // browsers refuse larger ones
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
    promisify(brotliDecompress),
  );

const GZIP_LEVEL = 9;

const gzipped = (content) =>
  once(
    `${GZIP_LEVEL}-${process.versions.zlib}.gz`,
    content,
    () => promisify(gzip)(content, { level: GZIP_LEVEL }),
    promisify(gunzip),
  );

/** compress writes name.br beside each file, unless the one there is newer. */
export async function compress() {
  const jobs = readdirSync(dist).map(async (name) => {
    if (!/\.(html|js|css|svg|wasm|json)$/.test(name)) return;
    const from = join(dist, name);
    const to = `${from}.br`;
    const old = statSync(to, { throwIfNoEntry: false });
    if (old && old.mtimeMs >= statSync(from).mtimeMs) return;
    writeFileSync(to, await brotli(readFileSync(from)));
  });
  await Promise.all(jobs);
  tidy();
}

/** dropCopies removes the compressed copies: they may be of older files. */
export function dropCopies() {
  for (const name of readdirSync(dist)) if (name.endsWith(".br")) rmSync(join(dist, name));
}

/** compressToolchain writes dist/toolchain: of each file a copy for browsers, one for those who do not
 * read brotli, and the list of all with the sizes that are fetched. */
export async function compressToolchain() {
  const list = join(made, MANIFEST);
  if (!existsSync(list)) {
    console.log("toolchain: not built; `make toolchain` does it");
    return;
  }
  const manifest = JSON.parse(readFileSync(list, "utf8"));
  mkdirSync(toolchain, { recursive: true });
  const jobs = manifest.files.map(async (file) => {
    await Promise.all([compressed(file.path, "br", brotli), compressed(file.path, "gz", gzipped)]);
    return { ...file, compressed: statSync(join(toolchain, `${file.path}.br`)).size };
  });
  const files = await Promise.all(jobs);
  const text = `${JSON.stringify({ ...manifest, files }, null, 2)}\n`;
  place(join(toolchain, MANIFEST), text);
  place(join(toolchain, `${MANIFEST}.br`), await brotli(Buffer.from(text)));
  const keep = new Set([MANIFEST, ...files.map(({ path }) => path)]);
  for (const name of readdirSync(toolchain)) {
    if (!keep.has(name.replace(/\.(br|gz)$/, ""))) rmSync(join(toolchain, name));
  }
}

/** compressed makes one copy, unless it is there: a name with a hash never means another content. */
async function compressed(path, extension, press) {
  const to = join(toolchain, `${path}.${extension}`);
  if (!existsSync(to)) place(to, await press(readFileSync(join(made, path))));
}

/** place puts a file there in one step, so that a build that is ended leaves no half of one in dist/. */
function place(to, content) {
  if (existsSync(to) && readFileSync(to).equals(Buffer.from(content))) return;
  const half = join(made, `.${process.pid}-${basename(to)}`);
  writeFileSync(half, content);
  renameSync(half, to);
}

/** isForWhole is true of what only whole servers need, which is fetched when one is brought. */
const isForWhole = ({ name }) => name === "bring" || name === "whole";

/** FOR_FEW is what only the exercises in other protocols' rules need, and servers with etcd's raft: they fetch it when
 * one is built. */
const FOR_FEW = ["neighbours", "rawnode"];

/** isForAll is true of what every exercise needs. */
const isForAll = (file) => !FOR_FEW.includes(file.name) && !isForWhole(file);

/** report prints each size against its budget and says whether the build may pass. */
export function report() {
  const sizes = BUDGETS.map(({ name, files, without = [], bytes }) => {
    const there = new Set(without.flatMap(withImports));
    const parts = [...new Set(files.flatMap(withImports))].filter((file) => !there.has(file));
    return { name, bytes, parts: parts.map(sizeOf) };
  });
  const list = join(toolchain, MANIFEST);
  const { files } = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : { files: [] };
  const compressed = (which) =>
    files.length > 0 ? files.filter(which).map((file) => file.compressed) : [undefined];
  sizes.push(
    { name: "toolchain", bytes: TOOLCHAIN_BUDGET, parts: compressed(isForAll) },
    { name: "toolchain, whole servers", bytes: WHOLE_BUDGET, parts: compressed(isForWhole) },
  );
  for (const { name, bytes, compressed: size } of files) {
    console.log(`  ${name}: ${kilobytes(bytes)}, ${kilobytes(size)} brotli`);
  }
  return sizes.map(judge).every((passed) => passed);
}

/** withImports is a file and all that it imports, which a browser fetches with it. */
function withImports(file) {
  const seen = new Set([file]);
  for (const name of seen) {
    const path = join(dist, name);
    if (!name.endsWith(".js") || !existsSync(path)) continue;
    const imports = readFileSync(path, "utf8").matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g);
    for (const [, other] of imports) seen.add(other);
  }
  return [...seen];
}

function sizeOf(file) {
  return statSync(join(dist, `${file}.br`), { throwIfNoEntry: false })?.size;
}

function judge({ name, bytes, parts }) {
  if (parts.includes(undefined)) {
    console.log(`${name}: not built`);
    return true;
  }
  const size = parts.reduce((sum, part) => sum + part, 0);
  const verdict = size <= bytes ? "within" : "OVER";
  console.log(`${name}: ${kilobytes(size)} brotli, ${verdict} its budget of ${kilobytes(bytes)}`);
  return size <= bytes * TOLERANCE;
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
