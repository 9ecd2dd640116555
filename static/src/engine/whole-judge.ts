// Judges a whole server in the page: a worker of its own runs the suite (whole-judge-worker.ts), and each result
// arrives as soon as it is there.
import { patience } from "../base/patience.ts";
import { siteFile } from "../base/site.ts";
import { whyFailed } from "./server-workers.ts";
import type { WholeJudging, WholeOptions, WholeReport, WholeResult } from "./whole-report.ts";

/** JudgeStart is the first message to the worker, and JudgeSaid what it says; `alive` comes at least each second while
 * it plays. The Go half is wasm/engine/whole/judge_js.go. */
export interface JudgeStart {
  module: WebAssembly.Module;
  args: string[];
}
export type JudgeSaid =
  | { kind: "alive" }
  | { kind: "result"; done: number; of: number; result: WholeResult }
  | ({ kind: "report" } & WholeReport)
  /** ended is the last word, with what Go printed: why there is no report. */
  | { kind: "ended"; printed: string };

/** SILENT_SECONDS is how long the worker may say nothing: a step that never ends is ended by its bounds, long
 * before. */
const SILENT_SECONDS = 60;
const HELD =
  `The page waited ${SILENT_SECONDS} seconds for the runs of your program, and ended them. This says nothing about ` +
  "your program. The computer may be busy: check it again.";

/** Stopped is the error of a verdict that was stopped. */
export class JudgeStopped extends Error {}

/** judgeWhole calls onResult for each situation and each random schedule, in order; what breaks is made small after
 * that, so `small` is in the report only. The report is rejected if it is stopped, or the worker is lost. */
export function judgeWhole(
  module: WebAssembly.Module,
  options: WholeOptions,
  onResult: (done: number, of: number, result: WholeResult) => void,
): WholeJudging {
  const worker = new Worker(siteFile("whole-judge-worker.js"), { name: "engine-whole" });
  let stop = (): void => {};
  const report = new Promise<WholeReport>((resolve, reject) => {
    const silence = patience(SILENT_SECONDS, () => end(new Error(HELD)));
    const end = (result: WholeReport | Error): void => {
      silence.end();
      worker.terminate();
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    stop = () => end(new JudgeStopped("stopped"));
    worker.onerror = (event) => end(new Error(whyFailed(event)));
    worker.onmessage = ({ data }: MessageEvent<string>) => {
      const said = JSON.parse(data) as JudgeSaid;
      silence.renew();
      if (said.kind === "result") onResult(said.done, said.of, said.result);
      else if (said.kind === "ended") end(new Error(said.printed));
      else if (said.kind === "report") {
        const { kind: _, ...all } = said;
        end(all);
      }
    };
  });
  const { seed = "1", schedules, all = false } = options;
  const args = ["judge", seed, String(schedules), all ? "1" : "0"];
  worker.postMessage({ module, args } satisfies JudgeStart);
  return { stop: () => stop(), report };
}
