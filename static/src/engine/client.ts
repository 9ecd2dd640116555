// The only module that touches the engine and the servers' workers. It starts the engine, gives each
// request an id and its answer a promise, and does what only the page can do for the engine: start and
// end the workers of servers (server-workers.ts).
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
   * removes it. */
  useGuest(module: WebAssembly.Module | null): void;
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

/** connect resolves when the engine is ready. onFailure reports later failures that belong to no
 * request: an engine that stopped, a worker that could not be loaded. */
export async function connect(onFailure: (message: string) => void): Promise<Client> {
  const { waiting, settle, rejectAll } = makeWaiting();
  let failed = false;
  let guest: WebAssembly.Module | null = null;
  let lastId = 0;
  const progress = makeProgress();

  const fail = (message: string): void => {
    failed = true;
    rejectAll(message);
    onFailure(message);
  };
  const launch = (): EngineWorker =>
    startEngine({
      fail,
      answered(reply) {
        progress.tell(null);
        settle(reply.id)?.resolve(reply);
      },
      refused(id, message) {
        progress.tell(null);
        settle(id)?.reject(new Error(message));
      },
      spawned: onFailure,
      progressed: progress.tell,
      guest: () => guest,
    });

  let engine = launch();
  await engine.ready;

  const startAgain = (): void => {
    engine.end();
    engine = launch();
    engine.post(guestMessage(guest));
    rejectAll(HELD);
  };
  const send = async (ask: Ask): Promise<Answer> => {
    await engine.ready;
    return new Promise((resolve, reject) => {
      if (failed) {
        reject(new Error(STOPPED));
        return;
      }
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      engine.post(JSON.stringify({ v: VERSION, id: lastId, ...ask }));
      if (ask.kind === "start" && guest) watch(engine, lastId, waiting, startAgain);
    });
  };
  return {
    request: async (ask) => replyTo(ask, await send(ask)),
    useGuest(module) {
      guest = module;
      engine.post(guestMessage(module));
    },
    onProgress: progress.listen,
    giveUp: () => engine.post(GIVE_UP),
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
  catalogue: "the catalogue",
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
function watch(
  engine: EngineWorker,
  id: number,
  waiting: ReadonlyMap<number, Waiting>,
  onSilence: () => void,
): void {
  const silence = patience(SILENT_SECONDS, () => {
    if (waiting.has(id)) onSilence();
  });
  engine.onMessage(() => (waiting.has(id) ? silence.renew() : silence.end()));
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
  refused(id: number, message: string): void;
  /** spawned is called when a server's worker failed. */
  spawned(message: string): void;
  progressed(progress: Progress): void;
  guest(): WebAssembly.Module | null;
}

function startEngine(to: Listener): EngineWorker {
  const worker = new Worker(siteFile("engine-worker.js"), { name: "engine" });
  const servers = serverWorkers(
    (message, transfer = []) => worker.postMessage(message, transfer),
    to.guest,
    to.spawned,
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
      void servers.spawn(reply.server, reply.own);
      break;
    case "terminate":
      servers.terminate(reply.server);
      break;
    case "error":
      to.refused(reply.id, reply.message);
      break;
    case "progress":
      to.progressed(reply);
      break;
    case "catalogue":
    case "explain":
    case "judge":
    case "frame":
      to.answered(reply);
      break;
    default:
      assertUnreachable(reply);
  }
}
