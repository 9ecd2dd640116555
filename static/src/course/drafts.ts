// Copies of what is typed that are there at once: what is given to the browser's database a moment before a reload is
// lost. A copy goes when the database has the file.

import { asCode, type Code, type Storage } from "./storage.ts";

/** Drafts hold the copies. Each call may fail. */
export interface Drafts {
  all(): [key: string, value: string][];
  put(key: string, value: string): void;
  drop(key: string): void;
}

export interface Drafting {
  /** draft keeps a file at once, until something is set under its key. */
  draft(key: string, code: Code): void;
}

/** withDrafts takes back the drafts that are newer than what was kept. */
export function withDrafts(kept: Storage, drafts: Drafts): Storage & Drafting {
  /** drafted are the keys whose draft is newer than what was set. */
  const drafted = new Set<string>();
  const settle = (key: string): void => {
    if (!drafted.delete(key)) return;
    void kept.settled().then(() => {
      if (kept.failure() === "" && !drafted.has(key)) attempt(() => drafts.drop(key));
    });
  };
  const set = (key: string, value: unknown): void => {
    kept.set(key, value);
    settle(key);
  };
  for (const [key, code] of newer(kept, drafts)) {
    drafted.add(key);
    set(key, code);
  }
  return {
    ...kept,
    set,
    delete(key) {
      kept.delete(key);
      settle(key);
    },
    draft(key, code) {
      drafted.add(key);
      attempt(() => drafts.put(key, JSON.stringify(code)));
    },
  };
}

function newer(kept: Storage, drafts: Drafts): [string, Code][] {
  const all = attempt(() => drafts.all()) ?? [];
  return all.flatMap(([key, text]): [string, Code][] => {
    const draft = asCode(attempt(() => JSON.parse(text)));
    const { savedAt = 0 } = asCode(kept.get(key)) ?? {};
    return draft && draft.savedAt > savedAt ? [[key, draft]] : [];
  });
}

/** attempt does what may be forbidden or full: the copies are a help, and no more. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const DRAFT = "raftlab/draft/";

/** localDrafts are in the browser's own storage of short texts. */
export function localDrafts(): Drafts {
  return {
    all: () =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(DRAFT))
        .map((key) => [key.slice(DRAFT.length), localStorage.getItem(key) ?? ""]),
    put: (key, value) => localStorage.setItem(DRAFT + key, value),
    drop: (key) => localStorage.removeItem(DRAFT + key),
  };
}
