// The tasks in front of the toolchain worker. This module alone touches that worker: it gives it one task at a
// time, ends it when a task takes too long or is stopped, and starts it again with the tools that it keeps.
import { type Patience, patience } from "../base/patience.ts";
import { siteFile } from "../base/site.ts";
import type { ToolchainWords } from "../words/toolchain.ts";
import { isUnderWay, type Progress, progressOf, Stopped } from "./progress.ts";
import type { FromWorker, Outcome, Task, Tools, ToWorker, Wants } from "./talk.ts";

/** A task may take so many seconds before its worker is ended, which says nothing about the file. The first build is
 * given more: then the browser still makes the tools' WebAssembly fast, and a slow machine takes long for it. */
const TASK_SECONDS = 20;
const FIRST_TASK_SECONDS = 60;

/** Job is a task that waits or runs, and whose promise is to be settled. */
interface Job {
  task: Task;
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
}

type Listener = (progress: Progress) => void;

/** Ended is the worker's answer to a task. */
type Ended = Extract<FromWorker, { kind: "done" | "broke" }>;
type Step = Extract<FromWorker, { kind: "step" }>;

export class TaskQueue {
  /** onStep hears how far the task is that runs. */
  onStep: ((step: Step) => void) | null = null;
  #words: ToolchainWords;
  #wants: Wants | undefined;
  #worker: Worker | null = null;
  #tools: Tools | null = null;
  #loading: { promise: Promise<void>; heard(message: FromWorker): void } | null = null;
  #running: { id: number; job: Job; waiting: Patience } | null = null;
  #waiting: Job[] = [];
  #last = 0;
  #hasBuilt = false;

  /** Wants is what the tools are for; what is left out, for exercises. */
  constructor(words: ToolchainWords, wants?: Wants) {
    this.#words = words;
    this.#wants = wants;
  }

  load(onProgress: Listener): Promise<void> {
    if (this.#loading) return this.#loading.promise;
    if (this.#tools) {
      onProgress({ kind: "ready", fromCache: true, kept: true, message: "" });
      return Promise.resolve();
    }
    let ended = (): void => {};
    const promise = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const heard = (message: FromWorker): void => {
      if (message.kind === "loaded") this.#tools = message.tools;
      const progress = progressOf(this.#words, message);
      if (!isUnderWay(progress)) {
        this.#loading = null;
        ended();
      }
      onProgress(progress);
    };
    this.#loading = { promise, heard };
    this.#say({ kind: "load", wants: this.#wants });
    return promise;
  }

  /** adopt takes the tools that another queue has loaded. */
  adopt(other: TaskQueue): void {
    this.#tools ??= other.#tools;
  }

  cancelLoad(): void {
    if (this.#loading) this.#say({ kind: "cancel" });
  }

  perform(task: Task): Promise<Outcome> {
    if (!this.#tools) return Promise.reject(new Error(this.#words.notLoaded));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#next();
    });
  }

  /** drop rejects the waiting tasks of a kind: a newer one makes them needless. */
  drop(kind: Task["kind"]): void {
    const dropped = this.#waiting.filter((job) => job.task.kind === kind);
    this.#waiting = this.#waiting.filter((job) => job.task.kind !== kind);
    for (const job of dropped) job.reject(new Stopped("a newer one made it outdated"));
  }

  stop(): void {
    const jobs = this.#waiting;
    this.#waiting = [];
    const stopped = this.#running && this.#release(this.#running.id);
    if (stopped) {
      jobs.unshift(stopped);
      this.#restart();
    }
    for (const job of jobs) job.reject(new Stopped("stopped"));
  }

  #say(message: ToWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const started = new Worker(siteFile("toolchain-worker.js"), { name: "toolchain" });
    started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "done" || data.kind === "broke") this.#finish(data);
      else if (data.kind === "step") this.#step(data);
      else this.#loading?.heard(data);
    };
    started.onerror = (event) => {
      event.preventDefault();
      started.terminate();
      if (this.#worker === started) this.#worker = null;
      const why = event.message || "the worker does not start";
      if (this.#loading) this.#loading.heard({ kind: "failed", file: "", why });
      else if (this.#running) this.#finish({ kind: "broke", id: this.#running.id, why });
    };
    if (this.#tools) {
      started.postMessage({ kind: "adopt", tools: this.#tools } satisfies ToWorker);
    }
    return started;
  }

  /** restart ends what the worker does, whatever it is. */
  #restart(): void {
    this.#worker?.terminate();
    this.#worker = this.#tools ? this.#start() : null;
  }

  #release(id: number): Job | null {
    if (this.#running?.id !== id) return null;
    const { job, waiting } = this.#running;
    waiting.end();
    this.#running = null;
    return job;
  }

  /** step: it goes on, so that its time begins again. */
  #step(step: Step): void {
    this.#running?.waiting.renew();
    this.onStep?.(step);
  }

  #finish(message: Ended): void {
    const job = this.#release(message.id);
    if (message.kind === "done") {
      this.#hasBuilt ||= message.outcome.kind === "built";
      job?.resolve(message.outcome);
    }
    if (message.kind === "broke") job?.reject(new Error(message.why));
    this.#next();
  }

  #next(): void {
    const job = this.#running ? undefined : this.#waiting.shift();
    if (!job) return;
    this.#last++;
    const id = this.#last;
    const seconds = this.#hasBuilt ? TASK_SECONDS : FIRST_TASK_SECONDS;
    const waiting = patience(seconds, () => {
      this.#release(id)?.reject(new Error(this.#words.compileTooLong(seconds)));
      this.#restart();
      this.#next();
    });
    this.#running = { id, job, waiting };
    this.#say({ kind: "task", id, task: job.task });
  }
}
