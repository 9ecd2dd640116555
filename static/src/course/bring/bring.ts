// What the page of a whole server does: it takes a folder, keeps it, has it compiled and judged, and reports the
// results to the state (state.ts).
import { messageOf } from "../../base/errors.ts";
import type { WholeJudging, WholeOptions, WholeResult } from "../../engine/whole-report.ts";
import { type Progress, Stopped } from "../../toolchain/progress.ts";
import type { WholeBuilt } from "../../toolchain/whole-talk.ts";
import type { Drafting } from "../drafts.ts";
import type { Storage } from "../storage.ts";
import {
  fileKey,
  forgetFolder,
  isNews,
  readFolder,
  readWanted,
  writeAbout,
  writeFolder,
  writeWanted,
} from "./kept.ts";
import {
  type Bring,
  type BringEvent,
  type Folder,
  isUnderWay,
  textOf,
  type Wanted,
} from "./state.ts";

/** BringTools is everything that it touches. */
export interface BringTools {
  storage: Storage & Drafting;
  /** load fetches the compiler, and resolves when it is ready or has failed. */
  load(onProgress: (progress: Progress) => void): Promise<void>;
  cancelLoad(): void;
  build(folder: Pick<Folder, "name" | "files">): Promise<WholeBuilt>;
  /** stopBuild rejects what is built with Stopped. */
  stopBuild(): void;
  judge(
    module: WebAssembly.Module,
    options: WholeOptions,
    onResult: (done: number, of: number, result: WholeResult) => void,
  ): WholeJudging;
  /** served is the folder that `raftlab serve --with` gives, null for none. */
  served(): Promise<Folder | null>;
  now(): number;
  setTimer(work: () => void, milliseconds: number): number;
  clearTimer(timer: number): void;
  /** notFetched is what is said of a compiler that was not fetched. */
  notFetched: string;
}

export interface BringControls {
  /** begin finds what was kept, or what is served, once. */
  begin(): Promise<void>;
  /** take takes the folder that comes, in the place of the one that is there. */
  take(coming: Promise<Folder>): Promise<void>;
  /** offer takes a folder if that costs nobody theirs, and else asks first. */
  offer(coming: Promise<Folder>): Promise<void>;
  /** answer is what somebody says to an offer. */
  answer(yes: boolean): void;
  forget(): void;
  open(path: string): void;
  typed(text: string): void;
  /** write keeps at once what was typed. */
  write(): void;
  want(wanted: Wanted): void;
  check(): Promise<void>;
  stop(): void;
}

const SAVE_MS = 500;

export function makeBring(
  tools: BringTools,
  getBring: () => Bring,
  dispatch: (event: BringEvent) => void,
): BringControls {
  const { storage } = tools;
  const keeping = makeKeeping(tools, getBring, dispatch);
  const checks = makeChecks(tools, getBring, dispatch, keeping.write);
  const taking = makeTaking(getBring, dispatch, () => {
    checks.stop();
    return keeping.whole;
  });
  return {
    ...taking,
    ...checks,
    typed: keeping.typed,
    write: keeping.write,
    begin: async () => {
      if (getBring().ready) return;
      const wanted = readWanted(storage, getBring().wanted);
      const kept = readFolder(storage);
      const folder = kept?.folder ?? null;
      dispatch({ kind: "found", folder, open: kept?.open ?? "", wanted });
      const served = await tools.served().catch(() => null);
      // What was changed here since stays, as long as the folder that is served does.
      if (served && isNews(storage, served)) await taking.take(Promise.resolve(served));
    },
    forget() {
      checks.stop();
      keeping.cancel();
      forgetFolder(storage);
      dispatch({ kind: "forgot" });
    },
    open(path) {
      keeping.write();
      dispatch({ kind: "opened", path });
      writeAbout(storage, { open: getBring().open });
    },
    want(wanted) {
      dispatch({ kind: "wanted", wanted });
      writeWanted(storage, wanted);
    },
  };
}

/** makeTaking takes folders. `leave` ends what has to do with the one before, and gives what keeps the new one. */
function makeTaking(
  getBring: () => Bring,
  dispatch: (event: BringEvent) => void,
  leave: () => () => void,
): Pick<BringControls, "take" | "offer" | "answer"> {
  const read = async (coming: Promise<Folder>, then: (folder: Folder) => void): Promise<void> => {
    dispatch({ kind: "reads" });
    try {
      then(await coming);
    } catch (error) {
      dispatch({ kind: "refused", why: messageOf(error) });
    }
  };
  const replace = (folder: Folder): void => {
    const keep = leave();
    dispatch({ kind: "took", folder });
    keep();
  };
  return {
    take: (coming) => read(coming, replace),
    offer(coming) {
      const { folder } = getBring();
      if (!folder || folder.example) return read(coming, replace);
      return read(coming, (offered) => dispatch({ kind: "offered", folder: offered }));
    },
    answer(yes) {
      const { offered } = getBring();
      if (yes && offered) replace(offered);
      else dispatch({ kind: "offered", folder: null });
    },
  };
}

interface Keeping {
  typed(text: string): void;
  write(): void;
  /** whole keeps all files. */
  whole(): void;
  cancel(): void;
}

/** makeKeeping keeps what is typed: a copy at once, and the file when typing pauses. */
function makeKeeping(
  { storage, now, setTimer, clearTimer }: BringTools,
  getBring: () => Bring,
  dispatch: (event: BringEvent) => void,
): Keeping {
  let timer: number | null = null;
  const cancel = (): void => {
    if (timer !== null) clearTimer(timer);
    timer = null;
  };
  const settle = (): void => {
    const { folder } = getBring();
    void storage.settled().then(() => {
      if (getBring().folder !== folder) return;
      dispatch({ kind: "saved", where: storage.failure() ? "memory" : "saved" });
    });
  };
  const write = (): void => {
    if (timer === null) return;
    cancel();
    const { folder, open } = getBring();
    storage.set(fileKey(open), { source: textOf(folder, open), savedAt: now() });
    writeAbout(storage, { example: false });
    settle();
  };
  return {
    cancel,
    write,
    typed(text) {
      const { folder, open } = getBring();
      dispatch({ kind: "typed", text });
      if (getBring().folder === folder) return;
      storage.draft(fileKey(open), { source: text, savedAt: now() });
      cancel();
      timer = setTimer(write, SAVE_MS);
    },
    whole() {
      cancel();
      const { folder, open } = getBring();
      if (folder) writeFolder(storage, folder, open, now());
      settle();
    },
  };
}

/** makeChecks has the folder compiled and judged; of several checks the last counts. */
function makeChecks(
  tools: BringTools,
  getBring: () => Bring,
  dispatch: (event: BringEvent) => void,
  write: () => void,
): Pick<BringControls, "check" | "stop"> {
  let judging: WholeJudging | null = null;
  let checks = 0;
  const stop = (): void => {
    checks += 1;
    judging?.stop();
    judging = null;
    const { phase } = getBring().check;
    if (!isUnderWay(getBring().check)) return;
    dispatch({ kind: "stopped" });
    if (phase === "tools") tools.cancelLoad();
    if (phase === "compiling") tools.stopBuild();
  };
  const judged = async (isOld: () => boolean): Promise<void> => {
    const began = tools.now();
    const { files, wanted } = getBring().check;
    const why = await load(tools, (progress) => {
      if (!isOld()) dispatch({ kind: "loads", progress });
    });
    if (isOld()) return;
    if (why) return dispatch({ kind: "failed", message: why });
    dispatch({ kind: "compiles" });
    const built = await tools.build({ name: getBring().folder?.name ?? "", files });
    if (isOld()) return;
    if (built.kind === "unfit") return dispatch(built);
    dispatch({ kind: "judges", module: built.module, about: built.about });
    judging = tools.judge(built.module, wanted, (done, of, result) => {
      if (!isOld()) dispatch({ kind: "ran", done, of, result });
    });
    const report = await judging.report;
    if (isOld()) return;
    judging = null;
    dispatch({ kind: "reported", report, took: tools.now() - began });
  };
  return {
    stop,
    async check() {
      if (!getBring().folder) return;
      stop();
      write();
      const mine = checks;
      const isOld = (): boolean => mine !== checks;
      dispatch({ kind: "began" });
      try {
        await judged(isOld);
      } catch (error) {
        if (isOld() || error instanceof Stopped) return;
        dispatch({ kind: "failed", message: messageOf(error) });
      }
    },
  };
}

/** load says why the compiler could not be fetched, "" where it is there. */
async function load(tools: BringTools, onProgress: (progress: Progress) => void): Promise<string> {
  let last: Progress | null = null;
  await tools.load((progress) => {
    last = progress;
    onProgress(progress);
  });
  const end = last as Progress | null;
  if (end?.kind === "ready") return "";
  return end?.kind === "failed" ? end.message : tools.notFetched;
}
