// The Go compiler, as the page knows it. This module alone touches the toolchain worker: it gives it one
// task at a time, ends it when a task takes too long or is stopped, and starts it again with the tools
// that it keeps.
import { siteFile } from "../site.ts";
import type { ToolchainWords } from "../words/toolchain.ts";
import type { FromWorker, Outcome, Task, Tools, ToWorker, Trouble } from "./talk.ts";

/** Problem is what is wrong with a file, and where. Lines and columns count from 1, columns in UTF-16
 * code units, as the editor does; the end is exclusive. */
export interface Problem {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  help?: string;
}

export type Progress =
  | { kind: "fetching"; loaded: number; total: number }
  | { kind: "preparing" }
  /** kept is false when the browser refused to store the files: the next visit fetches them again.
   * `message` then says so. */
  | { kind: "ready"; fromCache: boolean; kept: boolean; message: string }
  | { kind: "failed"; message: string }
  | { kind: "cancelled" };

export interface CompletionOption {
  label: string;
  kind: "field" | "method" | "function" | "variable" | "constant" | "type" | "keyword" | "package";
  detail: string;
  doc: string;
}

export interface Completion {
  from: number;
  options: readonly CompletionOption[];
}

export interface Hover {
  from: number;
  to: number;
  signature: string;
  doc: string;
}

/** ExerciseSource is what the toolchain must know of an exercise; course.json has both. */
export interface ExerciseSource {
  /** main is the generated main package. */
  main: string;
  rules: readonly string[];
}

export type Built =
  | { guest: WebAssembly.Module; bytes: Uint8Array<ArrayBuffer> }
  | { problems: readonly Problem[] };

export type Formatted = { source: string } | { problems: readonly Problem[] };

/** Stopped is what a promise is rejected with when `stop` ended its work. */
export class Stopped extends Error {
  override name = "Stopped";
}

export interface Toolchain {
  /** load fetches the tools, or finds them kept, and resolves when onProgress has heard "ready",
   * "failed" or "cancelled". To retry, call it again. Loading twice at once is loading once. */
  load(onProgress: (progress: Progress) => void): Promise<void>;
  cancelLoad(): void;
  /** check compiles the learner's file alone. It resolves to null when a newer check or a build made
   * it outdated. */
  check(exercise: string, source: string): Promise<readonly Problem[] | null>;
  build(exercise: string, source: string): Promise<Built>;
  format(source: string): Promise<Formatted>;
  /** complete and hover resolve to null where there is nothing to say, and never reject. */
  complete(source: string, offset: number): Promise<Completion | null>;
  hover(source: string, offset: number): Promise<Hover | null>;
  /** stop ends what runs and forgets what waits; their promises are rejected with Stopped. The tools
   * stay loaded. */
  stop(): void;
}

/** SOURCE_BYTES bounds a learner's file. */
const SOURCE_BYTES = 1_000_000;
/** A task may take so many seconds before its worker is ended. The first build is given more: then the
 * browser still makes the tools' WebAssembly fast, and a slow machine takes long for it. */
const TASK_SECONDS = 20;
const FIRST_TASK_SECONDS = 60;

/** Job is a task that waits or runs, and whose promise is to be settled. */
interface Job {
  task: Task;
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
}

type Listener = (progress: Progress) => void;

/** makeToolchain starts nothing before `load`. `exercise` is asked for the exercise of that id. */
export function makeToolchain(
  words: ToolchainWords,
  exercise: (id: string) => Promise<ExerciseSource>,
): Toolchain {
  const bench = makeBench(words);
  const problemsOf = (outcome: Outcome): readonly Problem[] => {
    if (outcome.kind === "problems") return outcome.problems;
    if (outcome.kind === "trouble") return [troubled(words, outcome.trouble)];
    throw new Error(`asked for problems, got ${outcome.kind}`);
  };
  // A check is outdated as soon as a newer one, or a build, is asked for.
  let newest = 0;
  return {
    load: bench.load,
    cancelLoad: bench.cancelLoad,
    async check(id, source) {
      newest++;
      const mine = newest;
      const { rules } = await exercise(id);
      if (mine !== newest) return null;
      const tooLong = boundSource(words, source);
      if (tooLong) return [tooLong];
      bench.drop("check");
      const task: Task = { kind: "check", exercise: id, source, rules };
      const outcome = await bench.perform(task).catch((error: unknown) => {
        if (mine !== newest) return null;
        throw error;
      });
      return mine === newest && outcome ? problemsOf(outcome) : null;
    },
    async build(id, source) {
      newest++;
      const { rules, main } = await exercise(id);
      const tooLong = boundSource(words, source);
      if (tooLong) return { problems: [tooLong] };
      bench.drop("check");
      const outcome = await bench.perform({ kind: "build", exercise: id, source, rules, main });
      if (outcome.kind !== "built") return { problems: problemsOf(outcome) };
      return { guest: outcome.guest, bytes: outcome.bytes };
    },
    async format(source) {
      const tooLong = boundSource(words, source);
      if (tooLong) return { problems: [tooLong] };
      const outcome = await bench.perform({ kind: "format", source });
      if (outcome.kind !== "formatted") return { problems: problemsOf(outcome) };
      return { source: outcome.source };
    },
    async complete(source, offset) {
      if (boundSource(words, source)) return null;
      bench.drop("complete");
      const outcome = await bench.perform({ kind: "complete", source, offset }).catch(() => null);
      return outcome?.kind === "completion" ? outcome.completion : null;
    },
    async hover(source, offset) {
      if (boundSource(words, source)) return null;
      bench.drop("hover");
      const outcome = await bench.perform({ kind: "hover", source, offset }).catch(() => null);
      return outcome?.kind === "hover" ? outcome.hover : null;
    },
    stop: bench.stop,
  };
}

/** boundSource says that a file is too long to be given to the compiler at all. */
function boundSource(words: ToolchainWords, source: string): Problem | null {
  const bytes = source.length > SOURCE_BYTES ? source.length : new Blob([source]).size;
  return bytes > SOURCE_BYTES ? problem(words.sourceTooLong(bytes, SOURCE_BYTES)) : null;
}

function problem(message: string, line = 1): Problem {
  return { line, column: 1, endLine: line, endColumn: 1, message };
}

function troubled(words: ToolchainWords, trouble: Trouble): Problem {
  switch (trouble.kind) {
    case "memory":
      return problem(words.compileMemory);
    case "stack":
      return problem(words.compileStack);
    case "time":
      return problem(words.compileTooLong(trouble.seconds));
    case "package":
      return problem(words.wrongPackage(trouble.name, trouble.wanted), trouble.line);
    case "tool":
      return problem(words.toolFailed(trouble.tool, trouble.printed));
    case "main":
      return problem(words.mainFailed(trouble.message), trouble.line);
  }
}

interface Bench {
  load(onProgress: Listener): Promise<void>;
  cancelLoad(): void;
  perform(task: Task): Promise<Outcome>;
  /** drop rejects the waiting tasks of a kind: a newer one makes them needless. */
  drop(kind: Task["kind"]): void;
  stop(): void;
}

/** makeBench has the worker, and the line of tasks in front of it. */
function makeBench(words: ToolchainWords): Bench {
  let worker: Worker | null = null;
  let tools: Tools | null = null;
  let loading: { promise: Promise<void>; heard(message: FromWorker): void } | null = null;
  let running: { id: number; job: Job; watchdog: ReturnType<typeof setTimeout> } | null = null;
  let waiting: Job[] = [];
  let last = 0;
  let hasBuilt = false;

  const say = (message: ToWorker): void => {
    worker ??= start();
    worker.postMessage(message);
  };
  const start = (): Worker => {
    const started = new Worker(siteFile("toolchain-worker.js"), { name: "toolchain" });
    started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "done" || data.kind === "broke") finish(data);
      else loading?.heard(data);
    };
    started.onerror = (event) => {
      event.preventDefault();
      started.terminate();
      if (worker === started) worker = null;
      const why = event.message || "the worker does not start";
      if (loading) loading.heard({ kind: "failed", file: "", why });
      else if (running) finish({ kind: "broke", id: running.id, why });
    };
    if (tools) started.postMessage({ kind: "adopt", tools } satisfies ToWorker);
    return started;
  };
  /** restart ends what the worker does, whatever it is. */
  const restart = (): void => {
    worker?.terminate();
    worker = tools ? start() : null;
  };
  const release = (id: number): Job | null => {
    if (running?.id !== id) return null;
    const { job, watchdog } = running;
    clearTimeout(watchdog);
    running = null;
    return job;
  };
  const finish = (message: Extract<FromWorker, { id: number }>): void => {
    const job = release(message.id);
    if (message.kind === "done") {
      hasBuilt ||= message.outcome.kind === "built";
      job?.resolve(message.outcome);
    }
    if (message.kind === "broke") job?.reject(new Error(message.why));
    next();
  };
  const next = (): void => {
    const job = running ? undefined : waiting.shift();
    if (!job) return;
    last++;
    const id = last;
    const seconds = hasBuilt ? TASK_SECONDS : FIRST_TASK_SECONDS;
    const watchdog = setTimeout(() => {
      release(id)?.resolve({ kind: "trouble", trouble: { kind: "time", seconds } });
      restart();
      next();
    }, seconds * 1000);
    running = { id, job, watchdog };
    say({ kind: "task", id, task: job.task });
  };
  const keep = (loaded: Tools): void => {
    tools = loaded;
  };

  return {
    load(onProgress) {
      if (loading) return loading.promise;
      if (tools) {
        onProgress({ kind: "ready", fromCache: true, kept: true, message: "" });
        return Promise.resolve();
      }
      let ended = (): void => {};
      const promise = new Promise<void>((resolve) => {
        ended = resolve;
      });
      const heard = (message: FromWorker): void => {
        if (message.kind === "loaded") keep(message.tools);
        const progress = progressOf(words, message);
        if (progress.kind !== "fetching" && progress.kind !== "preparing") {
          loading = null;
          ended();
        }
        onProgress(progress);
      };
      loading = { promise, heard };
      say({ kind: "load" });
      return promise;
    },
    cancelLoad() {
      if (loading) say({ kind: "cancel" });
    },
    perform(task) {
      if (!tools) return Promise.reject(new Error(words.notLoaded));
      return new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject });
        next();
      });
    },
    drop(kind) {
      const dropped = waiting.filter((job) => job.task.kind === kind);
      waiting = waiting.filter((job) => job.task.kind !== kind);
      for (const job of dropped) job.reject(new Stopped("a newer one made it outdated"));
    },
    stop() {
      const jobs = waiting;
      waiting = [];
      const stopped = running && release(running.id);
      if (stopped) {
        jobs.unshift(stopped);
        restart();
      }
      for (const job of jobs) job.reject(new Stopped("stopped"));
    },
  };
}

function progressOf(words: ToolchainWords, message: FromWorker): Progress {
  switch (message.kind) {
    case "fetching":
    case "preparing":
    case "cancelled":
      return message;
    case "loaded": {
      const { fromCache, kept } = message;
      return { kind: "ready", fromCache, kept, message: kept ? "" : words.notKept };
    }
    case "failed": {
      const { file, why } = message;
      return {
        kind: "failed",
        message: file ? words.fetchFailed(file, why) : words.prepareFailed(why),
      };
    }
    default:
      throw new Error(`a ${message.kind} while loading`);
  }
}
