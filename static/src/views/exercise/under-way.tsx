// What goes on during a run, and the whole report: parts of the results that come with the first run.
import type { ComponentChildren } from "preact";
import type { Run } from "../../course/workspace/state.ts";
import type { Report } from "../../engine/report.ts";
import type { Part } from "./part.ts";

/** Trying says in one line at the foot what goes on, while what was found is read above it. */
export function Trying({ workspace, session, sign }: Part & { sign: ComponentChildren }) {
  const words = session.words.checks;
  const { run } = workspace;
  const what = { waiting: words.waiting, building: words.building, grading: words.trying };
  return (
    <footer class="trying" data-testid="trying">
      {sign}
      <span role="status">{what[run.phase as keyof typeof what]}</span>
      {run.phase === "grading" && <span class="what">{attempt(run, words)}</span>}
      <span class="grow" />
      <button type="button" class="quiet" onClick={session.on.stop} data-testid="stop">
        {session.words.page.stop}
      </button>
    </footer>
  );
}

/** attempt is what is tried now, in a few words. */
function attempt(run: Run, words: Part["session"]["words"]["checks"]): string {
  if (run.shrinking > 0) return words.shrinking(run.shrinking);
  const { stage } = run.rows.find((one) => one.state === "running") ?? {};
  if (!stage) return "";
  if (stage === "calls") return words.stage(stage, run.calls, 0);
  if (stage === "schedules") {
    return run.schedulesOf > 0 ? words.stage(stage, run.schedules, run.schedulesOf) : "";
  }
  const rows = run.rows.filter((one) => one.stage === stage);
  return words.stage(stage, rows.findIndex((one) => one.state === "running") + 1, rows.length);
}

/** Whole is the report as the command prints it, folded. */
export function Whole({ session, report }: Part & { report: Report }) {
  return (
    <details class="whole">
      <summary>{session.words.checks.whole}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <pre tabIndex={0}>{report.text}</pre>
    </details>
  );
}
