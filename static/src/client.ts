// The only module that touches the engine and the servers' workers. It starts the engine, gives each
// request an id and its answer a promise, and does what only the page can do for the engine: start and
// end the workers of servers (server-workers.ts).
import { assertUnreachable } from "./assert.ts";
import {
  type Catalogue,
  type Explanation,
  type Frame,
  type GuestMessage,
  type Reply,
  type Request,
  VERSION,
  type Verdict,
} from "./protocol.ts";
import { type ServerWorkers, serverWorkers, whyFailed } from "./server-workers.ts";
import { siteFile } from "./site.ts";

type WithoutEnvelope<T> = T extends Request ? Omit<T, "v" | "id"> : never;

/** Ask is a request before it has its version and its id. */
export type Ask = WithoutEnvelope<Request>;

/** FrameAsk is a request that is answered with a frame. */
export type FrameAsk = Exclude<Ask, { kind: "catalogue" | "explain" | "judge" }>;

export interface Client {
  frame(ask: FrameAsk): Promise<Frame>;
  explain(event: number): Promise<Explanation>;
  judge(): Promise<Verdict>;
  catalogue(): Promise<Catalogue>;
  /** useGuest gives the learner's program for servers that are to follow it, from the next start on;
   * null takes it away. */
  useGuest(module: WebAssembly.Module | null): void;
}

type Answer = Frame | Catalogue | Explanation | Verdict;

interface Waiting {
  resolve(reply: Answer): void;
  reject(error: Error): void;
}

/** SILENCE_MS is how long the engine may say nothing while it plays a learner's program in its own
 * worker. Then it is taken to be held for ever, is ended, and another is started. */
const SILENCE_MS = 20_000;
const STOPPED = "The engine has stopped. Reload the page to start again.";
const HELD =
  "Your program held the engine for 20 seconds, and was ended: look for a loop that never stops. Start the run again.";

/** connect resolves when the engine is ready. onFailure hears of what breaks later and belongs to no
 * request: an engine that stopped, a worker that could not be loaded. */
export async function connect(onFailure: (message: string) => void): Promise<Client> {
  const waiting = new Map<number, Waiting>();
  let failed = false;
  let guest: WebAssembly.Module | null = null;
  let lastId = 0;

  const rejectAll = (message: string): void => {
    for (const one of waiting.values()) one.reject(new Error(message));
    waiting.clear();
  };
  const fail = (message: string): void => {
    failed = true;
    rejectAll(message);
    onFailure(message);
  };
  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    return one;
  };
  const launch = (): EngineWorker =>
    startEngine({
      fail,
      answered: (reply) => settle(reply.id)?.resolve(reply),
      refused: (id, message) => settle(id)?.reject(new Error(message)),
      spawned: onFailure,
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
  const request = async (ask: Ask): Promise<Answer> => {
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
  const wrong = (wanted: string, got: string) => new Error(`asked for ${wanted}, got ${got}`);
  return {
    async frame(ask) {
      const reply = await request(ask);
      if (reply.kind !== "frame") throw wrong("a frame", reply.kind);
      return reply;
    },
    async explain(event) {
      const reply = await request({ kind: "explain", event });
      if (reply.kind !== "explanation") throw wrong("an explanation", reply.kind);
      return reply;
    },
    async judge() {
      const reply = await request({ kind: "judge" });
      if (reply.kind !== "verdict") throw wrong("a verdict", reply.kind);
      return reply;
    },
    async catalogue() {
      const reply = await request({ kind: "catalogue" });
      if (reply.kind !== "catalogue") throw wrong("the catalogue", reply.kind);
      return reply;
    },
    useGuest(module) {
      guest = module;
      engine.post(guestMessage(module));
    },
  };
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
  let heard = engine.heard();
  const look = (): void => {
    if (!waiting.has(id)) return;
    if (engine.heard() === heard) {
      onSilence();
      return;
    }
    heard = engine.heard();
    setTimeout(look, SILENCE_MS);
  };
  setTimeout(look, SILENCE_MS);
}

interface EngineWorker {
  ready: Promise<void>;
  post(message: string | GuestMessage): void;
  /** heard counts the messages that came from it. */
  heard(): number;
  end(): void;
}

interface Listener {
  /** fail hears that the engine is gone. */
  fail(message: string): void;
  answered(reply: Answer): void;
  refused(id: number, message: string): void;
  /** spawned hears that a server's worker failed. */
  spawned(message: string): void;
  guest(): WebAssembly.Module | null;
}

function startEngine(to: Listener): EngineWorker {
  const worker = new Worker(siteFile("engine-worker.js"), { name: "engine" });
  const servers = serverWorkers(
    (message, transfer = []) => worker.postMessage(message, transfer),
    to.guest,
    to.spawned,
  );
  let heard = 0;
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (message: string): void => {
      reject(new Error(message));
      to.fail(message);
    };
    worker.onerror = (event) => fail(whyFailed(event));
    worker.onmessage = (event: MessageEvent<string>) => {
      heard += 1;
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
    };
  });
  ready.catch(() => {}); // to.fail has told it
  return {
    ready,
    post: (message) => worker.postMessage(message),
    heard: () => heard,
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
    case "catalogue":
    case "explanation":
    case "verdict":
    case "frame":
      to.answered(reply);
      break;
    default:
      assertUnreachable(reply);
  }
}
