// The verdict, while checks run and when they are over, and what to do next.
import { exerciseLink, labLink } from "../../address/route.ts";
import { companions } from "../../course/companions.ts";
import { nextExercise } from "../../course/exercises.ts";
import { readMemory } from "../../course/storage.ts";
import { byGravity, counts, nextHint, type Run, taskOf } from "../../course/workspace/state.ts";
import type { Report } from "../../engine/report.ts";
import { enResults } from "../../words/en-results.ts";
import type { Part } from "./part.ts";

/** PROBLEMS_SHOWN bounds what is listed of a file that does not compile: the first ones are fixed first. */
const PROBLEMS_SHOWN = 20;

export function StatusText({ workspace, session, goTo }: Part) {
  const words = session.words.checks;
  const { run, problems } = workspace;
  switch (run.phase) {
    case "none":
    case "waiting":
    case "building":
      return null;
    case "grading":
      return <SoFar run={run} />;
    case "stopped":
      return (
        <p class="verdict plain">
          {counts(run).made > 0 ? enResults.stopped : enResults.stoppedEarly}
        </p>
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
          <p>{enResults.unbuilt}</p>
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

/** SoFar is the verdict of what was tried until now. */
function SoFar({ run }: { run: Run }) {
  const { made, passed, of } = counts(run);
  const [gravest] = byGravity(run.findings);
  if (made === 0 && !gravest) return null;
  if (!gravest) return <p class="verdict plain">{enResults.passSoFar(passed, of)}</p>;
  return (
    <div class="verdict bad">
      <p>
        <b>
          <span aria-hidden="true">✗ </span>
          {gravest.case ? enResults.soFar : enResults.verdicts[gravest.verdict]}.
        </b>
      </p>
    </div>
  );
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
  const passed = report.verdict === "pass";
  // A call that is against the rule violates no property by itself, and keeps no cluster waiting.
  const wrongCall = enResults.wrongCalls[report.verdict];
  const [gravest] = byGravity(report.findings);
  const isCall = wrongCall !== undefined && gravest?.case !== undefined;
  // Then a run may still be stuck: its card stands below.
  const isStuck = isCall && report.findings.some((one) => !one.case && one.verdict === "liveness");
  const unjudged = report.verdict === "infrastructure";
  const tone = passed ? "good" : unjudged || report.verdict === "unfinished" ? "plain" : "bad";
  return (
    <div class={`verdict ${tone}`}>
      <p>
        <b>
          <span aria-hidden="true">{passed ? "✓ " : tone === "bad" ? "✗ " : ""}</span>
          {isCall ? enResults.wrongCall : enResults.verdicts[report.verdict]}.
        </b>{" "}
        {isCall ? wrongCall : enResults.verdictNotes[report.verdict]}
        {isStuck && ` ${enResults.stuck}`}
      </p>
      {report.left.length > 0 && (
        <p class="note" data-testid="left">
          {enResults.left(report.left)}
        </p>
      )}
      {workspace.source !== workspace.run.source && <p class="note">{enResults.outdated}</p>}
      <p class="note">{enResults.details(report.calls, report.schedules, report.events)}</p>
      {report.unreached.length > 0 && (
        <p class="note">
          {enResults.unreached}: {report.unreached.join("; ")}
        </p>
      )}
      {report.printed.length > 0 && (
        <details class="smallest" data-testid="printed">
          <summary>{enResults.printed}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
          <pre tabIndex={0}>{report.printed.join("\n")}</pre>
        </details>
      )}
      {passed ? (
        <Onward workspace={workspace} session={session} />
      ) : unjudged ? (
        <Again session={session} />
      ) : (
        <Hint workspace={workspace} session={session} task={taskOf(report)} />
      )}
    </div>
  );
}

/** Onward leads to the page after a pass, and on. */
function Onward({ workspace, session }: Omit<Part, "goTo">) {
  const { course, exercise } = workspace;
  if (!course || !exercise) return null;
  const next = nextExercise(course, exercise.id);
  const others = companions(readMemory(session.storage), exercise.id);
  const exercises = course.exercises
    .map(({ id }) => id)
    .filter((id) => id === exercise.id || others.includes(id));
  return (
    <p class="onward">
      <a
        class="button primary"
        href={`${exerciseLink(exercise.id)}?passed`}
        data-testid="to-passed"
      >
        {enResults.passed(exercise.rules[0] ?? "")}
      </a>
      <a class="button" href={labLink({ own: "all", exercises })} data-testid="to-lab">
        {enResults.lab}
      </a>
      {next && (
        <a class="button" href={exerciseLink(next.id)} data-testid="next-exercise">
          {enResults.next(next.title)}
        </a>
      )}
    </p>
  );
}

/** Hint offers the next hint of the task that the gravest finding belongs to, by its name. */
function Hint({ workspace, session, task }: Omit<Part, "goTo"> & { task: number }) {
  const words = session.words.checks;
  if (task < 0) return null;
  const next = nextHint(workspace, task);
  if (!next) return <p class="note">{enResults.noHint(task + 1)}</p>;
  return (
    <p class="onward">
      <button
        type="button"
        onClick={() => session.on.hint(task)}
        data-testid={`next-hint-${task + 1}`}
      >
        {words.hint(task + 1, next.level, next.title)}
      </button>
    </p>
  );
}
