// The worker that the Go compiler lives in. It fetches the tools, compiles their WebAssembly once, and
// does one task after another. The page ends it when a task takes too long, and gives the next worker
// the tools that this one has loaded.

import { messageOf } from "../base/errors.ts";
import { siteFile } from "../base/site.ts";
import { type Assist, makeAssist } from "./assist.ts";
import { build, check, type Kit } from "./build.ts";
import { MemoryFile } from "./files.ts";
import { unpack } from "./pack.ts";
import { FetchFailed, fetchFile, openStore, type Store } from "./store.ts";
import type {
  FromWorker,
  LearnerFile,
  Outcome,
  Task,
  ToolchainJSON,
  ToolFile,
  Tools,
  ToWorker,
} from "./talk.ts";

/** FORMAT is the version of toolchain.json that this worker reads. */
const FORMAT = 1;
/** PROGRESS_MS: more often would only keep the page busy. */
const PROGRESS_MS = 50;

let loading: AbortController | null = null;
let kit: Promise<Kit> | null = null;

function report(message: FromWorker): void {
  postMessage(message);
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case "load":
      await load();
      break;
    case "cancel":
      loading?.abort();
      break;
    case "adopt":
      kit = makeKit(data.tools);
      kit.catch(() => {}); // reported with the first task
      break;
    case "task":
      await answer(data.id, data.task);
      break;
  }
};

async function answer(id: number, task: Task): Promise<void> {
  try {
    if (!kit) throw new Error("no toolchain is loaded");
    let all = await kit;
    if (task.kind === "build" && needsNeighbours(all, task.files)) {
      all = await withNeighbours(all);
      kit = Promise.resolve(all);
    }
    report({ kind: "done", id, outcome: attempt(all, task) });
  } catch (error) {
    report({ kind: "broke", id, why: messageOf(error) });
  }
}

/** needsNeighbours: an exercise in the rules of another protocol than Raft is joined to packages of its own. */
function needsNeighbours({ archives }: Kit, files: readonly LearnerFile[]): boolean {
  const imported = files.flatMap(({ join }) => [
    ...join.matchAll(/"(raftlab\/(?!exercises\/)[^"]+)"/g),
  ]);
  return imported.some(([, path = ""]) => !archives.has(path));
}

/** withNeighbours is the kit with the archives of the other protocols' exercises. They are fetched when the first such
 * exercise is built, and kept like the rest. */
async function withNeighbours(all: Kit): Promise<Kit> {
  const file = fileOf(all.about, "neighbours");
  const quiet = new AbortController();
  const store = await openStore(pathOf, quiet.signal, () => {});
  const pack = await prepare(store, file, (response) => response.arrayBuffer());
  await store.settled();
  return { ...all, archives: new Map([...all.archives, ...unpack(pack)]) };
}

/** attempt: the learner gets an answer about the file even if the file crashes our own tools. */
function attempt(all: Kit, task: Task): Outcome {
  try {
    return perform(all, task);
  } catch (error) {
    const failure = { kind: "tool", tool: "assistant", printed: messageOf(error) } as const;
    return { kind: "failure", failure };
  }
}

function perform(all: Kit, task: Task): Outcome {
  switch (task.kind) {
    case "check":
      return check(all, task.file);
    case "build":
      return build(all, task.files);
    case "format":
      return formatted(all.assist, task.source);
    case "complete":
      return { kind: "completion", completion: all.assist.complete(task.source, task.offset) };
    case "hover":
      return { kind: "hover", hover: all.assist.hover(task.source, task.offset) };
    case "lit":
      return { kind: "lit", lit: all.assist.lit(task.source, task.call) };
  }
}

function formatted(assist: Assist, source: string): Outcome {
  const made = assist.format(source);
  return "source" in made
    ? { kind: "formatted", source: made.source }
    : { kind: "problems", problems: made.problems };
}

async function load(): Promise<void> {
  loading?.abort();
  const controller = new AbortController();
  loading = controller;
  try {
    const { tools, store } = await fetchTools(controller.signal);
    kit = makeKit(tools);
    await kit;
    // Storing goes on in the background, but the report to the page says how it ended.
    const kept = await store.settled();
    await store.cleanUp(tools.about.files);
    controller.signal.throwIfAborted();
    report({ kind: "loaded", tools, fromCache: store.fromCache(), kept });
  } catch (error) {
    const another = loading !== controller;
    if (another) return;
    if (controller.signal.aborted) report({ kind: "cancelled" });
    else if (error instanceof FetchFailed)
      report({ kind: "failed", file: error.file, why: error.why });
    else report({ kind: "failed", file: "", why: messageOf(error) });
    controller.abort(); // the other files of a load that failed
  } finally {
    if (loading === controller) loading = null;
  }
}

async function fetchTools(signal: AbortSignal): Promise<{ tools: Tools; store: Store }> {
  const about = await fetchAbout(signal);
  const onBytes = progress(about.files.filter(({ name }) => name !== "neighbours"));
  const store = await openStore(pathOf, signal, onBytes);
  const file = (name: ToolFile["name"]) => fileOf(about, name);
  const module = (name: ToolFile["name"]) => prepare(store, file(name), compileModule);
  const blob = (name: ToolFile["name"]) =>
    prepare(store, file(name), (response) => response.blob());
  const [compile, link, assist, std, raftlab, docs] = await Promise.all([
    module("compile"),
    module("link"),
    module("assist"),
    blob("std"),
    blob("raftlab"),
    blob("docs"),
  ]);
  signal.throwIfAborted();
  return { tools: { about, compile, link, assist, packs: [std, raftlab], docs }, store };
}

const pathOf = (file: ToolFile): string => `toolchain/${file.path}`;

function fileOf(about: ToolchainJSON, name: ToolFile["name"]): ToolFile {
  const found = about.files.find((one) => one.name === name);
  if (!found) throw new Error(`toolchain.json has no ${name}`);
  return found;
}

/** BEING_BUILT: `make run` serves the page while the compiler is built, and its list is answered with how far it is. */
const BEING_BUILT = 202;
const ASK_AGAIN_MS = 1000;

async function fetchAbout(signal: AbortSignal): Promise<ToolchainJSON> {
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
function progress(files: readonly ToolFile[]): (file: ToolFile, loaded: number) => void {
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

async function makeKit(tools: Tools): Promise<Kit> {
  const { about, compile, link, assist } = tools;
  const packs = await Promise.all(
    tools.packs.map(async (pack) => unpack(await pack.arrayBuffer())),
  );
  const archives = new Map(packs.flatMap((pack) => [...pack]));
  const docs = new MemoryFile(new Uint8Array(await tools.docs.arrayBuffer()));
  const forAssist: [string, MemoryFile][] = [["/pkg/docs.json", docs]];
  for (const path of about.learnerImports) {
    const archive = archives.get(path);
    if (archive) forAssist.push([`/pkg/${path}.a`, archive]);
  }
  return { about, compile, link, assist: makeAssist(assist, forAssist), archives };
}
