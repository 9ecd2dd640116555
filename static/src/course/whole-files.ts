// The folder of a whole server, as it comes from a person's hand: dropped, chosen, as a zip, or from a laptop by
// `raftlab serve --with`. Files of Go and go.mod are read, within bounds; what they mean is decided in Go.
import { strToU8, zipSync } from "fflate";
import type { WholeFile, WholeNote, WholeSources } from "../toolchain/whole-talk.ts";
import { contentsOf } from "./zip-contents.ts";

export interface WholeFolder {
  name: string;
  files: WholeFile[];
  /** left are what was not read. */
  left: WholeNote[];
}

/** FolderError says what to do instead. */
export class FolderError extends Error {
  override name = "FolderError";
}

/** Bounds, far above any course; those of Go's side are narrower, and name a file. */
export const ENTRIES_MAX = 20_000;
export const ZIP_MAX = 100 << 20;
export const FILE_MAX = (1 << 20) + 1;
export const TEXT_MAX = 16 << 20;
/** A date is part of every entry of a zip: a fixed one makes the same files the same zip. */
const DATE = "1980-01-02";

const NARROWER = "Choose the folder of the package instead, such as src/raft.";

/** Source is a file that is there, and not read yet. */
interface Source {
  path: string;
  size: number;
  bytes(): Promise<Uint8Array>;
}

/** Left counts what is left out. */
interface Found {
  sources: Source[];
  others: number;
}

/** folderOfDrop takes what was dropped: a folder, files, or a zip. The browser gives it away only until the first
 * await. */
export function folderOfDrop(transfer: DataTransfer): Promise<WholeFolder> {
  const files = [...transfer.files];
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const folders = entries.filter((entry) => entry?.isDirectory);
  return folders.length > 0 ? ofEntries(entries) : folderOfFiles(files);
}

/** folderOfFiles takes files that were chosen: those of a folder, some alone, or one zip. */
export async function folderOfFiles(files: readonly File[]): Promise<WholeFolder> {
  const [only] = files;
  if (only && files.length === 1 && /\.zip$/i.test(only.name)) return ofZip(only);
  const found: Found = { sources: [], others: 0 };
  for (const file of files) note(found, file.webkitRelativePath || file.name, file);
  return read(found);
}

/** note adds a file, or counts it as another. */
function note(found: Found, path: string, file: File): void {
  if (!isRead(path)) {
    found.others += 1;
    return;
  }
  const bytes = async () => new Uint8Array(await file.slice(0, FILE_MAX).arrayBuffer());
  add(found, { path, size: file.size, bytes });
}

function add(found: Found, source: Source): void {
  found.sources.push(source);
  if (found.sources.length > ENTRIES_MAX)
    throw new FolderError(`There are more than ${ENTRIES_MAX} files of Go in it. ${NARROWER}`);
}

/** isSkipped is true of folders in which nobody's server is, and that may be large. */
function isSkipped(name: string): boolean {
  return /^(?:vendor|testdata|node_modules|__MACOSX|[._].+)$/.test(name);
}

function isRead(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  return /^(?:[^._].*\.go|go\.mod)$/.test(name) && !parts.some(isSkipped);
}

async function ofEntries(entries: readonly (FileSystemEntry | null)[]): Promise<WholeFolder> {
  const found: Found = { sources: [], others: 0 };
  let seen = 0;
  const waiting = entries.filter((entry) => entry !== null);
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
    seen += 1;
    if (seen > ENTRIES_MAX)
      throw new FolderError(`It holds more than ${ENTRIES_MAX} files and folders. ${NARROWER}`);
    const path = entry.fullPath.replace(/^\//, "");
    if (isFile(entry)) {
      if (isRead(path)) note(found, path, await fileOf(entry));
      else found.others += 1;
    } else if (isFolder(entry) && !isSkipped(entry.name)) waiting.push(...(await within(entry)));
  }
  return read(found);
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(() => {
    throw new FolderError(`${entry.fullPath} cannot be read. Is it still there?`);
  });
}

/** within is what is in a folder; the browser gives it in parts. */
async function within(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    ).catch(() => {
      throw new FolderError(`The folder ${entry.fullPath} cannot be read. Is it still there?`);
    });
    if (part.length === 0) return all;
    all.push(...part);
    if (all.length > ENTRIES_MAX)
      throw new FolderError(`It holds more than ${ENTRIES_MAX} files and folders. ${NARROWER}`);
  }
}

async function ofZip(file: File): Promise<WholeFolder> {
  if (file.size > ZIP_MAX)
    throw new FolderError(`The zip has more than ${ZIP_MAX >> 20} MB. ${NARROWER}`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return await read(unzipped(bytes), file.name.replace(/\.zip$/i, ""));
  } catch (error) {
    if (error instanceof FolderError) throw error;
    throw new FolderError("This zip cannot be read: it is damaged, or packed in an unusual way.");
  }
}

function unzipped(bytes: Uint8Array): Found {
  const found: Found = { sources: [], others: 0 };
  for (const { name, size, bytes: unpack } of contentsOf(bytes)) {
    if (name.endsWith("/")) continue;
    if (name.startsWith("/") || name.includes("\\") || name.split("/").includes(".."))
      throw new FolderError(`The zip names a file outside of itself, “${name}”.`);
    if (!isRead(name)) found.others += 1;
    else add(found, { path: name, size, bytes: () => Promise.resolve(unpack(FILE_MAX)) });
  }
  return found;
}

function tooMuch(): string {
  return `The files of Go in it have more than ${TEXT_MAX >> 20} MB. ${NARROWER}`;
}

/** read reads the files, and names the folder: by the one folder that all of them are in, or as it is given. */
async function read(found: Found, given = ""): Promise<WholeFolder> {
  const { sources, others } = found;
  if (sources.length === 0) {
    throw new FolderError(
      "There is no file of Go in it. Choose the folder of your Raft: the package, or the course's whole folder.",
    );
  }
  const all = sources.reduce((sum, { size }) => sum + Math.min(size, FILE_MAX), 0);
  if (all > TEXT_MAX) throw new FolderError(tooMuch());
  const outer = sources[0]?.path.split("/")[0] ?? "";
  const isOne = sources.every(({ path }) => path.startsWith(`${outer}/`));
  const files: WholeFile[] = [];
  for (const source of sources) {
    const path = isOne ? source.path.slice(outer.length + 1) : source.path;
    files.push({ path, text: textOf(await source.bytes()) });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const what = others === 1 ? "1 other file" : `${others} other files`;
  const why = "only files of Go and go.mod are read";
  const left = others > 0 ? [{ kind: "left-out", what, why }] : [];
  return { name: (isOne ? outer : given) || "raft", files, left };
}

/** textOf: the editor has line ends of one kind; a checkout on Windows has others. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\r\n?/g, "\n");
}

/** zipOf is the folder as a zip. */
export function zipOf({ name, files }: WholeSources): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries = sorted.map(({ path, text }) => [`${name}/${path}`, strToU8(text)] as const);
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: DATE });
}

/** SERVED is what `raftlab serve --with` answers with the folder, and others with null. */
const SERVED = "brought.json";

/** servedFolder is the folder that the laptop gives, null for none. */
export async function servedFolder(): Promise<WholeFolder | null> {
  const response = await fetch(SERVED, { cache: "no-store" }).catch(() => null);
  if (response?.status === 500) throw new FolderError(await response.text());
  if (response?.status !== 200) return null;
  const served = (await response.json()) as { name: string; files: WholeFile[] } | null;
  return served ? { ...served, left: [] } : null;
}
