// The grader, as the page knows it. This module alone touches the grade worker: it starts one for each
// grading, takes its progress, and ends it when it is stopped or silent for too long. Silence is no verdict.
import { patience } from "../base/patience.ts";
import { siteFile } from "../base/site.ts";
import type { GradeProgress, Report, ReportJSON } from "../engine/report.ts";
import type { ToolchainWords } from "../words/toolchain.ts";
import type { End } from "./crash.ts";
import type { FromGradeWorker, GradeRequest, ToGradeWorker } from "./grade-talk.ts";
import { help } from "./helpers.ts";
import { Stopped } from "./progress.ts";

export type {
  FindingJSON as Finding,
  GradeProgress,
  Report,
  StackFrame,
} from "../engine/report.ts";
export type { GradeRequest } from "./grade-talk.ts";

export interface Grading {
  /** report is rejected with Stopped (progress.ts) after stop(), and otherwise always resolves: a
   * program that crashes or takes all memory has a report that says so, and so has a page that could not judge. */
  report: Promise<Report>;
  stop(): void;
}

/** SILENT_SECONDS is how long a grading may report nothing before its worker is ended. */
const SILENT_SECONDS = 20;

/** grade judges a learner's guest in a worker of its own. */
export function grade(
  words: ToolchainWords,
  exercise: string,
  guest: WebAssembly.Module,
  request: GradeRequest,
  onProgress: (progress: GradeProgress) => void,
): Grading {
  const worker = startWorker();
  const helpers = help(startWorker, guest, request, (played) => worker.postMessage(played));
  let end = (): void => {};
  let stop = (): void => {};
  const report = new Promise<Report>((resolve, reject) => {
    const ended = (how: End): void => {
      end();
      // Most gradings have a report of their own.
      import("./crash.ts")
        .then(({ endReport }) => endReport(words, exercise, how))
        .then(resolve, reject);
    };
    const waiting = patience(SILENT_SECONDS, () =>
      ended({ kind: "silent", seconds: SILENT_SECONDS }),
    );
    end = () => {
      waiting.end();
      helpers.end();
      worker.onmessage = null;
      worker.terminate();
    };
    stop = () => {
      end();
      reject(new Stopped("stopped"));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      ended({ kind: "unstarted", why: event.message });
    };
    worker.onmessage = ({ data }: MessageEvent<FromGradeWorker>) => {
      waiting.renew();
      if (data.kind === "progress") {
        const progress = JSON.parse(data.text) as GradeProgress;
        helpers.see(progress);
        onProgress(progress);
        return;
      }
      if (data.kind !== "report") {
        ended(data);
        return;
      }
      const made = readReport(data.text, data.printed);
      if (!made) {
        ended({ kind: "unreadable" });
        return;
      }
      end();
      resolve(made);
    };
    worker.postMessage({ kind: "grade", guest, request } satisfies ToGradeWorker);
  });
  return { report, stop };
}

function startWorker(): Worker {
  return new Worker(siteFile("grade-worker.js"), { name: "grade" });
}

/** readReport gives null for anything but a report: code that overwrites the grader's memory gets no pass. */
function readReport(text: string, printed: readonly string[]): Report | null {
  let read: Partial<ReportJSON> & { error?: string };
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (!read.verdict || !Array.isArray(read.findings)) return null;
  const [first] = read.findings;
  return { ...(read as ReportJSON), frames: first?.frames ?? [], printed };
}
