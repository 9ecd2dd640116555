// The checks of an exercise: the learner's text is compiled and judged, and a failing run can be watched.
import { traceLink } from "../../address/route.ts";
import { messageOf } from "../../base/errors.ts";
import type { FindingJSON } from "../../engine/report.ts";
import type { Grading } from "../../toolchain/grade.ts";
import { Stopped } from "../../toolchain/progress.ts";
import type { Exercise } from "../exercises.ts";
import { keepRun } from "./kept.ts";
import type { Text } from "./text.ts";
import type { Context } from "./tools.ts";

export interface Checks {
  /** load fetches the compiler. */
  load(): Promise<void>;
  check(): Promise<void>;
  stop(): void;
}

export function makeChecks(context: Context, text: Text): Checks {
  const { tools, getWorkspace, dispatch } = context;
  let grading: Grading | null = null;
  /** runs counts the runs: answers to earlier ones are ignored. */
  let runs = 0;

  async function load(): Promise<void> {
    await tools.toolchain.load((progress) => dispatch({ kind: "tools", progress }));
    if (getWorkspace().tools.kind === "ready") void text.diagnose();
  }

  function stop(): void {
    runs += 1;
    grading?.stop();
    grading = null;
    if (getWorkspace().run.phase === "building") tools.toolchain.stop();
    dispatch({ kind: "stopped" });
  }

  async function check(): Promise<void> {
    const { exercise, source, ready } = getWorkspace();
    if (!exercise || !ready) return;
    stop();
    const mine = runs;
    const isOld = (): boolean => mine !== runs;
    text.forget();
    text.write();
    dispatch({ kind: "waits", source });
    try {
      await load();
      if (isOld() || !hasCompiler(context)) return;
      const began = tools.now();
      const guest = await build(context, exercise, source, isOld);
      if (!guest) return;
      dispatch({ kind: "grades" });
      const started = await tools.grade(exercise.id, guest, (progress) => {
        if (!isOld()) dispatch({ kind: "progressed", progress });
      });
      if (isOld()) {
        started.report.catch(() => {}); // nobody waits for it any more
        started.stop();
        return;
      }
      grading = started;
      const report = await grading.report;
      if (isOld()) return;
      grading = null;
      dispatch({ kind: "reported", report, took: tools.now() - began });
      text.remember();
      keepRun(tools.storage, exercise.id, getWorkspace().run);
    } catch (error) {
      if (isOld() || error instanceof Stopped) return;
      dispatch({ kind: "run-failed", message: messageOf(error) });
    } finally {
      if (!isOld()) text.catchUp();
    }
  }

  return { load, check, stop };
}

/** hasCompiler is false when loading it has failed; the run has failed with it then. */
function hasCompiler({ tools, getWorkspace, dispatch }: Context): boolean {
  const { tools: loaded } = getWorkspace();
  if (loaded.kind === "ready") return true;
  const message = loaded.kind === "failed" ? loaded.message : tools.words.download.cancelled;
  dispatch({ kind: "run-failed", message });
  return false;
}

/** build gives null when the text does not compile, or a newer run has begun. */
async function build(
  { tools, dispatch }: Context,
  exercise: Exercise,
  source: string,
  isOld: () => boolean,
): Promise<WebAssembly.Module | null> {
  const began = tools.now();
  dispatch({ kind: "builds" });
  const built = await tools.toolchain.build(exercise.id, source);
  if (isOld()) return null;
  if ("guest" in built) return built.guest;
  dispatch({ kind: "unbuilt", problems: built.problems, took: tools.now() - began });
  return null;
}

/** watch opens the smallest run in which a check failed. The packer is loaded then, as is the page that opens. */
export async function watch({ tools, getWorkspace }: Context, finding: FindingJSON): Promise<void> {
  const { exercise, run } = getWorkspace();
  if (!exercise || !finding.smallest) return;
  const { emptyRun, encodeRun } = await import("../../address/link.ts");
  const data = await encodeRun({
    ...emptyRun,
    scenario: finding.smallest,
    rules: "reference",
    own: "all",
    files: [{ exercise: exercise.id, source: run.source }],
    title: finding.check,
    event: finding.smallestEvent ?? 0,
  });
  tools.go(traceLink(data));
}
