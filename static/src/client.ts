// The only module that touches workers. It starts the engine, gives each request an id and its answer
// a promise, and does what only the page can do for the engine: start and end the servers' workers.
import { assertUnreachable } from "./assert.ts";
import {
  type Catalogue,
  type Frame,
  type PortMessage,
  type Reply,
  type Request,
  VERSION,
} from "./protocol.ts";

type WithoutEnvelope<T> = T extends Request ? Omit<T, "v" | "id"> : never;

/** Ask is a request before it has its version and its id. */
export type Ask = WithoutEnvelope<Request>;

export interface Client {
  frame(ask: Exclude<Ask, { kind: "catalogue" }>): Promise<Frame>;
  catalogue(): Promise<Catalogue>;
}

interface Waiting {
  resolve(reply: Frame | Catalogue): void;
  reject(error: Error): void;
}

/** connect resolves when the engine is ready. onFailure hears of what breaks later and belongs to no
 * request: an engine that stopped, a worker that could not be loaded. */
export function connect(onFailure: (message: string) => void): Promise<Client> {
  return new Promise((resolve, reject) => {
    const engine = new Worker("engine-worker.js", { name: "engine" });
    const servers = serverWorkers(engine, onFailure);
    const waiting = new Map<number, Waiting>();
    let failed = false;
    const fail = (message: string): void => {
      failed = true;
      reject(new Error(message));
      for (const one of waiting.values()) one.reject(new Error(message));
      waiting.clear();
      onFailure(message);
    };
    engine.onerror = (event) => fail(event.message);
    engine.onmessage = (event: MessageEvent<string>) => {
      const reply = JSON.parse(event.data) as Reply;
      if (reply.v !== VERSION) {
        fail(`The engine speaks version ${reply.v}, this page version ${VERSION}.`);
        return;
      }
      switch (reply.kind) {
        case "ready":
          resolve(requester(engine, waiting, () => failed));
          break;
        case "spawn":
          void servers.spawn(reply.server);
          break;
        case "terminate":
          servers.terminate(reply.server);
          break;
        case "error":
          if (reply.id === 0) fail(reply.message);
          else settle(waiting, reply.id)?.reject(new Error(reply.message));
          break;
        case "catalogue":
        case "frame":
          settle(waiting, reply.id)?.resolve(reply);
          break;
        default:
          assertUnreachable(reply);
      }
    };
  });
}

function settle(waiting: Map<number, Waiting>, id: number): Waiting | undefined {
  const one = waiting.get(id);
  waiting.delete(id);
  return one;
}

function requester(
  engine: Worker,
  waiting: Map<number, Waiting>,
  hasFailed: () => boolean,
): Client {
  let last = 0;
  const request = (ask: Ask): Promise<Frame | Catalogue> =>
    new Promise((resolve, reject) => {
      if (hasFailed()) {
        reject(new Error("The engine has stopped. Reload the page to start again."));
        return;
      }
      last += 1;
      waiting.set(last, { resolve, reject });
      engine.postMessage(JSON.stringify({ v: VERSION, id: last, ...ask }));
    });
  return {
    async frame(ask) {
      const reply = await request(ask);
      if (reply.kind !== "frame") throw new Error(`asked for a frame, got a ${reply.kind}`);
      return reply;
    },
    async catalogue() {
      const reply = await request({ kind: "catalogue" });
      if (reply.kind !== "catalogue")
        throw new Error(`asked for the catalogue, got a ${reply.kind}`);
      return reply;
    },
  };
}

interface ServerWorkers {
  spawn(server: number): Promise<void>;
  terminate(server: number): void;
}

function serverWorkers(engine: Worker, onFailure: (message: string) => void): ServerWorkers {
  const guest = WebAssembly.compileStreaming(fetch("guest.wasm"));
  // A failure is told when a server is wanted; without this the browser would call it unhandled.
  guest.catch(() => {});
  const workers = new Map<number, Worker>();
  // While the guest still compiles, an order may be overtaken by a later one for the same server.
  const orders = new Map<number, number>();
  const order = (server: number): number => {
    const next = (orders.get(server) ?? 0) + 1;
    orders.set(server, next);
    return next;
  };
  return {
    async spawn(server) {
      const mine = order(server);
      try {
        const module = await guest;
        if (orders.get(server) !== mine) return;
        const worker = new Worker("node-worker.js", { name: `S${server}` });
        worker.onerror = (event) => onFailure(`S${server}: ${event.message}`);
        workers.set(server, worker);
        const { port1, port2 } = new MessageChannel();
        worker.postMessage({ guest: module, port: port1 }, [port1]);
        const answer: PortMessage = { v: VERSION, kind: "port", server, port: port2 };
        engine.postMessage(answer, [port2]);
      } catch (error) {
        const answer: PortMessage = { v: VERSION, kind: "port", server, error: String(error) };
        engine.postMessage(answer);
      }
    },
    terminate(server) {
      order(server);
      workers.get(server)?.terminate();
      workers.delete(server);
    },
  };
}
