// The worker that a learner's guest is graded in, or that plays schedules for another such worker. The guest reaches
// nothing but the calls of wasi.ts and one function to report its progress. It is used once: the page ends it with the
// report.

import { messageOf } from "../base/errors.ts";
import { type Imports, instantiate, NotStarted } from "../base/wasi.ts";
import { type FromGradeWorker, PART, type Played, type ToGradeWorker } from "./grade-talk.ts";

interface GuestExports {
  input(size: number): number;
  grade(size: number): number;
  resume(size: number): number;
  play(size: number): number;
  output(): number;
}

type Order<Kind> = Extract<ToGradeWorker, { kind: Kind }>;

/** A panic prints its reason and up to a hundred calls of each goroutine; what came before can go. */
const LINES_KEPT = 400;

let printed: string[] = [];

/** played is what helpers have played, by the first schedule of the part. */
const played = new Map<number, Played>();

function post(message: FromGradeWorker | Played): void {
  postMessage(message);
}

self.onmessage = async ({ data }: MessageEvent<ToGradeWorker>) => {
  if (data.kind === "played") {
    played.set(data.first, data);
    return;
  }
  if (data.kind === "play") {
    try {
      play(data);
    } catch {
      // The grading ends in the same way, and reports it.
    }
    return;
  }
  try {
    const text = await judge(data);
    post({ kind: "report", text, printed: printed.slice(-LINES_KEPT) });
  } catch (error) {
    const why = messageOf(error);
    if (error instanceof NotStarted) post({ kind: "unstarted", why });
    else post({ kind: "ended", why, printed: printed.slice(-LINES_KEPT) });
  }
};

function keepLine(line: string): void {
  printed.push(line);
  if (printed.length > 2 * LINES_KEPT) printed = printed.slice(-LINES_KEPT);
}

/** judge grades. Before each part of the schedules the guest pauses, and answers nothing: then there is time to hear
 * from the helpers. */
async function judge({ guest, request }: Order<"grade">): Promise<string> {
  const call = caller(guest, true);
  let text = call("grade", JSON.stringify({ ...request, part: PART }));
  for (let first = 0; text === ""; first += PART) {
    await hearing();
    const part = played.get(first);
    part?.printed.forEach(keepLine);
    text = call("resume", part?.text ?? "[]");
  }
  return text;
}

const ears = new MessageChannel();

/** hearing resolves after the messages that are there already. A timer would take milliseconds. */
function hearing(): Promise<void> {
  return new Promise((heard) => {
    ears.port1.onmessage = () => heard();
    ears.port2.postMessage(null);
  });
}

/** play plays parts of the schedules. A part with a schedule that does not pass is left to the grading. */
function play({ guest, request, last, step }: Order<"play">): void {
  const call = caller(guest, false);
  for (let part = last; part >= 0; part -= step) {
    const first = part * PART;
    const schedules = Math.min(PART, request.schedules - first);
    printed = [];
    const text = call("play", JSON.stringify({ firstSeed: request.firstSeed + first, schedules }));
    if (JSON.parse(text).length !== schedules) continue;
    post({ kind: "played", first, text, printed: printed.slice(-LINES_KEPT) });
  }
}

/** caller starts a guest and gives a function that calls one of its exports, with text and for text. */
function caller(guest: WebAssembly.Module, tells: boolean) {
  const decoder = new TextDecoder();
  let memory: WebAssembly.Memory | null = null;
  const read = (address: number, size: number): string =>
    memory ? decoder.decode(new Uint8Array(memory.buffer, address, size)) : "";
  const progress = (address = 0, size = 0): void => {
    if (tells) post({ kind: "progress", text: read(address >>> 0, size >>> 0) });
  };
  const imports: Imports = { raftlab: { progress } };
  const exports = instantiate<GuestExports>(guest, keepLine, imports);
  memory = exports.memory;
  return (name: "grade" | "resume" | "play", input: string): string => {
    const bytes = new TextEncoder().encode(input);
    const to = exports.input(bytes.length);
    new Uint8Array(exports.memory.buffer, to, bytes.length).set(bytes);
    const size = exports[name](bytes.length);
    return size === 0 ? "" : read(exports.output(), size);
  };
}
