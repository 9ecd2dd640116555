// Copies that were compressed before, in the user's folder for caches: a clean build, and another clone of this
// repository, compress again only what has changed. Part of build.mjs.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const folder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
  "raftlab",
  "compressed",
);

/** A smaller file is compressed again in less than a second. */
const WORTH_KEEPING = 200_000;
/** MOST is how many copies are kept, those that were used last. A build of the site has about 30. */
const MOST = 60;

/** once compresses content, unless a copy that `expand` makes the same content of is there. The kind names how it is
 * compressed. */
export async function once(kind, content, press, expand) {
  if (content.length < WORTH_KEEPING) return press(content);
  const hash = createHash("sha256").update(content).digest("hex");
  const path = join(folder, `${hash}.${kind}`);
  const kept = await read(path, content, expand);
  if (kept) return kept;
  const made = await press(content);
  keep(path, made);
  return made;
}

/** read gives a copy that was kept, or nothing if there is none or if it is no copy of the content. */
async function read(path, content, expand) {
  try {
    const copy = readFileSync(path);
    if (!(await expand(copy)).equals(content)) return undefined;
    utimesSync(path, new Date(), new Date());
    return copy;
  } catch {
    return undefined; // it is not there, or somebody has damaged it: then it is made again
  }
}

/** keep writes a copy in one step. A folder that cannot be written is no reason to fail: the copy is made again. */
function keep(path, copy) {
  try {
    mkdirSync(folder, { recursive: true });
    const half = `${path}.${process.pid}`;
    writeFileSync(half, copy);
    renameSync(half, path);
  } catch (error) {
    console.log(`the compressed copy is not kept: ${error.message}`);
  }
}

/** tidy removes the copies that were not used for longest. */
export function tidy() {
  if (!existsSync(folder)) return;
  const used = (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const names = readdirSync(folder).map((name) => ({ name, at: used(name) }));
  for (const { name } of names.sort((a, b) => b.at - a.at).slice(MOST)) {
    rmSync(join(folder, name), { force: true });
  }
}
