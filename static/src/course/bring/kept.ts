// A whole server in the browser's storage: each file like an exercise's, and what holds them together.
import type { Drafting } from "../drafts.ts";
import { asCode, type Storage } from "../storage.ts";
import { type Folder, SCHEDULES, type Wanted } from "./state.ts";

/** FOLDER has the names, and the texts are under their own keys: a draft is one file. */
const FOLDER = "bring";
const WANTED = "bring-wanted";
const SERVED = "bring-served";

export const fileKey = (path: string): string => `bring-file/${path}`;

/** Kept trusts nothing that it reads: another version of the page may have written it. */
interface Kept {
  name: string;
  open: string;
  paths: string[];
  left: Folder["left"];
  example: boolean;
  about: Folder["about"];
}

export function readFolder(storage: Storage): { folder: Folder; open: string } | null {
  const value = storage.get(FOLDER);
  if (typeof value !== "object" || value === null) return null;
  const { name, open, paths, left, example, about } = value as Partial<Kept>;
  if (typeof name !== "string" || !Array.isArray(paths)) return null;
  const files = paths.flatMap((path) => {
    const code = typeof path === "string" ? asCode(storage.get(fileKey(path))) : null;
    return code ? [{ path, text: code.source }] : [];
  });
  if (files.length === 0) return null;
  const folder = {
    ...{ name, files, left: Array.isArray(left) ? left : [] },
    example: example === true,
    ...(Array.isArray(about) && { about: [String(about[0]), String(about[1])] as const }),
  };
  return { folder, open: typeof open === "string" ? open : "" };
}

/** writeFolder takes the place of the folder that was kept. */
export function writeFolder(
  storage: Storage,
  { name, files, left, example = false, about }: Folder,
  open: string,
  savedAt: number,
): void {
  const paths = files.map(({ path }) => path);
  const kept: Kept = { name, open, paths, left: [...left], example, about };
  for (const key of fileKeys(storage)) {
    if (!paths.some((path) => fileKey(path) === key)) storage.delete(key);
  }
  for (const { path, text } of files) storage.set(fileKey(path), { source: text, savedAt });
  storage.set(FOLDER, kept);
}

/** writeAbout keeps which file is open, and whether it is an example. */
export function writeAbout(storage: Storage, about: { open?: string; example?: boolean }): void {
  const value = storage.get(FOLDER);
  if (typeof value === "object" && value !== null) storage.set(FOLDER, { ...value, ...about });
}

export function forgetFolder(storage: Storage & Drafting): void {
  for (const key of fileKeys(storage)) storage.delete(key);
  storage.delete(FOLDER);
}

/** isNews is false of a folder that was served before, unless it is kept no longer. */
export function isNews(storage: Storage, served: Folder): boolean {
  const mark = JSON.stringify(served.files);
  const isSame = storage.get(SERVED) === mark && readFolder(storage) !== null;
  if (!isSame) storage.set(SERVED, mark);
  return !isSame;
}

const fileKeys = (storage: Storage): string[] =>
  storage.keys().filter((key) => key.startsWith(fileKey("")));

export function readWanted(storage: Storage, usual: Wanted): Wanted {
  const value = storage.get(WANTED);
  if (typeof value !== "object" || value === null) return usual;
  const { schedules, all } = value as Partial<Wanted>;
  const known = SCHEDULES.find((one) => one === schedules);
  return { schedules: known ?? usual.schedules, all: all === true };
}

export function writeWanted(storage: Storage, wanted: Wanted): void {
  storage.set(WANTED, wanted);
}
