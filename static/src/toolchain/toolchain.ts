// The Go compiler, as the page knows it.
import type { OwnFile } from "../address/link.ts";
import type { ToolchainWords } from "../words/toolchain.ts";
import type { Progress } from "./progress.ts";
import type {
  Completion,
  Failure,
  Hover,
  LearnerFile,
  Lit,
  LitCall,
  Outcome,
  Problem,
  Steps,
  Task,
} from "./talk.ts";
import { TaskQueue } from "./task-queue.ts";

/** ExerciseSource is the part of an exercise that the toolchain needs; course.json has both. */
export type ExerciseSource = Pick<LearnerFile, "join" | "rules">;

/** Built is a program, or what is wrong with the file of an exercise; that is "" where no file is at fault. */
export type Built =
  | { guest: WebAssembly.Module; bytes: Uint8Array<ArrayBuffer>; took: Steps }
  | { problems: readonly Problem[]; exercise: string };

export type Formatted = { source: string } | { problems: readonly Problem[] };

export interface Toolchain {
  /** load fetches the tools, or finds them stored, and resolves after onProgress was called with
   * "ready", "failed" or "cancelled". To retry, call it again. Loading twice at once is loading once. */
  load(onProgress: (progress: Progress) => void): Promise<void>;
  cancelLoad(): void;
  /** check compiles the learner's file alone. It resolves to null when a newer check made it outdated. */
  check(exercise: string, source: string): Promise<readonly Problem[] | null>;
  build(exercise: string, source: string): Promise<Built>;
  /** prepare builds ahead, if nothing else is built: a build of the same text is then there at once. */
  prepare(exercise: string, source: string): void;
  /** buildTogether makes one program of files of different exercises, one or more. */
  buildTogether(files: readonly OwnFile[]): Promise<Built>;
  format(source: string): Promise<Formatted>;
  /** complete and hover resolve to null where there is nothing to show, and never reject. */
  complete(source: string, offset: number): Promise<Completion | null>;
  hover(source: string, offset: number): Promise<Hover | null>;
  /** lit is what a call saw; like those two it never rejects, and null is for nothing to show. */
  lit(source: string, call: LitCall): Promise<Lit | null>;
  /** stop ends a build and forgets those that wait; their promises are rejected with Stopped. The tools
   * stay loaded. */
  stop(): void;
}

/** SOURCE_BYTES bounds a learner's file. */
const SOURCE_BYTES = 1_000_000;
/** makeToolchain starts nothing before `load`. `exercise` is asked for the exercise of that id. */
export function makeToolchain(
  words: ToolchainWords,
  exercise: (id: string) => Promise<ExerciseSource>,
): Toolchain {
  const queue = new TaskQueue(words);
  // Programs are built in a worker of their own: a build takes longer than whoever types would wait for a completion.
  const builder = new Builder(words, exercise);
  // A check is outdated as soon as a newer one is asked for.
  let newest = 0;
  return {
    async load(onProgress) {
      await queue.load(onProgress);
      builder.adopt(queue);
    },
    cancelLoad: () => queue.cancelLoad(),
    async check(id, source) {
      newest++;
      const mine = newest;
      const [file] = await learnerFiles(exercise, [{ exercise: id, source }]);
      if (mine !== newest || !file) return null;
      const tooLong = boundSource(words, source);
      if (tooLong) return [tooLong];
      queue.drop("check");
      const outcome = await queue.perform({ kind: "check", file }).catch((error: unknown) => {
        if (mine !== newest) return null;
        throw error;
      });
      return mine === newest && outcome ? problemsOf(words, outcome) : null;
    },
    build(id, source) {
      return this.buildTogether([{ exercise: id, source }]);
    },
    prepare: (id, source) => builder.prepare([{ exercise: id, source }]),
    buildTogether: (own) => builder.build(own),
    async format(source) {
      const tooLong = boundSource(words, source);
      if (tooLong) return { problems: [tooLong] };
      const outcome = await queue.perform({ kind: "format", source });
      if (outcome.kind !== "formatted") return { problems: problemsOf(words, outcome) };
      return { source: outcome.source };
    },
    async complete(source, offset) {
      if (boundSource(words, source)) return null;
      const outcome = await newestOf(queue, { kind: "complete", source, offset });
      return outcome?.kind === "completion" ? outcome.completion : null;
    },
    async hover(source, offset) {
      if (boundSource(words, source)) return null;
      const outcome = await newestOf(queue, { kind: "hover", source, offset });
      return outcome?.kind === "hover" ? outcome.hover : null;
    },
    async lit(source, call) {
      if (call.values === "" || boundSource(words, source)) return null;
      const outcome = await newestOf(queue, { kind: "lit", source, call });
      return outcome?.kind === "lit" ? outcome.lit : null;
    },
    stop: () => builder.stop(),
  };
}

/** newestOf does a task in the place of those of its kind that wait. */
function newestOf(queue: TaskQueue, task: Task): Promise<Outcome | null> {
  queue.drop(task.kind);
  return queue.perform(task).catch(() => null);
}

/** Builder makes programs, one after the other, and keeps the last: it is asked for again by whoever has checked a
 * file, and wants to see it run. */
class Builder {
  #words: ToolchainWords;
  #exercise: (id: string) => Promise<ExerciseSource>;
  #queue: TaskQueue;
  #last: { key: string; built: Promise<Built>; isAhead: boolean; isOver: boolean } | null = null;

  constructor(words: ToolchainWords, exercise: (id: string) => Promise<ExerciseSource>) {
    this.#words = words;
    this.#exercise = exercise;
    this.#queue = new TaskQueue(words);
  }

  adopt(loaded: TaskQueue): void {
    this.#queue.adopt(loaded);
  }

  prepare(own: readonly OwnFile[]): void {
    if (this.#last && !this.#last.isOver) return;
    this.#start(own, true).catch(() => {}); // whoever asks for it hears of it
  }

  build(own: readonly OwnFile[]): Promise<Built> {
    if (this.#last?.key === JSON.stringify(own)) {
      this.#last.isAhead = false;
      return this.#last.built;
    }
    // What was begun ahead is of no use any more, and may take long.
    if (this.#last?.isAhead && !this.#last.isOver) this.stop();
    return this.#start(own, false);
  }

  stop(): void {
    this.#last = null;
    this.#queue.stop();
  }

  #start(own: readonly OwnFile[], isAhead: boolean): Promise<Built> {
    const key = JSON.stringify(own);
    const started = { key, built: this.#make(own), isAhead, isOver: false };
    this.#last = started;
    // A failure says nothing of the files: the next time it may succeed.
    const forget = (): void => {
      if (this.#last === started) this.#last = null;
    };
    started.built.then(() => {
      started.isOver = true;
    }, forget);
    return started.built;
  }

  async #make(own: readonly OwnFile[]): Promise<Built> {
    const files = await learnerFiles(this.#exercise, own);
    for (const { exercise: id, source } of files) {
      const tooLong = boundSource(this.#words, source);
      if (tooLong) return { problems: [tooLong], exercise: id };
    }
    return builtOf(this.#words, await this.#queue.perform({ kind: "build", files }));
  }
}

/** learnerFiles adds what is generated. */
function learnerFiles(
  exercise: (id: string) => Promise<ExerciseSource>,
  own: readonly OwnFile[],
): Promise<LearnerFile[]> {
  const whole = async (one: OwnFile): Promise<LearnerFile> => {
    const { rules, join } = await exercise(one.exercise);
    return { ...one, rules, join };
  };
  return Promise.all(own.map(whole));
}

function builtOf(words: ToolchainWords, outcome: Outcome): Built {
  if (outcome.kind === "built") {
    const { guest, bytes, took } = outcome;
    return { guest, bytes, took };
  }
  const at = "exercise" in outcome ? outcome.exercise : "";
  return { problems: problemsOf(words, outcome), exercise: at ?? "" };
}

function problemsOf(words: ToolchainWords, outcome: Outcome): readonly Problem[] {
  if (outcome.kind === "problems") return outcome.problems;
  if (outcome.kind === "failure") return [problemOf(words, outcome.failure)];
  throw new Error(`asked for problems, got ${outcome.kind}`);
}

/** boundSource says that a file is too long to be given to the compiler at all. */
function boundSource(words: ToolchainWords, source: string): Problem | null {
  const bytes = source.length > SOURCE_BYTES ? source.length : new Blob([source]).size;
  return bytes > SOURCE_BYTES ? problem(words.sourceTooLong(bytes, SOURCE_BYTES)) : null;
}

function problem(message: string, line = 1): Problem {
  return { line, column: 1, endLine: line, endColumn: 1, message };
}

function problemOf(words: ToolchainWords, failure: Failure): Problem {
  switch (failure.kind) {
    case "memory":
      return problem(words.compileMemory);
    case "stack":
      return problem(words.compileStack);
    case "package":
      return problem(words.wrongPackage(failure.name, failure.wanted), failure.line);
    case "tool":
      return problem(words.toolFailed(failure.tool, failure.printed));
    case "main":
      return problem(words.mainFailed(failure.message), failure.line);
  }
}
