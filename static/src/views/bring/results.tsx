// What became of the last check: how far it is, what did not compile, what broke, and the verdict.
import {
  type Bring,
  type Check,
  isOutdated,
  isShrinking,
  isUnderWay,
  SCHEDULES,
} from "../../course/bring/state.ts";
import { enBring } from "../../words/en-bring.ts";
import { Finding } from "./finding.tsx";
import { Open } from "./open.tsx";
import type { Part } from "./part.ts";
import type { Session } from "./session.ts";

const words = enBring.results;

/** FREE is a run in which everything is still to be done. */
const FREE = `# Free: ${words.freeTitle}\n\nprotocol whole\nservers 5\n`;

interface ResultsProps extends Part {
  goTo(path: string, line: number, column: number): void;
}

export function Results({ bring, folder, session, goTo }: ResultsProps) {
  const { check } = bring;
  return (
    <section class="panel results" aria-labelledby="results-title" aria-busy={isUnderWay(check)}>
      <header>
        <h2 id="results-title">{enBring.page.results}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="scroll" tabIndex={0}>
        <Wanted bring={bring} session={session} />
        <div role="status" data-testid="verdict" data-phase={check.phase}>
          <Status bring={bring} />
        </div>
        {isUnderWay(check) && <Bar check={check} />}
        <Complaints check={check} goTo={goTo} />
        {check.findings.map((one) => (
          <Finding
            key={`${one.name} ${one.seed}`}
            finding={one}
            check={check}
            folder={folder}
            session={session}
          />
        ))}
        <Known check={check} />
        {check.report && check.module && (
          <p>
            <Open
              session={session}
              module={check.module}
              scenario={FREE}
              server={0}
              event={1}
              label={words.free}
              primary={check.report.passed}
              testid="free-play"
            />
          </p>
        )}
      </div>
    </section>
  );
}

function Wanted({ bring: { wanted, check }, session }: { bring: Bring; session: Session }) {
  const { on } = session;
  const isBusy = isUnderWay(check);
  return (
    <div class="wanted">
      <label>
        {enBring.wanted.schedules}{" "}
        <select
          value={String(wanted.schedules)}
          disabled={isBusy}
          onChange={(event) => on.want({ ...wanted, schedules: Number(event.currentTarget.value) })}
          data-testid="schedules"
        >
          {SCHEDULES.map((count) => (
            <option key={count} value={String(count)}>
              {count}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={wanted.all}
          disabled={isBusy}
          onChange={(event) => on.want({ ...wanted, all: event.currentTarget.checked })}
          data-testid="all"
        />{" "}
        {enBring.wanted.all}
      </label>
    </div>
  );
}

function Status({ bring }: { bring: Bring }) {
  const { check } = bring;
  switch (check.phase) {
    case "none":
      return <p class="note">{words.none}</p>;
    case "tools":
      return <p>{loading(check)}</p>;
    case "compiling":
      return <p>{words.compiling}</p>;
    case "judging":
      return <p>{isShrinking(check) ? words.shrinking : words.run(check.done, check.of)}</p>;
    case "stopped":
      return <p class="verdict plain">{words.stopped(check.done)}</p>;
    case "failed":
      return <p class="verdict bad">{words.failed(check.message)}</p>;
    case "unfit":
      return (
        <p class="verdict bad">
          <b>{words.unfit}</b> <Outdated bring={bring} />
        </p>
      );
    case "done":
      return <Verdict bring={bring} />;
  }
}

const MEGABYTE = 1_000_000;

function loading({ progress }: Check): string {
  switch (progress?.kind) {
    case "fetching": {
      const [loaded, total] = [progress.loaded, progress.total].map((bytes) =>
        (bytes / MEGABYTE).toFixed(1),
      );
      return words.loading(loaded ?? "", total ?? "");
    }
    case "awaiting":
      return words.awaiting(progress.made, progress.total);
    default:
      return words.preparing;
  }
}

function Bar({ check }: { check: Check }) {
  const { phase, progress, done, of } = check;
  const label = { "aria-label": words.progress };
  if (phase === "judging" && of > 0 && !isShrinking(check)) {
    return <progress {...label} max={of} value={done} />;
  }
  if (phase === "tools" && progress?.kind === "fetching") {
    return <progress {...label} max={progress.total || 1} value={progress.loaded} />;
  }
  return <progress {...label} />;
}

function Verdict({ bring }: { bring: Bring }) {
  const { check } = bring;
  const { report, took, findings, events, wanted } = check;
  if (!report) return null;
  const runs = report.results.length;
  return (
    <div class={report.passed ? "verdict good" : "verdict bad"}>
      <p>
        <b>
          <span aria-hidden="true">{report.passed ? "✓ " : "✗ "}</span>
          {report.passed ? words.passed(runs) : words.broken(findings.length, runs)}
        </b>{" "}
        {!report.passed && !wanted.all && words.first}
      </p>
      <p class="note">{words.details(events, (took / 1000).toFixed(1))}</p>
      <Outdated bring={bring} />
    </div>
  );
}

function Outdated({ bring }: { bring: Bring }) {
  return isOutdated(bring) ? <span class="note">{words.outdated}</span> : null;
}

/** COMPLAINTS_MAX bounds what is listed: the first ones are put right first. */
const COMPLAINTS_MAX = 20;

function Complaints({
  check: { complaints },
  goTo,
}: { check: Check } & Pick<ResultsProps, "goTo">) {
  if (complaints.length === 0) return null;
  return (
    <ul class="complaints" data-testid="complaints">
      {complaints.slice(0, COMPLAINTS_MAX).map((one) => (
        <li key={`${one.file}:${one.line}:${one.column}:${one.message}`}>
          {one.file && one.line > 0 ? (
            <button type="button" class="link" onClick={() => goTo(one.file, one.line, one.column)}>
              {words.complaint(one.file, one.line)}
            </button>
          ) : (
            <b>{words.complaint(one.file, one.line)}</b>
          )}
          <p>{one.message}</p>
          {one.do && <p class="note">{one.do}</p>}
        </li>
      ))}
      {complaints.length > COMPLAINTS_MAX && (
        <li>{words.more(complaints.length - COMPLAINTS_MAX)}</li>
      )}
    </ul>
  );
}

function Known({ check: { report } }: { check: Check }) {
  if (!report) return null;
  return (
    <div class="note">
      <p>{words.known(report.known)}</p>
      {report.warnings.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
