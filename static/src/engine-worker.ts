// The worker that runs the engine: wasm/engine, Go compiled to js/wasm. The Go code attaches its own
// "message" listener and posts its own replies (src/protocol.ts); this file only starts it, and says
// so, once, when it could not start or has stopped.
import "wasm_exec";
import { VERSION } from "./protocol.ts";

const TAIL = 2000;
let tail = "";

function fail(message: string): void {
  postMessage(JSON.stringify({ v: VERSION, kind: "error", id: 0, message }));
}

/** keepOutput remembers the end of what Go prints, which after a panic is the only explanation. */
function keepOutput(): void {
  const decoder = new TextDecoder();
  fs.writeSync = (_fd, bytes) => {
    tail = (tail + decoder.decode(bytes, { stream: true })).slice(-TAIL);
    return bytes.length;
  };
}

async function run(): Promise<void> {
  keepOutput();
  const go = new Go();
  try {
    const { instance } = await WebAssembly.instantiateStreaming(
      fetch("engine.wasm"),
      go.importObject,
    );
    await go.run(instance);
  } catch (error) {
    fail(`The engine could not start: ${String(error)}\n${tail}`.trim());
    return;
  }
  fail(`The engine has stopped. Reload the page to start again.\n${tail}`.trim());
}

void run();
