// The page's memory of a learner: code, hints, verdicts, the open exercise. It is in the browser's own
// database. A storage that is full or forbidden must not cost anybody their work: each value is kept in
// memory too, and the page warns once that it is lost with the page.
import { createStore, del, entries, set } from "idb-keyval";
import { messageOf } from "../base/errors.ts";

import type { Memory } from "./memory.ts";

/** Backend stores the values; each call may fail. */
export interface Backend {
  entries(): Promise<[string, unknown][]>;
  set(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
}

/** Channel notifies the other tabs of this page of changed keys. */
export interface Channel {
  post(key: string, value: unknown): void;
  onMessage(take: (key: string, value: unknown) => void): void;
}

/** Progress is what is remembered of an exercise beside its code. */
export interface Progress {
  /** verdict is the last one, "" before the first; passed stays true once a rule has passed. */
  verdict: string;
  passed: boolean;
  /** counts are those of the last report. */
  checks: number;
  checksPassed: number;
  /** hints has the level up to which each task's hints were revealed. */
  hints: readonly number[];
}

export const noProgress: Progress = {
  verdict: "",
  passed: false,
  checks: 0,
  checksPassed: 0,
  hints: [],
};

export const keys = {
  /** code is kept for each starter: a newer starter does not replace code that was written against an older one. */
  code: (exercise: string, starterHash: string): string => `code/${exercise}/${starterHash}`,
  progress: (exercise: string): string => `progress/${exercise}`,
  last: "last",
  /** leftOut are the exercises whose files the learner does not want in the lab. */
  leftOut: "lab/left-out",
  panes: "panes",
  /** report is the last run of an exercise's checks that came to its end (workspace/kept.ts). */
  report: (exercise: string): string => `report/${exercise}`,
};

/** Code is a saved file. */
export interface Code {
  source: string;
  /** savedAt orders what was written against different starters; wall time, in milliseconds. */
  savedAt: number;
}

export interface Storage {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  delete(key: string): void;
  /** settled resolves when every value that was set has reached the backend or has failed to. */
  settled(): Promise<void>;
  /** failure says why nothing is stored, "" when storing works. */
  failure(): string;
  keys(): string[];
  /** onChange listens for keys that another tab has changed. It returns a function that ends the listening. */
  onChange(listen: (key: string) => void): () => void;
  onFailure(listen: (message: string) => void): () => void;
}

/** openStorage reads everything there is, once: it is a few files of Go. */
export async function openStorage(backend: Backend, channel: Channel | null): Promise<Storage> {
  const values = new Map<string, unknown>();
  const changed = new Set<(key: string) => void>();
  const failed = new Set<(message: string) => void>();
  let failure = "";
  let queue: Promise<void> = Promise.resolve();
  const fail = (error: unknown): void => {
    const message = messageOf(error);
    if (failure === message) return;
    failure = message;
    for (const listen of failed) listen(message);
  };
  try {
    for (const [key, value] of await backend.entries()) values.set(key, value);
  } catch (error) {
    fail(error);
  }
  channel?.onMessage((key, value) => {
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    for (const listen of changed) listen(key);
  });
  const write = (key: string, value: unknown, work: () => Promise<void>): void => {
    channel?.post(key, value);
    queue = queue.then(work).catch(fail);
  };
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.set(key, value);
      write(key, value, () => backend.set(key, value));
    },
    delete(key) {
      values.delete(key);
      write(key, undefined, () => backend.del(key));
    },
    keys: () => [...values.keys()],
    settled: () => queue,
    onChange(listen) {
      changed.add(listen);
      return () => changed.delete(listen);
    },
    failure: () => failure,
    onFailure(listen) {
      failed.add(listen);
      if (failure) listen(failure);
      return () => failed.delete(listen);
    },
  };
}

/** readCode trusts nothing that it reads: another version of the page may have written it. */
export function readCode(storage: Storage, exercise: string, starterHash: string): Code | null {
  return asCode(storage.get(keys.code(exercise, starterHash)));
}

/** isDamaged is true where the storage has something in a file's place that is no file. */
export function isDamaged(storage: Storage, exercise: string, starterHash: string): boolean {
  const kept = storage.get(keys.code(exercise, starterHash));
  return kept !== undefined && asCode(kept) === null;
}

/** earlierCode is the newest file that was written against another starter of this exercise. */
export function earlierCode(storage: Storage, exercise: string, starterHash: string): Code | null {
  const prefix = keys.code(exercise, "");
  const mine = keys.code(exercise, starterHash);
  let newest: Code | null = null;
  for (const key of storage.keys()) {
    if (!key.startsWith(prefix) || key === mine) continue;
    const code = asCode(storage.get(key));
    if (code && (!newest || code.savedAt > newest.savedAt)) newest = code;
  }
  return newest;
}

export function asCode(value: unknown): Code | null {
  if (typeof value !== "object" || value === null) return null;
  const { source, savedAt } = value as Partial<Code>;
  if (typeof source !== "string" || typeof savedAt !== "number") return null;
  return { source, savedAt };
}

export function readProgress(storage: Storage, exercise: string): Progress {
  const value = storage.get(keys.progress(exercise));
  if (typeof value !== "object" || value === null) return noProgress;
  const { verdict, passed, checks, checksPassed, hints } = value as Partial<Progress>;
  return {
    verdict: typeof verdict === "string" ? verdict : "",
    passed: passed === true,
    checks: typeof checks === "number" ? checks : 0,
    checksPassed: typeof checksPassed === "number" ? checksPassed : 0,
    hints: Array.isArray(hints) ? hints.map((one) => Number(one) || 0) : [],
  };
}

export function readMemory(storage: Storage): Memory {
  const begun = new Set<string>();
  const passed: string[] = [];
  const [opened, read]: [string[], string[]] = [[], []];
  const [tried, solved]: [string[], string[]] = [[], []];
  for (const key of storage.keys()) {
    const [kind, id = ""] = key.split("/");
    if (kind === "code") begun.add(id);
    if (kind === "progress" && readProgress(storage, id).passed) passed.push(id);
    const value = storage.get(key);
    if (kind === "learn") (has(value, "read") ? read : opened).push(id);
    if (kind === "break") (has(value, "solved") ? solved : tried).push(id);
  }
  const last = storage.get(keys.last);
  return {
    last: typeof last === "string" ? last : "",
    begun: [...begun].sort(),
    passed,
    leftOut: listOf(storage.get(keys.leftOut)),
    opened,
    read,
    comesBack: storage.get("comes-back") !== undefined,
    tried,
    solved,
  };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** has is true where a part of a kept value says yes, or counts something. */
function has(value: unknown, part: string): boolean {
  const kept =
    typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return kept[part] === true || Number(kept[part]) > 0;
}

/** database is the browser's. Opening it may fail, so that it is opened by the first call. */
export function database(): Backend {
  const opened = once(() => createStore("raftlab", "kept"));
  return {
    entries: async () => entries<string, unknown>(opened()),
    set: async (key, value) => set(key, value, opened()),
    del: async (key) => del(key, opened()),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** tabs is the channel between the tabs of this page; null where the browser has none. */
export function tabs(): Channel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  const channel = new BroadcastChannel("raftlab");
  return {
    post: (key, value) => channel.postMessage({ key, value }),
    onMessage(take) {
      channel.onmessage = (event: MessageEvent<{ key: string; value: unknown }>) =>
        take(event.data.key, event.data.value);
    },
  };
}
