// The worker that a learner's guest is graded in. The guest reaches nothing but the calls of wasi.ts and
// one function to report its progress. It is used once: the page ends it with its report.

import { messageOf } from "../base/errors.ts";
import { type Imports, instantiate, NotStarted } from "../base/wasi.ts";
import type { FromGradeWorker, ToGradeWorker } from "./grade.ts";

interface GuestExports {
  input(size: number): number;
  grade(size: number): number;
  output(): number;
}

/** A panic prints its reason and up to a hundred calls of each goroutine; what came before can go. */
const LINES_KEPT = 400;

function post(message: FromGradeWorker): void {
  postMessage(message);
}

self.onmessage = ({ data }: MessageEvent<ToGradeWorker>) => {
  let printed: string[] = [];
  const keepLine = (line: string): void => {
    printed.push(line);
    if (printed.length > 2 * LINES_KEPT) printed = printed.slice(-LINES_KEPT);
  };
  try {
    const text = judge(data, keepLine);
    post({ kind: "report", text, printed: printed.slice(-LINES_KEPT) });
  } catch (error) {
    const why = messageOf(error);
    if (error instanceof NotStarted) post({ kind: "unstarted", why });
    else post({ kind: "ended", why, printed: printed.slice(-LINES_KEPT) });
  }
};

function judge({ guest, request }: ToGradeWorker, keepLine: (line: string) => void): string {
  const decoder = new TextDecoder();
  let memory: WebAssembly.Memory | null = null;
  const read = (address: number, size: number): string =>
    memory ? decoder.decode(new Uint8Array(memory.buffer, address, size)) : "";
  const imports: Imports = {
    raftlab: {
      progress: (address = 0, size = 0) =>
        post({ kind: "progress", text: read(address >>> 0, size >>> 0) }),
    },
  };
  const exports = instantiate<GuestExports>(guest, keepLine, imports);
  memory = exports.memory;
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const to = exports.input(bytes.length);
  new Uint8Array(memory.buffer, to, bytes.length).set(bytes);
  const size = exports.grade(bytes.length);
  return read(exports.output(), size);
}
