// Runs an engine in a worker: wasm/engine, Go compiled to js/wasm. The Go code attaches its own "message" listener and
// posts its own replies (protocol.ts); this file only starts it, hands it the stories, keeps the learner's program for
// it, and says so, once, when it could not start or has stopped. The worker has the name of the program.
import "wasm_exec";
import { siteFile } from "../base/site.ts";
import type { Guest } from "./guest.ts";
import { type GuestMessage, VERSION } from "./protocol.ts";

/** StartGuest makes a server of a program. */
export type StartGuest = (module: WebAssembly.Module) => Guest;

declare global {
  /** startLearner gives the engine a server that runs the learner's program, in this worker. */
  var startLearner: () => Guest;
  /** stories is the text of stories.json: the scenarios that the engine can play by their names. */
  var stories: string;
}

const TAIL = 2000;
let tail = "";

function fail(message: string): void {
  postMessage(JSON.stringify({ v: VERSION, kind: "error", id: 0, message }));
}

/** keepOutput remembers the end of Go's output, the only explanation after a panic. */
function keepOutput(): void {
  const decoder = new TextDecoder();
  fs.writeSync = (_fd, bytes) => {
    tail = (tail + decoder.decode(bytes, { stream: true })).slice(-TAIL);
    return bytes.length;
  };
}

/** keepLearner takes the messages with the learner's program before the Go code sees them. */
function keepLearner(start: StartGuest): void {
  let learner: WebAssembly.Module | null = null;
  self.addEventListener("message", (event: MessageEvent<string | Partial<GuestMessage>>) => {
    if (typeof event.data === "string" || event.data.kind !== "guest") return;
    event.stopImmediatePropagation();
    learner = event.data.module ?? null;
  });
  globalThis.startLearner = () => {
    if (!learner) throw new Error("your program is not compiled yet");
    return start(learner);
  };
}

async function fetchText(name: string): Promise<string> {
  const response = await fetch(siteFile(name));
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response.text();
}

/** runEngine runs the engine until it stops. */
export async function runEngine(start: StartGuest): Promise<void> {
  keepOutput();
  keepLearner(start);
  const go = new Go();
  try {
    const [{ instance }, texts] = await Promise.all([
      WebAssembly.instantiateStreaming(fetch(siteFile(`${self.name}.wasm`)), go.importObject),
      fetchText("stories.json"),
    ]);
    globalThis.stories = texts;
    await go.run(instance);
  } catch (error) {
    fail(`The engine could not start: ${String(error)}\n${tail}`.trim());
    return;
  }
  fail(`The engine has stopped. Reload the page to start again.\n${tail}`.trim());
}
