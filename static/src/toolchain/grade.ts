// The grader, as the page knows it. This module alone touches the grade worker: it starts one for each
// grading, takes its progress, and ends it when it is stopped or silent for too long.
import { siteFile } from "../base/site.ts";
import type { GradeProgress, Report, ReportJSON } from "../engine/report.ts";
import type { ToolchainWords } from "../words/toolchain.ts";
import { crashReport, type End } from "./crash.ts";
import { Stopped } from "./progress.ts";

export type {
  FindingJSON as Finding,
  GradeProgress,
  Report,
  StackFrame,
} from "../engine/report.ts";

export interface GradeRequest {
  firstSeed: number;
  schedules: number;
  /** all plays all schedules, also after enough of them have failed. */
  all: boolean;
}

export interface Grading {
  /** report is rejected with Stopped (progress.ts) after stop(), and otherwise always resolves: a
   * program that crashes, hangs or takes all memory has a report that says so. */
  report: Promise<Report>;
  stop(): void;
}

/** ToGradeWorker is the one message to a grade worker. */
export interface ToGradeWorker {
  guest: WebAssembly.Module;
  request: GradeRequest;
}

/** FromGradeWorker: progress and report are JSON as the guest wrote it. */
export type FromGradeWorker =
  | { kind: "progress"; text: string }
  | { kind: "report"; text: string; printed: readonly string[] }
  | { kind: "ended"; why: string; printed: readonly string[] };

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
  const worker = new Worker(siteFile("grade-worker.js"), { name: "grade" });
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(watchdog);
    worker.onmessage = null;
    worker.terminate();
  };
  let stop = (): void => {};
  const report = new Promise<Report>((resolve, reject) => {
    stop = () => {
      end();
      reject(new Stopped("stopped"));
    };
    const crashed = (how: End): void => {
      end();
      resolve(crashReport(words, exercise, how));
    };
    const watch = (): void => {
      clearTimeout(watchdog);
      const silent = (): void => crashed({ kind: "silent", seconds: SILENT_SECONDS });
      watchdog = setTimeout(silent, SILENT_SECONDS * 1000);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      crashed({ kind: "ended", why: event.message, printed: [] });
    };
    worker.onmessage = ({ data }: MessageEvent<FromGradeWorker>) => {
      watch();
      if (data.kind === "progress") {
        onProgress(JSON.parse(data.text) as GradeProgress);
        return;
      }
      if (data.kind === "ended") {
        crashed(data);
        return;
      }
      const made = readReport(data.text, data.printed);
      if (!made) {
        crashed({ kind: "unreadable" });
        return;
      }
      end();
      resolve(made);
    };
    watch();
    worker.postMessage({ guest, request } satisfies ToGradeWorker);
  });
  return { report, stop };
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
