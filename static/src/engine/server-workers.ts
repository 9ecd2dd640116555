// The workers that servers live in: started and ended as the engine orders. It belongs to client.ts.

import { messageOf } from "../base/errors.ts";
import { siteFile } from "../base/site.ts";
import { type PortMessage, VERSION } from "./protocol.ts";

export interface ServerWorkers {
  /** spawn starts a server's worker; `own` has it run the learner's program, and not a server of the protocol. */
  spawn(server: number, own: boolean, protocol: string): Promise<void>;
  terminate(server: number): void;
  /** end terminates all of them. */
  end(): void;
}

type Post = (message: PortMessage, transfer?: Transferable[]) => void;

/** Guest is the file, without its ending, of a program that follows the rules with names: of Raft alone, or of all
 * protocols. */
type Guest = "guest" | "guest-all";

/** SMALL is the protocol that the smaller guest speaks, and WHOLE that of programs with goroutines, which have a worker
 * of their own kind. */
const SMALL = "raft";
const WHOLE = "whole";

const compiled = new Map<Guest, Promise<WebAssembly.Module>>();

/** reference is a guest, which is compiled once. */
function reference(guest: Guest): Promise<WebAssembly.Module> {
  const there = compiled.get(guest);
  if (there) return there;
  const made = WebAssembly.compileStreaming(fetch(siteFile(`${guest}.wasm`)));
  compiled.set(guest, made);
  // A failure is reported when a server is wanted; without this the browser would call it unhandled.
  made.catch(() => compiled.delete(guest)); // the network may be back for the next server
  return made;
}

/** whyFailed is the message of a worker's error, which is empty when its file could not be fetched. */
export function whyFailed(event: Partial<ErrorEvent>): string {
  return (
    event.message ||
    "A program of this page could not be loaded. Check your connection and reload the page."
  );
}

export function serverWorkers(
  post: Post,
  learner: () => WebAssembly.Module | null,
  onFailure: (message: string) => void,
  expected: Guest | null,
): ServerWorkers {
  if (expected) void reference(expected);
  const workers = new Map<number, Worker>();
  // While the guest compiles, a later order for the same server may overtake an earlier one.
  const orders = new Map<number, number>();
  const order = (server: number): number => {
    const next = (orders.get(server) ?? 0) + 1;
    orders.set(server, next);
    return next;
  };
  const start = (server: number, own: boolean, guest: WebAssembly.Module, file: string): void => {
    const worker = new Worker(siteFile(file), { name: `S${server}` });
    // What a learner's program does is no failure of the page: the engine notices the silence.
    if (!own) worker.onerror = (event) => onFailure(`S${server}: ${whyFailed(event)}`);
    workers.set(server, worker);
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ guest, port: port1 }, [port1]);
    post({ v: VERSION, kind: "port", server, port: port2 }, [port2]);
  };
  return {
    async spawn(server, own, protocol) {
      const mine = order(server);
      try {
        const guest = own ? learner() : await reference(protocol === SMALL ? "guest" : "guest-all");
        if (!guest) throw new Error("your program is not compiled yet");
        const file = protocol === WHOLE ? "whole-server-worker.js" : "node-worker.js";
        if (orders.get(server) === mine) start(server, own, guest, file);
      } catch (error) {
        const reason = messageOf(error);
        post({ v: VERSION, kind: "port", server, error: reason });
      }
    },
    terminate(server) {
      order(server);
      workers.get(server)?.terminate();
      workers.delete(server);
    },
    end() {
      for (const worker of workers.values()) worker.terminate();
      workers.clear();
    },
  };
}
