// A grading's helpers: workers that play random schedules for it, where the machine has processors for them. Each
// schedule depends on its seed and the learner's rules alone, so the report is the same with any number of helpers, or
// none. The grading goes from the first schedule on, its helpers from the last back, and they meet somewhere. What a
// helper has not played when it is needed, the grading plays itself: nobody waits for a helper, and one that fails is
// no loss.
import type { GradeProgress } from "../engine/report.ts";
import { type GradeRequest, PART, type Played, type ToGradeWorker } from "./grade-talk.ts";

/** MOST is how many helpers there are at most: each takes as much memory as the grading. */
const MOST = 3;

export interface Helpers {
  /** see is told of the grading's progress: the helpers begin with its first check, and end with its last. */
  see(progress: GradeProgress): void;
  end(): void;
}

/** help gives a grading its helpers. */
export function help(
  start: () => Worker,
  guest: WebAssembly.Module,
  request: GradeRequest,
  onPlayed: (played: Played) => void,
): Helpers {
  const parts = Math.ceil(request.schedules / PART);
  const processors = globalThis.navigator?.hardwareConcurrency ?? 1;
  const count = Math.max(0, Math.min(processors - 1, MOST, parts - 1));
  let workers: Worker[] | null = null;
  const end = (): void => {
    for (const worker of workers ?? []) worker.terminate();
    workers = [];
  };
  const begin = (): void => {
    workers = Array.from({ length: count }, start);
    workers.forEach((worker, index) => {
      worker.onerror = (event) => event.preventDefault();
      worker.onmessage = ({ data }: MessageEvent<Played>) => onPlayed(data);
      const order = { kind: "play", guest, request, last: parts - 1 - index, step: count } as const;
      worker.postMessage(order satisfies ToGradeWorker);
    });
  };
  return {
    see(progress) {
      if (progress.kind !== "check") return;
      if (progress.stage === "schedules") end();
      else if (!workers) begin();
    },
    end,
  };
}
