// The only module that touches the engine and the servers' workers. It starts the engine, gives each
// request an id and its answer a promise, and does what only the page can do for the engine: start and
// end the workers of servers (server-workers.ts). The engine has Raft alone until a run asks for another protocol: then
// a larger one takes its place, or the one for whole servers.
import { assertUnreachable } from "../base/errors.ts";
import { patience } from "../base/patience.ts";
import { siteFile } from "../base/site.ts";
import {
  type Answer,
  GIVE_UP,
  type GuestMessage,
  type Progress,
  type Replies,
  type Reply,
  type ReplyTo,
  type Request,
  VERSION,
} from "./protocol.ts";
import { type ServerWorkers, serverWorkers, whyFailed } from "./server-workers.ts";

type WithoutEnvelope<T> = T extends Request ? Omit<T, "v" | "id"> : never;

/** Ask is a request before it has its version and its id. */
export type Ask = WithoutEnvelope<Request>;

/** FrameAsk is a request that is answered with a frame. */
export type FrameAsk = Exclude<Ask, { kind: keyof Replies }>;

export interface Client {
  /** request resolves to the reply that belongs to the kind of request. */
  request<A extends Ask>(ask: A): Promise<ReplyTo<A["kind"]>>;
  /** useGuest sets the program of servers that follow the learner's rules, from the next start on; null
   * removes it. It is a whole server where `isWhole`. */
  useGuest(module: WebAssembly.Module | null, isWhole?: boolean): void;
  /** onProgress hears how far a request is that takes long, and null at its end; giveUp ends it: then it fails. */
  onProgress(hear: (progress: Progress | null) => void): void;
  giveUp(): void;
}

interface Waiting {
  resolve(reply: Answer): void;
  reject(error: Error): void;
}

/** SILENT_SECONDS is how long the engine may say nothing while it plays a learner's program in its own
 * worker. Then it is assumed to hang, is ended, and another is started. */
const SILENT_SECONDS = 20;
const STOPPED = "The engine has stopped. Reload the page to start again.";
const HELD =
  `The page waited ${SILENT_SECONDS} seconds for the engine, which plays your code, and ended it. This says nothing ` +
  "about your code. The computer may be busy: start the run again.";

/** Lacking is the failure of a request for a protocol or a scenario that the engine does not know. */
class Lacking extends Error {}

/** Program is an engine's file without its ending: with Raft alone, with all protocols, or for whole servers. */
type Program = "engine" | "engine-all" | "engine-whole";

/** connect resolves when the engine is ready. onFailure reports later failures that belong to no
 * request: an engine that stopped, a worker that could not be loaded. */
export async function connect(onFailure: (message: string) => void): Promise<Client> {
  let guest: WebAssembly.Module | null = null;
  let isWhole = false;
  const progress = makeProgress();
  const launch = (program: Program): Engine =>
    launchEngine(program, {
      failed(one, message) {
        if (one === engine) onFailure(message);
      },
      spawned: onFailure,
      progressed: progress.tell,
      guest: () => guest,
    });

  let engine = launch("engine");
  await engine.ready;

  const startAgain = (one: Engine): void => {
    one.end();
    if (one === engine) engine = launch(one.program);
    one.rejectAll(HELD);
  };
  /** asked is the engine that was asked last. */
  let asked = engine;
  const send = async (to: Engine, ask: Ask): Promise<Answer> => {
    asked = to;
    await to.ready;
    return new Promise((resolve, reject) => {
      post(to, ask, { resolve, reject }, guest ? startAgain : () => {});
    });
  };
  const ask = makeSwitching({
    send,
    launch,
    isWhole: () => isWhole,
    engine: () => engine,
    use(next) {
      engine.end();
      engine.rejectAll(STOPPED);
      engine = next;
    },
  });
  return {
    request: async (request) => replyTo(request, await ask(request)),
    useGuest(module, whole = false) {
      guest = module;
      isWhole = whole;
      // Another kind of program needs another engine, which gets it when it is launched.
      for (const one of new Set([engine, asked])) {
        if (isForWhole(one.program) === whole) one.post(guestMessage(module));
      }
    },
    onProgress: progress.listen,
    giveUp: () => asked.post(GIVE_UP),
  };
}

const isForWhole = (program: Program): boolean => program === "engine-whole";

interface Engine extends EngineWorker {
  readonly program: Program;
  readonly waiting: Map<number, Waiting>;
  rejectAll(message: string): void;
  failed: boolean;
}

interface Page {
  /** failed is called when an engine has stopped, spawned when a server's worker failed. */
  failed(engine: Engine, message: string): void;
  spawned(message: string): void;
  progressed(progress: Progress | null): void;
  guest(): WebAssembly.Module | null;
}

function launchEngine(program: Program, page: Page): Engine {
  const { waiting, settle, rejectAll } = makeWaiting();
  const worker = startEngine(program, {
    fail(message) {
      engine.failed = true;
      rejectAll(message);
      page.failed(engine, message);
    },
    answered(reply) {
      page.progressed(null);
      settle(reply.id)?.resolve(reply);
    },
    refused(id, error) {
      page.progressed(null);
      settle(id)?.reject(error);
    },
    spawned: page.spawned,
    progressed: page.progressed,
    guest: page.guest,
  });
  const engine: Engine = { ...worker, program, waiting, rejectAll, failed: false };
  const guest = page.guest();
  if (guest) engine.post(guestMessage(guest));
  return engine;
}

let lastId = 0;

/** post sends a request to an engine. onSilence is called if the engine says nothing for too long while it starts a
 * run. */
function post(to: Engine, ask: Ask, waits: Waiting, onSilence: (engine: Engine) => void): void {
  if (to.failed) {
    waits.reject(new Error(STOPPED));
    return;
  }
  lastId += 1;
  to.waiting.set(lastId, waits);
  to.post(JSON.stringify({ v: VERSION, id: lastId, ...ask }));
  if (ask.kind === "start") watch(to, lastId, () => onSilence(to));
}

interface Engines {
  send(to: Engine, ask: Ask): Promise<Answer>;
  launch(program: Program): Engine;
  /** isWhole is true while the program of the next run is a whole server. */
  isWhole(): boolean;
  /** engine is the one in use, and use ends it and takes the next. */
  engine(): Engine;
  use(next: Engine): void;
}

/** makeSwitching gives what asks the engine, and asks another one for a run that it cannot play: the one with all
 * protocols, or that for whole servers. That one is used from then on, if it can start the run: otherwise the run
 * before goes on. */
function makeSwitching({ send, launch, isWhole, engine, use }: Engines) {
  let switching: Promise<unknown> | null = null;
  const inOther = async (program: Program, ask: Ask): Promise<Answer> => {
    const other = launch(program);
    try {
      const answer = await send(other, ask);
      use(other);
      return answer;
    } catch (error) {
      other.end();
      throw error;
    }
  };
  const switchTo = (program: Program, ask: Ask): Promise<Answer> => {
    const answer = inOther(program, ask);
    switching = answer
      .catch(() => {})
      .finally(() => {
        switching = null;
      });
    return answer;
  };
  const wanted = (ask: Ask, now: Program): Program => {
    if (ask.kind !== "start" || isForWhole(now) === isWhole()) return now;
    return isWhole() ? "engine-whole" : "engine";
  };
  return async (ask: Ask): Promise<Answer> => {
    while (switching) await switching;
    const here = engine();
    const program = wanted(ask, here.program);
    try {
      return await (program === here.program ? send(here, ask) : switchTo(program, ask));
    } catch (error) {
      if (!(error instanceof Lacking) || program !== "engine") throw error;
    }
    while (switching) await switching; // another request may have been first
    if (engine() !== here) return send(engine(), ask);
    return switchTo("engine-all", ask);
  };
}

/** makeProgress tells whoever listens of progress, and of its end. */
function makeProgress() {
  let hear = (_: Progress | null): void => {};
  let told = false;
  return {
    listen(next: typeof hear): void {
      hear = next;
    },
    tell(progress: Progress | null): void {
      if (progress === null && !told) return;
      told = progress !== null;
      hear(progress);
    },
  };
}

/** makeWaiting keeps the requests that have no answer yet, by id. */
function makeWaiting() {
  const waiting = new Map<number, Waiting>();
  return {
    waiting,
    settle(id: number): Waiting | undefined {
      const one = waiting.get(id);
      waiting.delete(id);
      return one;
    },
    rejectAll(message: string): void {
      for (const one of waiting.values()) one.reject(new Error(message));
      waiting.clear();
    },
  };
}

const NAMES: Readonly<Record<Answer["kind"], string>> = {
  frame: "a frame",
  explain: "an explanation",
  judge: "a verdict",
};

/** replyTo is the reply, if it is of the kind that was asked for. */
function replyTo<A extends Ask>(ask: A, reply: Answer): ReplyTo<A["kind"]> {
  const wanted = isOwnReply(ask.kind) ? ask.kind : "frame";
  if (reply.kind !== wanted) throw new Error(`asked for ${NAMES[wanted]}, got ${reply.kind}`);
  return reply as ReplyTo<A["kind"]>;
}

/** isOwnReply is true of requests that are answered under their own name. */
function isOwnReply(kind: Ask["kind"]): kind is keyof Replies {
  return Object.hasOwn(NAMES, kind);
}

function guestMessage(module: WebAssembly.Module | null): GuestMessage {
  return { v: VERSION, kind: "guest", module };
}

/** watch calls onSilence when the engine says nothing for too long before it has answered a request. */
function watch({ waiting, onMessage }: Engine, id: number, onSilence: () => void): void {
  const silence = patience(SILENT_SECONDS, () => {
    if (waiting.has(id)) onSilence();
  });
  onMessage(() => (waiting.has(id) ? silence.renew() : silence.end()));
}

interface EngineWorker {
  ready: Promise<void>;
  post(message: string | GuestMessage): void;
  /** onMessage calls back after each message from the engine, in place of whoever wanted that before. */
  onMessage(heard: () => void): void;
  end(): void;
}

interface Listener {
  /** fail is called when the engine has stopped. */
  fail(message: string): void;
  answered(reply: Answer): void;
  refused(id: number, error: Error): void;
  /** spawned is called when a server's worker failed. */
  spawned(message: string): void;
  progressed(progress: Progress): void;
  guest(): WebAssembly.Module | null;
}

function startEngine(program: Program, to: Listener): EngineWorker {
  const isWhole = isForWhole(program);
  const file = isWhole ? "whole-engine-worker.js" : "engine-worker.js";
  const worker = new Worker(siteFile(file), { name: program });
  const servers = serverWorkers(
    (message, transfer = []) => worker.postMessage(message, transfer),
    to.guest,
    to.spawned,
    isWhole ? null : program === "engine" ? "guest" : "guest-all",
  );
  let heard = (): void => {};
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (message: string): void => {
      reject(new Error(message));
      to.fail(message);
    };
    worker.onerror = (event) => fail(whyFailed(event));
    worker.onmessage = (event: MessageEvent<string>) => {
      const reply = JSON.parse(event.data) as Reply;
      if (reply.v !== VERSION) {
        fail(`The engine speaks version ${reply.v}, this page version ${VERSION}.`);
      } else if (reply.kind === "ready") {
        resolve();
      } else if (reply.kind === "error" && reply.id === 0) {
        fail(reply.message);
      } else {
        sort(reply, servers, to);
      }
      heard();
    };
  });
  ready.catch(() => {}); // to.fail has reported it
  return {
    ready,
    post: (message) => worker.postMessage(message),
    onMessage(next) {
      heard = next;
    },
    end() {
      worker.terminate();
      servers.end();
    },
  };
}

function sort(reply: Exclude<Reply, { kind: "ready" }>, servers: ServerWorkers, to: Listener) {
  switch (reply.kind) {
    case "spawn":
      void servers.spawn(reply.server, reply.own, reply.protocol);
      break;
    case "terminate":
      servers.terminate(reply.server);
      break;
    case "error":
      to.refused(reply.id, reply.lacks ? new Lacking(reply.message) : new Error(reply.message));
      break;
    case "progress":
      to.progressed(reply);
      break;
    case "explain":
    case "judge":
    case "frame":
      to.answered(reply);
      break;
    default:
      assertUnreachable(reply);
  }
}
