// Everything that a learner wrote, as one zip: `exercises/ID/ID.go`, where a checkout has the files
// that `raftlab grade ID FILE.go` takes one by one. A zip that comes back may be anybody's, so it is read
// with bounds on the number of files, on announced sizes and on actual sizes.
import { strFromU8, strToU8, Unzip, type UnzipFile, UnzipInflate, zipSync } from "fflate";

export class ZipError extends Error {}

/** Files are sources by the exercise's id. */
export type Files = Readonly<Record<string, string>>;

/** The zip of a whole checkout is accepted; a file may be as long as the compiler takes it. */
export const ZIP_MAX = 16 << 20;
export const FILE_MAX = 1_000_000;
export const FILES_MAX = 5000;
/** A date is part of every entry: a fixed one makes the same code the same zip. 1980 is the earliest possible one. */
const DATE = "1980-01-02";

export function exportZip(files: Files): Uint8Array {
  const entries = Object.keys(files)
    .sort()
    .map((id) => [`exercises/${id}/${id}.go`, strToU8(files[id] ?? "")] as const);
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: DATE });
}

/** importZip gives the sources of the exercises that are known, and the names of what it left out. A
 * folder around `exercises/`, as a checkout's zip has, is accepted. */
export function importZip(
  bytes: Uint8Array,
  known: readonly string[],
): { files: Files; left: string[] } {
  if (bytes.length > ZIP_MAX) {
    throw new ZipError(
      `The file has ${bytes.length} bytes; a zip of exercises has at most ${ZIP_MAX}.`,
    );
  }
  // "PK", then 3 and 4 for a first entry, or 5 and 6 for a zip with none.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new ZipError("This is not a zip file. Choose one that “Export” has made.");
  }
  const { files, left, problem } = unpack(bytes, known);
  if (problem) throw problem;
  if (Object.keys(files).length === 0) {
    throw new ZipError(
      "The zip has no exercise in it. One looks like this: exercises/vote/vote.go.",
    );
  }
  return { files, left };
}

interface Unpacked {
  files: Record<string, string>;
  left: string[];
  problem: ZipError | null;
}

function unpack(bytes: Uint8Array, known: readonly string[]): Unpacked {
  const to: Unpacked = { files: {}, left: [], problem: null };
  const fail = (message: string): void => {
    to.problem ??= new ZipError(message);
  };
  let count = 0;
  const unzip = new Unzip((file) => {
    count += 1;
    if (count > FILES_MAX) fail(`The zip has more than ${FILES_MAX} files.`);
    if (!to.problem && !file.name.endsWith("/")) unpackFile(file, known, to, fail);
  });
  unzip.register(UnzipInflate);
  try {
    // In steps, so that a bomb is noticed before all of it is unpacked.
    for (let at = 0; at < bytes.length && !to.problem; at += STEP) {
      unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    }
  } catch {
    fail("The zip is damaged, or packed in a way that this page cannot read.");
  }
  return to;
}

/** unpackFile reads one file of the zip as its parts come, if it is an exercise's. */
function unpackFile(
  file: UnzipFile,
  known: readonly string[],
  { files, left }: Unpacked,
  fail: (message: string) => void,
): void {
  if (isUnsafe(file.name)) {
    fail(`The zip names a file outside of itself, “${file.name}”.`);
    return;
  }
  const id = exerciseOf(file.name, known);
  if (!id) {
    left.push(file.name);
    return;
  }
  if (id in files) fail(`The zip has ${id}.go twice.`);
  const parts: Uint8Array[] = [];
  let size = 0;
  file.ondata = (error, part, final) => {
    if (error) return fail(`The zip is damaged at ${file.name}.`);
    size += part.length;
    if (size > FILE_MAX) {
      fail(`${file.name} is larger than ${FILE_MAX} bytes.`);
      file.terminate();
      return;
    }
    parts.push(part.slice());
    if (final) files[id] = textOf(parts, file.name, fail);
  };
  files[id] = "";
  file.start();
}

const STEP = 1 << 10;

function textOf(parts: Uint8Array[], name: string, fail: (message: string) => void): string {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  if (whole.includes(0)) fail(`${name} is not a text.`);
  // The editor has line ends of one kind; a checkout on Windows has others.
  return strFromU8(whole).replace(/\r\n?/g, "\n");
}

function isUnsafe(name: string): boolean {
  return name.startsWith("/") || name.includes("\\") || name.split("/").includes("..");
}

function exerciseOf(name: string, known: readonly string[]): string | null {
  const match = /^(?:[^/]+\/)?exercises\/([a-z]+)\/([a-z]+)\.go$/.exec(name);
  const [, folder = "", file = ""] = match ?? [];
  return folder === file && known.includes(folder) ? folder : null;
}
