// One Raft server as a guest: a wasip1 module that takes one input after another and returns bytes.
// The workers of servers use it, and the engine's own worker when it plays a recorded run.
import { instantiate } from "../base/wasi.ts";

/** GuestExports is the guest's ABI. An address is valid until the next call. A learner's guest has
 * `calls` too. */
interface GuestExports {
  input(size: number): number;
  step(size: number): number;
  output(): number;
  calls?(): number;
}

export interface Guest {
  /** step passes one input through the guest. The result is a view of the guest's memory, valid until
   * the next call. An error carries the guest's last output. */
  step(input: Uint8Array): Uint8Array<ArrayBuffer>;
  /** calls is the JSON of the calls of the learner's rules in the last step, "" for none. */
  calls(): string;
}

const PRINTED_LINES = 20;

export function startGuest(module: WebAssembly.Module): Guest {
  // Go prints why a program ends, and then every goroutine's calls: then the first lines matter.
  const printed: string[] = [];
  let ends = false;
  const keepLine = (line: string): void => {
    if (!ends && /^(panic|fatal error): /.test(line)) {
      ends = true;
      printed.length = 0;
    }
    if (ends && printed.length >= PRINTED_LINES) return;
    printed.push(line);
    if (printed.length > PRINTED_LINES) printed.shift();
  };
  const withOutput = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw new Error([String(error), ...printed].join("\n"));
    }
  };
  const guest = withOutput(() => instantiate<GuestExports>(module, keepLine));
  // The memory may grow in any call, so that no view of it is kept across one.
  const output = (size: number): Uint8Array<ArrayBuffer> =>
    new Uint8Array(guest.memory.buffer, guest.output(), size);
  const decoder = new TextDecoder();
  return {
    step: (input) =>
      withOutput(() => {
        const to = guest.input(input.length);
        new Uint8Array(guest.memory.buffer, to, input.length).set(input);
        return output(guest.step(input.length));
      }),
    calls: () =>
      withOutput(() => {
        const size = guest.calls?.() ?? 0;
        return size === 0 ? "" : decoder.decode(output(size));
      }),
  };
}
