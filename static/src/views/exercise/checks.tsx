// The results: the verdict, the findings in the report's order, and each check with its state.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import {
  type CheckRow,
  counts,
  fraction,
  isUnderWay,
  type Run,
  type Workspace,
} from "../../course/workspace/state.ts";
import type { Stage } from "../../engine/report.ts";
import { GlossNote } from "../gloss/gloss.tsx";
import { usePart } from "../part-of.ts";
import type { Part } from "./part.ts";

const STAGES: readonly Stage[] = ["examples", "calls", "stories", "schedules"];

/** The first run loads what shows its results, while its file is compiled. */
const loadResults = () => import("./findings.tsx");

export function Checks(part: Part) {
  const { workspace, session } = part;
  const { words } = session;
  const { run } = workspace;
  const { made, passed, of } = counts(run);
  const list = useRef<HTMLDivElement>(null);
  const results = usePart(run.phase !== "none", loadResults);
  // A run begins at the top. From then on nothing moves what is being read.
  useEffect(() => {
    if (run.phase === "waiting") list.current?.scrollTo(0, 0);
  }, [run.phase]);
  return (
    <section class="panel results" id="pane-checks" aria-labelledby="checks-title">
      <header>
        <h2 id="checks-title">{words.checks.title}</h2>
        {made > 0 && <span data-testid="summary">{words.checks.summary(passed, of)}</span>}
        <span class="grow" />
        {run.report && <span>{words.checks.took(seconds(run.took))}</span>}
      </header>
      <Bar workspace={workspace} label={words.checks.title} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="scroll" tabIndex={0} ref={list}>
        <Status {...part}>{results && <results.StatusText {...part} />}</Status>
        {results && <results.Findings {...part} />}
        <AllChecks run={run} session={session} />
        {results && run.report && <results.Whole {...part} report={run.report} />}
        <GlossNote />
      </div>
      {results && isUnderWay(run) && <results.Trying {...part} sign={<Sign state="running" />} />}
    </section>
  );
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function Bar({ workspace, label }: { workspace: Workspace; label: string }) {
  const { run, tools } = workspace;
  if (!isUnderWay(run)) return null;
  if (run.phase === "waiting" && tools.kind === "fetching") {
    return (
      <progress class="bar-line" aria-label={label} max={tools.total || 1} value={tools.loaded} />
    );
  }
  return run.phase === "grading" ? (
    <progress class="bar-line" aria-label={label} max={1} value={fraction(run)} />
  ) : (
    <progress class="bar-line" aria-label={label} />
  );
}

/** Status is the verdict, or why there is none. It is a live region that is always there. */
function Status({ workspace, session, children }: Part & { children: ComponentChildren }) {
  const { run } = workspace;
  const verdict = run.report?.verdict;
  return (
    <div role="status" data-testid="verdict" data-phase={run.phase} data-verdict={verdict ?? ""}>
      {run.phase === "none" ? <p class="empty">{session.words.checks.none}</p> : children}
    </div>
  );
}

/** AllChecks is folded before the first run, when the rule is to be written, and once something has failed: then that
 * is what to read. */
function AllChecks({ run, session }: { run: Run; session: Part["session"] }) {
  if (run.rows.length === 0) return null;
  if (run.phase !== "none" && run.findings.length === 0)
    return <Rows run={run} session={session} />;
  return (
    <details class="all-checks">
      <summary>{session.words.checks.allChecks}</summary>
      <Rows run={run} session={session} />
    </details>
  );
}

function Rows({ run, session }: { run: Run; session: Part["session"] }) {
  const words = session.words.checks;
  const more = run.of - run.rows.length;
  return (
    <div class="rows">
      {STAGES.map((stage) => {
        const rows = run.rows.filter((one) => one.stage === stage);
        if (rows.length === 0) return null;
        return (
          <section key={stage} aria-labelledby={`stage-${stage}`}>
            <h3 id={`stage-${stage}`}>{words.stages[stage]}</h3>
            <ul>
              {rows.map((row, index) => (
                <Row key={`${index}:${row.name}`} row={row} run={run} session={session} />
              ))}
            </ul>
          </section>
        );
      })}
      {more > 0 && isUnderWay(run) && <p class="note">{words.more(more)}</p>}
    </div>
  );
}

function Row({ row, run, session }: { row: CheckRow; run: Run; session: Part["session"] }) {
  const words = session.words.checks;
  return (
    <li class={row.state} data-testid="check-row" data-state={row.state}>
      <Sign state={row.state} />
      <span class="name">{row.name}</span>
      <span class="unseen">{words.states[row.state]}</span>
      <span class="detail">{detail(row, run, words)}</span>
    </li>
  );
}

function detail(row: CheckRow, run: Run, words: Part["session"]["words"]["checks"]): string {
  if (row.state === "left") return words.states.left;
  if (run.shrinking > 0 && row.state === "running") return words.shrinking(run.shrinking);
  if (row.stage === "calls" && run.calls > 0) return words.calls(run.calls);
  if (row.stage === "schedules" && row.state === "running" && run.schedulesOf > 0) {
    return words.schedules(run.schedules, run.schedulesOf);
  }
  // The whole place stands with a finding; here the section is enough.
  return /§.*$/.exec(row.place)?.[0] ?? "";
}

function Sign({ state }: { state: CheckRow["state"] }) {
  const path = {
    passed: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 8.2l2.2 2.2L11.3 6",
    failed: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
    running: "M8 1.5a6.5 6.5 0 1 1-6.5 6.5",
    waiting: "M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9",
    left: "M4 8h8",
  }[state];
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" class={`sign ${state}`}>
      <path d={path} />
    </svg>
  );
}
