// One check that did not pass, in the report's order: the sentence, the rule and where the paper has it,
// the single call, the cluster with the smallest scenario, and the way to watch it.
import type { FindingJSON, StackFrame } from "../../engine/report.ts";
import { enResults } from "../../words/en-results.ts";
import { Glossed } from "../gloss/glossed.tsx";
import type { Part } from "./part.ts";
import { spansOf } from "./spans.ts";

interface Props extends Part {
  finding: FindingJSON;
  isOpen: boolean;
  frames: readonly StackFrame[];
}

export function Finding(props: Props) {
  const { finding, isOpen, workspace } = props;
  return (
    <details class="finding" open={isOpen} data-testid="finding" data-verdict={finding.verdict}>
      <summary>
        <span class="mark" aria-hidden="true">
          ✗
        </span>
        {finding.property && <span>{enResults.notKept}</span>}
        <b class="check">{finding.check}</b>
        <span class="place">{finding.place}</span>
      </summary>
      <p class="sentence" data-testid="sentence">
        <Glossed text={finding.sentence} glossary={workspace.course?.glossary ?? []} />
      </p>
      <Frames {...props} />
      <Case {...props} />
      <Ran {...props} />
      <InCluster {...props} />
      <Notation finding={finding} />
    </details>
  );
}

/** Notation explains the short forms that stand in a finding. */
function Notation({ finding }: Pick<Props, "finding">) {
  const { state = "", request = "", yours = "" } = finding.case ?? {};
  const text = [state, request, yours, finding.sentence, finding.smallest ?? ""].join("\n");
  const meant = enResults.notation.filter(([form]) => form.test(text)).map(([, means]) => means);
  if (meant.length === 0) return null;
  return (
    <p class="note" data-testid="notation">
      {meant.join(" ")}
    </p>
  );
}

function Case({ finding }: Props) {
  const one = finding.case;
  if (!one) return null;
  return (
    <dl class="case">
      {one.state && (
        <>
          <dt>{enResults.state}</dt>
          <dd>
            <code>{one.state}</code>
          </dd>
        </>
      )}
      {one.request && (
        <>
          <dt>{enResults.request}</dt>
          <dd>
            <code>{one.request}</code>
          </dd>
        </>
      )}
      <dt>{enResults.yours}</dt>
      <dd class="yours">{one.yours}</dd>
      <dt>{enResults.allowed}</dt>
      <dd>{one.allowed}</dd>
    </dl>
  );
}

/** Ran says which lines of the learner's file a wrong call ran, and leads to the last of them. */
function Ran({ finding, goTo }: Props) {
  const { lines = [], decided = 0 } = finding.case ?? {};
  if (lines.length === 0) return null;
  return (
    <p class="note" data-testid="ran">
      {enResults.ran(spansOf(lines))}{" "}
      {decided > 0 && (
        <button type="button" class="link" onClick={() => goTo(decided, 1)}>
          {enResults.endedAt(decided)}
        </button>
      )}
    </p>
  );
}

const MICROSECONDS = 1000;

function InCluster({ finding, session, workspace }: Props) {
  const words = session.words.checks;
  const { drill, seed = 0, event = 0, timeMicros = 0, smallest, minimal } = finding;
  if (!drill && !seed) return null;
  const milliseconds = Math.floor(timeMicros / MICROSECONDS);
  const shrinks = workspace.run.phase === "grading";
  return (
    <>
      <p class="note">
        {drill
          ? enResults.inStory(drill, event, milliseconds)
          : enResults.inCluster(seed, event, milliseconds)}
      </p>
      {smallest && (
        <details class="smallest">
          <summary>
            {finding.property
              ? enResults.smallestLines(linesOf(smallest))
              : enResults.beginningLines(linesOf(smallest))}
          </summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
          <pre tabIndex={0}>{smallest.trim()}</pre>
          {finding.property && !minimal && <p class="note">{enResults.notMinimal}</p>}
        </details>
      )}
      {smallest && (
        <p>
          <button
            type="button"
            class="primary"
            onClick={() => void session.on.watch(finding)}
            data-testid="watch"
          >
            <span aria-hidden="true">▶ </span>
            {enResults.watch}
          </button>
        </p>
      )}
      {!smallest && shrinks && <p class="note">{words.shrinking(workspace.run.shrinking)}</p>}
    </>
  );
}

function linesOf(scenario: string): number {
  return scenario.split("\n").filter((line) => line.trim() && !line.startsWith("#")).length;
}

/** Frames are a panic's calls: the learner's are links to their lines, ours are one folded word. */
function Frames({ frames, goTo, finding }: Props) {
  const all = frames.length > 0 ? frames : (finding.frames ?? []);
  // Frames inside the learner's function, such as those of Go's runtime, do not help the learner; an endless
  // recursion is the same call again and again.
  const first = all.findIndex((one) => one.own);
  const shown = all.filter((one, i) => {
    const before = all[i - 1];
    const isSame = one.own && one.function === before?.function && one.line === before.line;
    return i >= first && !isSame;
  });
  return (
    <>
      {shown.length > 0 && (
        <>
          <p class="note">{enResults.panicked}</p>
          <ol class="frames" data-testid="frames">
            {shown.map((one, index) => (
              <li key={`${index}:${one.line}`} class={one.own ? "own" : "folded"}>
                {one.own ? (
                  <button type="button" class="link mono" onClick={() => goTo(one.line, 1)}>
                    {enResults.frame(one.function, one.file, one.line)}
                  </button>
                ) : (
                  <span>{enResults.folded}</span>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
