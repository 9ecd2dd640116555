// The worker that one Raft server lives in. It starts the guest, a wasip1 module with no access to
// anything but the few WASI calls of wasi.ts, and passes it one input after another from its port.
// Nothing here knows Raft. When a server crashes this worker is terminated, and its memory with it.

import { messageOf } from "../base/errors.ts";
import { type Guest, startGuest } from "./guest.ts";
import type { WorkerReply } from "./protocol.ts";

interface Start {
  guest: WebAssembly.Module;
  port: MessagePort;
}

self.onmessage = (event: MessageEvent<Start>) => {
  const { guest: module, port } = event.data;
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
};
