// The results: the verdict, the findings in the report's order, and each check with its state.
import { useEffect, useRef } from "preact/hooks";
import { exerciseLink, labLink } from "../../address/route.ts";
import { nextExercise } from "../../course/exercises.ts";
import { companions } from "../../course/own-code.ts";
import { readMemory } from "../../course/storage.ts";
import {
  type CheckRow,
  counts,
  fraction,
  hintsLeft,
  isUnderWay,
  type Run,
  taskOf,
  type Workspace,
} from "../../course/workspace/state.ts";
import type { FindingJSON, Report, Stage } from "../../engine/report.ts";
import { GlossNote } from "../gloss/gloss.tsx";
import { Finding } from "./finding.tsx";
import type { Part } from "./part.ts";

/** PROBLEMS_SHOWN bounds what is listed of a file that does not compile: the first ones are fixed first. */
const PROBLEMS_SHOWN = 20;

const STAGES: readonly Stage[] = ["examples", "calls", "stories", "schedules"];

export function Checks(part: Part) {
  const { workspace, session } = part;
  const { words } = session;
  const { run } = workspace;
  const { made, passed, of } = counts(run);
  const list = useRef<HTMLDivElement>(null);
  // While checks run, the list follows them; when they are over, the result stands at the top.
  useEffect(() => {
    if (!isUnderWay(run)) list.current?.scrollTo(0, 0);
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
        <Status {...part} />
        <Findings {...part} />
        <Rows run={run} session={session} workspace={workspace} />
        {run.report && <Whole report={run.report} title={words.checks.whole} />}
        <GlossNote />
      </div>
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
function Status(part: Part) {
  const { run } = part.workspace;
  const verdict = run.report?.verdict;
  return (
    <div role="status" data-testid="verdict" data-phase={run.phase} data-verdict={verdict ?? ""}>
      <StatusText {...part} />
    </div>
  );
}

function StatusText({ workspace, session, goTo }: Part) {
  const words = session.words.checks;
  const { run, problems } = workspace;
  switch (run.phase) {
    case "none":
      return <p class="empty">{words.none}</p>;
    case "waiting":
      return <p class="empty">{words.waiting}</p>;
    case "building":
      return <p class="empty">{words.building}</p>;
    case "grading":
      return null;
    case "stopped":
      return (
        <p class="verdict plain">{counts(run).made > 0 ? words.stopped : words.stoppedEarly}</p>
      );
    case "failed":
      return (
        <div class="verdict bad">
          <p>{words.failed(run.message)}</p>
          <Again session={session} />
        </div>
      );
    case "unbuilt":
      return (
        <div class="verdict bad">
          <p>{words.unbuilt}</p>
          <ul>
            {problems.slice(0, PROBLEMS_SHOWN).map((one) => (
              <li key={`${one.line}:${one.column}:${one.message}`}>
                <button type="button" class="link" onClick={() => goTo(one.line, one.column)}>
                  {session.words.code.problemAt(one.line, one.message)}
                </button>
                {one.help && <span class="help">{one.help}</span>}
              </li>
            ))}
            {problems.length > PROBLEMS_SHOWN && (
              <li>{session.words.code.moreProblems(problems.length - PROBLEMS_SHOWN)}</li>
            )}
          </ul>
        </div>
      );
    case "done":
      return run.report && <Verdict workspace={workspace} session={session} report={run.report} />;
  }
}

function Again({ session }: Pick<Part, "session">) {
  return (
    <p>
      <button type="button" onClick={() => void session.on.check()} data-testid="again">
        {session.words.page.retry}
      </button>
    </p>
  );
}

function Verdict({ workspace, session, report }: Omit<Part, "goTo"> & { report: Report }) {
  const words = session.words.checks;
  const passed = report.verdict === "pass";
  // A call that is against the rule violates no property by itself, and keeps no cluster waiting.
  const wrongCall = words.wrongCalls[report.verdict];
  const isCall = wrongCall !== undefined && report.findings.every((one) => one.case);
  const unjudged = report.verdict === "infrastructure";
  const tone = passed ? "good" : unjudged || report.verdict === "unfinished" ? "plain" : "bad";
  return (
    <div class={`verdict ${tone}`}>
      <p>
        <b>
          <span aria-hidden="true">{passed ? "✓ " : tone === "bad" ? "✗ " : ""}</span>
          {isCall ? words.wrongCall : words.verdicts[report.verdict]}.
        </b>{" "}
        {isCall ? wrongCall : words.verdictNotes[report.verdict]}
      </p>
      {report.left.length > 0 && (
        <p class="note" data-testid="left">
          {words.left(report.left)}
        </p>
      )}
      {workspace.source !== workspace.run.source && <p class="note">{words.outdated}</p>}
      <p class="note">{words.details(report.calls, report.schedules, report.events)}</p>
      {report.unreached.length > 0 && (
        <p class="note">
          {words.unreached}: {report.unreached.join("; ")}
        </p>
      )}
      {report.printed.length > 0 && (
        <details class="smallest" data-testid="printed">
          <summary>{words.printed}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
          <pre tabIndex={0}>{report.printed.join("\n")}</pre>
        </details>
      )}
      {passed ? (
        <Onward workspace={workspace} session={session} />
      ) : unjudged ? (
        <Again session={session} />
      ) : (
        <NextHint workspace={workspace} session={session} task={taskOf(report)} />
      )}
    </div>
  );
}

function Onward({ workspace, session }: Omit<Part, "goTo">) {
  const words = session.words.checks;
  const { course, exercise } = workspace;
  if (!course || !exercise) return null;
  const next = nextExercise(course, exercise.id);
  const others = companions(readMemory(session.storage), exercise.id);
  const together = course.exercises.filter(({ id }) => id === exercise.id || others.includes(id));
  return (
    <p class="onward">
      <a
        class="button primary"
        href={labLink({ own: "all", exercises: together.map(({ id }) => id) })}
        data-testid="to-lab"
      >
        {words.lab}
      </a>
      {others.length > 0 && (
        <span data-testid="together">
          {words.together(
            together.filter(({ id }) => others.includes(id)).map(({ title }) => title),
          )}{" "}
          <a href={labLink({ own: "all", exercises: [exercise.id] })} data-testid="alone">
            {words.alone}
          </a>
        </span>
      )}
      {next ? (
        <a class="button" href={exerciseLink(next.id)} data-testid="next-exercise">
          {words.next(next.title)}
        </a>
      ) : (
        <>
          <a class="button" href="#/">
            {session.words.page.list}
          </a>
          <span>{words.all}</span>
        </>
      )}
    </p>
  );
}

/** NextHint offers the hint of the task that the gravest finding belongs to, and then those of the others. */
function NextHint({ workspace, session, task: its }: Omit<Part, "goTo"> & { task: number }) {
  const words = session.words.checks;
  const left = hintsLeft(workspace);
  if (left.length === 0) return <p class="note">{words.noHint}</p>;
  const first = left.find(({ task }) => task === its);
  const others = left.filter(({ task }) => task !== its);
  return (
    <p class="onward">
      {first && (
        <button
          type="button"
          class="primary"
          onClick={() => session.on.hint(first.task)}
          data-testid={`next-hint-${first.task + 1}`}
        >
          {words.hint(first.task + 1, first.level, first.title)}
        </button>
      )}
      {others.length > 0 && <span>{words.hints}</span>}
      {others.map(({ task, title, level }) => (
        <button
          key={task}
          type="button"
          aria-label={words.hint(task + 1, level, title)}
          title={words.hint(task + 1, level, title)}
          onClick={() => session.on.hint(task)}
          data-testid={`next-hint-${task + 1}`}
        >
          {task + 1}
        </button>
      ))}
    </p>
  );
}

/** IN_FULL is how many failed cases are shown whole, as in the report's text; a finding in a cluster
 * always is. */
const IN_FULL = 2;

function Findings({ workspace, session, goTo }: Part) {
  const { findings, report } = workspace.run;
  let cases = 0;
  const isOpen = (finding: FindingJSON): boolean => {
    if (!finding.case) return true;
    cases += 1;
    return cases <= IN_FULL;
  };
  return (
    <div class="findings">
      {findings.map((finding, index) => (
        <Finding
          key={`${index}:${finding.check}`}
          finding={finding}
          isOpen={isOpen(finding)}
          frames={index === 0 ? (report?.frames ?? []) : []}
          workspace={workspace}
          session={session}
          goTo={goTo}
        />
      ))}
    </div>
  );
}

function Rows({ run, session }: Omit<Part, "goTo"> & { run: Run }) {
  const words = session.words.checks;
  if (run.rows.length === 0) return null;
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
  const line = useRef<HTMLLIElement>(null);
  const runs = row.state === "running";
  // The running check stays in sight without scrolling.
  useEffect(() => {
    if (runs) line.current?.scrollIntoView({ block: "nearest" });
  }, [runs]);
  return (
    <li class={row.state} data-testid="check-row" data-state={row.state} ref={line}>
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

function Whole({ report, title }: { report: Report; title: string }) {
  return (
    <details class="whole">
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <pre tabIndex={0}>{report.text}</pre>
    </details>
  );
}
