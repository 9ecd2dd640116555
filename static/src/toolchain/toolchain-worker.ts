// The worker that the Go compiler lives in. It fetches the tools, compiles their WebAssembly once, and
// does one task after another. The page ends it when a task takes too long, and gives the next worker
// the tools that this one has loaded.

import { messageOf } from "../base/errors.ts";
import { type Assist, makeAssist } from "./assist.ts";
import { build, check, type Kit } from "./build.ts";
import { fetchPack, fetchTools } from "./fetching.ts";
import { MemoryFile } from "./files.ts";
import { unpack } from "./pack.ts";
import { makeReactor } from "./reactor.ts";
import { FetchFailed } from "./store.ts";
import type {
  FromWorker,
  LearnerFile,
  Outcome,
  RuleTask,
  RuleTools,
  Task,
  Tools,
  ToWorker,
  Wants,
  WholeTask,
  WholeTools,
} from "./talk.ts";
import { buildWhole, type Pack, type WholeKit } from "./whole-build.ts";

let loading: AbortController | null = null;
let kit: Promise<Kit> | null = null;
let wholeKit: Promise<WholeKit> | null = null;

function report(message: FromWorker): void {
  postMessage(message);
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case "load":
      await load(data.wants ?? "rules");
      break;
    case "cancel":
      loading?.abort();
      break;
    case "adopt":
      adopt(data.tools).catch(() => {}); // reported with the first task
      break;
    case "task":
      await answer(data.id, data.task);
      break;
  }
};

async function answer(id: number, task: Task): Promise<void> {
  try {
    if (task.kind === "whole") {
      report({ kind: "done", id, outcome: await whole(id, task) });
      return;
    }
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

async function whole(id: number, { sources }: WholeTask): Promise<Outcome> {
  if (!wholeKit) throw new Error("no toolchain is loaded");
  const built = await buildWhole(await wholeKit, sources, (done, of) =>
    report({ kind: "step", id, done, of }),
  );
  return { kind: "whole", built };
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
  const pack = await fetchPack(all.about, "neighbours");
  return { ...all, archives: new Map([...all.archives, ...unpack(pack)]) };
}

/** attempt: the learner gets an answer about the file even if the file crashes our own tools. */
function attempt(all: Kit, task: RuleTask): Outcome {
  try {
    return perform(all, task);
  } catch (error) {
    const failure = { kind: "tool", tool: "assistant", printed: messageOf(error) } as const;
    return { kind: "failure", failure };
  }
}

function perform(all: Kit, task: RuleTask): Outcome {
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

async function load(wants: Wants): Promise<void> {
  loading?.abort();
  const controller = new AbortController();
  loading = controller;
  try {
    const { tools, store } = await fetchTools(wants, controller.signal, report);
    await adopt(tools);
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

function adopt(tools: Tools): Promise<unknown> {
  if (tools.wants === "whole") wholeKit = makeWholeKit(tools);
  else kit = makeKit(tools);
  return wholeKit ?? kit ?? Promise.resolve();
}

async function makeWholeKit({ about, compile, link, bring, std, whole: own }: WholeTools) {
  const packs = await Promise.all([unpacked(std), unpacked(own)]);
  const few = new Map<string, Promise<Pack>>();
  const pack = async (name: string): Promise<Pack> => {
    if (name !== "rawnode") throw new Error(`there is no pack ${name}`);
    const fetched = few.get(name) ?? fetchPack(about, name).then(unpack);
    few.set(name, fetched);
    fetched.catch(() => few.delete(name)); // the next program tries it again
    return fetched;
  };
  return { compile, link, bring: makeReactor("bring", bring, []), packs, pack } as WholeKit;
}

const unpacked = async (pack: Blob) => unpack(await pack.arrayBuffer());

async function makeKit(tools: RuleTools): Promise<Kit> {
  const { about, compile, link, assist } = tools;
  const packs = await Promise.all([unpacked(tools.std), unpacked(tools.raftlab)]);
  const archives = new Map(packs.flatMap((pack) => [...pack]));
  const docs = new MemoryFile(new Uint8Array(await tools.docs.arrayBuffer()));
  const forAssist: [string, MemoryFile][] = [["/pkg/docs.json", docs]];
  for (const path of about.learnerImports) {
    const archive = archives.get(path);
    if (archive) forAssist.push([`/pkg/${path}.a`, archive]);
  }
  return { about, compile, link, assist: makeAssist(assist, forAssist), archives };
}
