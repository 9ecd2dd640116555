// The storage of this page, with the copies of what is typed.
import { type Drafting, localDrafts, withDrafts } from "./drafts.ts";
import { database, openStorage, type Storage, tabs } from "./storage.ts";

export { keys, readMemory } from "./storage.ts";

let shared: Promise<Storage & Drafting> | null = null;

export function theStorage(): Promise<Storage & Drafting> {
  shared ??= openStorage(database(), tabs()).then((kept) => withDrafts(kept, localDrafts()));
  return shared;
}
