// The worker that judges a whole server: the engine for whole servers, with the suite's arguments. Go posts each result
// and the report itself; this file gives it its guests, and says that it lives, or why it ended.
import "wasm_exec";
import { siteFile } from "../base/site.ts";
import { startWhole } from "./whole-guest.ts";
import type { JudgeSaid, JudgeStart } from "./whole-judge.ts";

/** ALIVE_MS is the time between two words of a worker that plays. */
const ALIVE_MS = 1000;
const TAIL = 2000;

const say = (said: JudgeSaid): void => postMessage(JSON.stringify(said));

/** sayAlive gives what says so now and then: it is called with each input of a server. */
function sayAlive(): () => void {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < ALIVE_MS) return;
    last = now;
    say({ kind: "alive" });
  };
}

self.onmessage = async ({ data }: MessageEvent<JudgeStart>) => {
  const alive = sayAlive();
  globalThis.startLearner = () => {
    const guest = startWhole(data.module);
    return {
      step(input) {
        alive();
        return guest.step(input);
      },
      calls: guest.calls,
    };
  };
  let printed = "";
  const decoder = new TextDecoder();
  fs.writeSync = (_fd, bytes) => {
    printed = (printed + decoder.decode(bytes, { stream: true })).slice(-TAIL);
    return bytes.length;
  };
  const go = new Go();
  go.argv = [self.name, ...data.args];
  try {
    const source = fetch(siteFile(`${self.name}.wasm`));
    const { instance } = await WebAssembly.instantiateStreaming(source, go.importObject);
    await go.run(instance);
  } catch (error) {
    printed = `${String(error)}\n${printed}`;
  }
  say({ kind: "ended", printed: printed.trim() });
};
