// The state of the page that takes a whole server: its folder, what is open of it, and the last check. Pure.
import { assertUnreachable } from "../../base/errors.ts";
import type { WholeReport, WholeResult } from "../../engine/whole-report.ts";
import type { Progress } from "../../toolchain/progress.ts";
import type {
  WholeAbout,
  WholeComplaint,
  WholeFile,
  WholeNote,
} from "../../toolchain/whole-talk.ts";

/** Folder is what somebody brought. left says which of its files were not taken. */
export interface Folder {
  name: string;
  files: readonly WholeFile[];
  left: readonly WholeNote[];
  /** example is true of one of the page's that nobody has changed: another one may take its place unasked. */
  example?: boolean;
  /** about says of an example what is wrong with it. */
  about?: readonly [title: string, why: string];
}

/** SCHEDULES are the numbers of random schedules to choose from; the first is for whoever is in a hurry. */
export const SCHEDULES = [0, 10, 40, 200] as const;

/** Wanted says how much is tried. */
export interface Wanted {
  schedules: number;
  /** all goes on after the first failure. */
  all: boolean;
}

export interface Check {
  phase: "none" | "tools" | "compiling" | "judging" | "stopped" | "failed" | "unfit" | "done";
  /** files are those that were judged, and wanted how. */
  files: readonly WholeFile[];
  wanted: Wanted;
  /** progress is that of the compiler's download. */
  progress: Progress | null;
  /** message says why it failed. */
  message: string;
  complaints: readonly WholeComplaint[];
  about: WholeAbout | null;
  module: WebAssembly.Module | null;
  /** done of `of` runs are over, with so many events. */
  done: number;
  of: number;
  events: number;
  findings: readonly WholeResult[];
  report: WholeReport | null;
  /** took is how many milliseconds the whole check took. */
  took: number;
}

export interface Bring {
  /** ready is true once it is known what was kept. */
  ready: boolean;
  folder: Folder | null;
  /** offered waits for a yes, since it would take the place of somebody's own. */
  offered: Folder | null;
  /** open is the path of the file in the editor. */
  open: string;
  saved: "saved" | "saving" | "memory";
  /** why is why the last folder was not taken, "" for no reason. */
  why: string;
  busy: boolean;
  wanted: Wanted;
  check: Check;
}

export type BringEvent =
  | { kind: "found"; folder: Folder | null; open: string; wanted: Wanted }
  | { kind: "reads" }
  | { kind: "refused"; why: string }
  | { kind: "took"; folder: Folder }
  | { kind: "offered"; folder: Folder | null }
  | { kind: "forgot" }
  | { kind: "opened"; path: string }
  | { kind: "typed"; text: string }
  | { kind: "saved"; where: Bring["saved"] }
  | { kind: "wanted"; wanted: Wanted }
  | { kind: "began" }
  | { kind: "loads"; progress: Progress }
  | { kind: "compiles" }
  | { kind: "unfit"; complaints: readonly WholeComplaint[]; about: WholeAbout | null }
  | { kind: "judges"; module: WebAssembly.Module; about: WholeAbout }
  | { kind: "ran"; done: number; of: number; result: WholeResult }
  | { kind: "reported"; report: WholeReport; took: number }
  | { kind: "stopped" }
  | { kind: "failed"; message: string };

const noCheck: Check = {
  phase: "none",
  files: [],
  wanted: { schedules: 0, all: false },
  progress: null,
  message: "",
  complaints: [],
  about: null,
  module: null,
  done: 0,
  of: 0,
  events: 0,
  findings: [],
  report: null,
  took: 0,
};

export const newBring: Bring = {
  ready: false,
  folder: null,
  offered: null,
  open: "",
  saved: "saved",
  why: "",
  busy: false,
  wanted: { schedules: 40, all: false },
  check: noCheck,
};

export function updateBring(bring: Bring, event: BringEvent): Bring {
  switch (event.kind) {
    case "found": {
      const { folder, open, wanted } = event;
      return { ...bring, ready: true, folder, open: pathIn(folder, open), wanted };
    }
    case "reads":
      return { ...bring, busy: true, why: "" };
    case "refused":
      return { ...bring, busy: false, why: event.why };
    case "took": {
      const { folder } = event;
      const open = pathIn(folder, "");
      const fresh = { busy: false, why: "", offered: null, check: noCheck };
      return { ...bring, ...fresh, folder, open, saved: "saving" };
    }
    case "offered":
      return { ...bring, busy: false, offered: event.folder };
    case "forgot":
      return { ...bring, folder: null, open: "", saved: "saved", why: "", check: noCheck };
    case "opened":
      return { ...bring, open: pathIn(bring.folder, event.path) };
    case "typed":
      return type(bring, event.text);
    case "saved":
      return { ...bring, saved: event.where };
    case "wanted":
      return { ...bring, wanted: event.wanted };
    default:
      return { ...bring, check: updateCheck(bring, event) };
  }
}

type CheckEvent = Extract<
  BringEvent,
  {
    kind:
      | "began"
      | "loads"
      | "compiles"
      | "unfit"
      | "judges"
      | "ran"
      | "reported"
      | "stopped"
      | "failed";
  }
>;

function updateCheck({ folder, wanted, check }: Bring, event: CheckEvent): Check {
  switch (event.kind) {
    case "began":
      return { ...noCheck, phase: "tools", files: folder?.files ?? [], wanted };
    case "loads":
      return { ...check, progress: event.progress };
    case "compiles":
      return { ...check, phase: "compiling", progress: null };
    case "unfit":
      return { ...check, phase: "unfit", complaints: event.complaints, about: event.about };
    case "judges":
      return { ...check, phase: "judging", module: event.module, about: event.about };
    case "ran":
      return ran(check, event);
    case "reported": {
      const { report, took } = event;
      const findings = report.results.filter(({ passed }) => !passed);
      return { ...check, phase: "done", report, took, findings };
    }
    case "stopped":
      return isUnderWay(check) ? { ...check, phase: "stopped" } : check;
    case "failed":
      return { ...check, phase: "failed", message: event.message };
    default:
      return assertUnreachable(event);
  }
}

function ran(check: Check, { done, of, result }: BringEvent & { kind: "ran" }): Check {
  const findings = result.passed ? check.findings : [...check.findings, result];
  return { ...check, done, of, findings, events: check.events + result.events };
}

/** type changes the file that is open. */
function type(bring: Bring, text: string): Bring {
  const { folder, open } = bring;
  if (!folder || textOf(folder, open) === text) return bring;
  const files = folder.files.map((one) => (one.path === open ? { ...one, text } : one));
  return { ...bring, folder: { ...folder, files, example: false }, saved: "saving" };
}

/** pathIn is a path that the folder has: that one, or else a file that is called like a Raft, or any of Go. */
function pathIn(folder: Folder | null, path: string): string {
  const paths = folder?.files.map((one) => one.path) ?? [];
  if (paths.includes(path)) return path;
  const [first = ""] = paths;
  const named = paths.find((one) => /(^|\/)raft\.go$/.test(one));
  return named ?? paths.find((one) => one.endsWith(".go")) ?? first;
}

export function textOf(folder: Folder | null, path: string): string {
  return folder?.files.find((one) => one.path === path)?.text ?? "";
}

export function isUnderWay({ phase }: Check): boolean {
  return phase === "tools" || phase === "compiling" || phase === "judging";
}

/** isShrinking is true once a failure has ended the runs, and it is made small. */
export function isShrinking({ phase, wanted, findings, done, of }: Check): boolean {
  return phase === "judging" && findings.length > 0 && (!wanted.all || done === of);
}

/** isOutdated is true of a check of other texts than there are now. */
export function isOutdated({ folder, check }: Bring): boolean {
  return check.phase !== "none" && folder?.files !== check.files;
}

/** complaintsIn are the complaints about a file. */
export function complaintsIn({ complaints }: Check, path: string): WholeComplaint[] {
  return complaints.filter(({ file, line }) => file === path && line > 0);
}
