// What the worker of one server does: it starts the guest, a wasip1 module with no access to anything but a few calls
// of WASI, and passes it one input after another from its port. Nothing here knows a protocol. When a server crashes,
// the worker is terminated, and its memory with it.

import { messageOf } from "../base/errors.ts";
import type { Guest } from "./guest.ts";
import type { WorkerReply } from "./protocol.ts";

interface Start {
  guest: WebAssembly.Module;
  port: MessagePort;
}

/** serveGuest takes the guest and its port with the first message, and serves it from then on. */
export function serveGuest(startGuest: (module: WebAssembly.Module) => Guest): void {
  self.onmessage = ({ data }: MessageEvent<Start>) => serve(data, startGuest);
}

function serve(
  { guest: module, port }: Start,
  startGuest: (module: WebAssembly.Module) => Guest,
): void {
  const reply = (message: WorkerReply, transfer: Transferable[] = []): void =>
    port.postMessage(message, transfer);
  const fail = (error: unknown): void => reply(messageOf(error));
  let guest: Guest | null = null;
  try {
    guest = startGuest(module);
  } catch (error) {
    fail(error);
  }
  port.onmessage = (message: MessageEvent<Uint8Array>) => {
    if (!guest) return; // the failure above has been reported already
    try {
      const output = guest.step(message.data).slice();
      const calls = guest.calls();
      reply(calls ? { output, calls } : output, [output.buffer]);
    } catch (error) {
      guest = null; // its memory cannot be trusted any more
      fail(error);
    }
  };
}
