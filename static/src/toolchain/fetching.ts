// Fetches what a worker needs to compile: programs, packs of archives, documentation.

import { siteFile } from "../base/site.ts";
import { FetchFailed, fetchFile, openStore, type Store } from "./store.ts";
import type { FromWorker, ToolchainJSON, ToolFile, Tools, Wants } from "./talk.ts";

/** FORMAT is the version of toolchain.json that this worker reads. */
const FORMAT = 1;
/** PROGRESS_MS: more often would only keep the page busy. */
const PROGRESS_MS = 50;

type Report = (message: FromWorker) => void;
type Name = ToolFile["name"];

/** NEEDED are the files that each kind of work begins with. */
const NEEDED: Record<Wants, readonly Name[]> = {
  rules: ["compile", "link", "assist", "std", "raftlab", "docs"],
  whole: ["compile", "link", "bring", "std", "whole"],
};

export async function fetchTools(
  wants: Wants,
  signal: AbortSignal,
  report: Report,
): Promise<{ tools: Tools; store: Store }> {
  const about = await fetchAbout(signal, report);
  const onBytes = progress(
    about.files.filter(({ name }) => NEEDED[wants].includes(name)),
    report,
  );
  const store = await openStore(pathOf, signal, onBytes);
  const module = (name: Name) => prepare(store, fileOf(about, name), compileModule);
  const blob = (name: Name) => prepare(store, fileOf(about, name), (response) => response.blob());
  const both = [module("compile"), module("link"), blob("std")] as const;
  const [compile, link, std, rest] = await Promise.all([
    ...both,
    wants === "rules" ? forRules(module, blob) : forWhole(module, blob),
  ]);
  signal.throwIfAborted();
  return { tools: { about, compile, link, std, ...rest }, store };
}

type Fetch<T> = (name: Name) => Promise<T>;

async function forRules(module: Fetch<WebAssembly.Module>, blob: Fetch<Blob>) {
  const [assist, raftlab, docs] = await Promise.all([
    module("assist"),
    blob("raftlab"),
    blob("docs"),
  ]);
  return { wants: "rules", assist, raftlab, docs } as const;
}

async function forWhole(module: Fetch<WebAssembly.Module>, blob: Fetch<Blob>) {
  const [bring, whole] = await Promise.all([module("bring"), blob("whole")]);
  return { wants: "whole", bring, whole } as const;
}

/** fetchPack fetches a pack that few programs need, and keeps it. */
export async function fetchPack(about: ToolchainJSON, name: Name): Promise<ArrayBuffer> {
  const quiet = new AbortController();
  const store = await openStore(pathOf, quiet.signal, () => {});
  const pack = await prepare(store, fileOf(about, name), (response) => response.arrayBuffer());
  await store.settled();
  return pack;
}

const pathOf = (file: ToolFile): string => `toolchain/${file.path}`;

function fileOf(about: ToolchainJSON, name: Name): ToolFile {
  const found = about.files.find((one) => one.name === name);
  if (!found) throw new Error(`toolchain.json has no ${name}`);
  return found;
}

/** BEING_BUILT: `make run` serves the page while the compiler is built, and its list is answered with how far it is. */
const BEING_BUILT = 202;
const ASK_AGAIN_MS = 1000;

async function fetchAbout(signal: AbortSignal, report: Report): Promise<ToolchainJSON> {
  const name = "toolchain.json";
  const ask = () => fetchFile(name, siteFile(`toolchain/${name}`), signal);
  let response = await ask();
  while (response.status === BEING_BUILT) {
    const { made, of } = (await response.json()) as { made: number; of: number };
    report({ kind: "awaiting", made, total: of });
    await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
    signal.throwIfAborted();
    response = await ask();
  }
  const about = (await response.json()) as ToolchainJSON;
  if (about.version !== FORMAT) throw new FetchFailed(name, `version ${about.version}`);
  // What was just built has no compressed copies: it travels as it is.
  const files = about.files.map((file) => ({ ...file, compressed: file.compressed ?? file.bytes }));
  return { ...about, files };
}

/** prepare removes unusable files from the store: a second try must not find them there again. */
async function prepare<T>(
  store: Store,
  file: ToolFile,
  use: (response: Response) => Promise<T>,
): Promise<T> {
  try {
    return await use(await store.get(file));
  } catch (error) {
    await store.forget(file);
    throw error;
  }
}

/** compileModule compiles while the bytes come, where the server says what they are. */
function compileModule(response: Response): Promise<WebAssembly.Module> {
  if (response.headers.get("Content-Type") === "application/wasm") {
    return WebAssembly.compileStreaming(response);
  }
  return response.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
}

/** progress adds up the files' bytes and reports them to the page, not too often. */
function progress(
  files: readonly ToolFile[],
  report: Report,
): (file: ToolFile, loaded: number) => void {
  const total = files.reduce((sum, file) => sum + file.compressed, 0);
  const loaded = new Map<string, number>();
  let reported = Number.NEGATIVE_INFINITY;
  report({ kind: "fetching", loaded: 0, total });
  return (file, bytes) => {
    loaded.set(file.name, bytes);
    const sum = Math.round([...loaded.values()].reduce((a, b) => a + b, 0));
    const now = performance.now();
    if (sum < total && now - reported < PROGRESS_MS) return;
    reported = now;
    report({ kind: "fetching", loaded: sum, total });
    if (sum === total) report({ kind: "preparing" });
  };
}
