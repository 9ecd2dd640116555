// Two branches side by side: the event at which they diverge, the outcome of each, and the lines that
// follow. A modal dialog: the browser keeps the focus inside and closes it on Escape.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { BranchView, Frame } from "../../engine/protocol.ts";
import { type Comparison, compare, newsFrom, type Outcome } from "../../timeline/compare.ts";
import { rulesOf } from "../../timeline/protocols.ts";
import type { RunTrace } from "../../timeline/run.ts";
import type { DiagramWords, RunWords } from "../../words/diagram.ts";
import { diagramWords } from "../../words/diagram-of.ts";
import { outcomePart } from "../protocols/branches.ts";
import { branchName } from "./name.ts";

interface Props {
  frame: Frame;
  trace: RunTrace;
  words: RunWords["branches"];
  lang: string;
  onClose(): void;
}

const LINES_MAX = 400;

export function Compare({ frame, trace, words, lang, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const texts = diagramWords(lang).comparison;
  const parent = frame.branches.find((one) => one.id === frame.branch)?.parent ?? 0;
  const other = parent === frame.branch ? (frame.branches.at(-1)?.id ?? 0) : parent;
  const [sides, setSides] = useState<[number, number]>([other, frame.branch]);
  const [everything, setEverything] = useState(false);
  const [left, right] = sides.map((id) => trace.lines(id));
  const comparison = useMemo(
    () => (left && right ? compare(left, right) : null),
    [left, right, left?.length, right?.length],
  );
  const seen = left && right && left.length > 0 && right.length > 0;
  const found = seen ? comparison : null;
  return (
    <dialog
      ref={dialog}
      class="compare"
      aria-labelledby="compare-title"
      onClose={onClose}
      data-testid="compare-view"
    >
      <header>
        <h2 id="compare-title">{texts.title}</h2>
        <span class="grow" />
        <label>
          <input
            type="checkbox"
            checked={everything}
            onChange={(event) => setEverything(event.currentTarget.checked)}
            data-testid="compare-all"
          />{" "}
          {texts.everything}
        </label>
        <button type="button" class="primary" onClick={onClose} data-testid="compare-close">
          {texts.close}
        </button>
      </header>
      <Parting found={found} words={texts} />
      <div class="sides">
        {[left, right].map((lines, i) => (
          <Side
            key={i === 0 ? "left" : "right"}
            side={i === 0 ? "left" : "right"}
            branch={sides[i] ?? 0}
            branches={frame.branches}
            name={(id) => branchName(trace.names, words, id)}
            onBranch={(id) => setSides(([a, b]) => (i === 0 ? [id, b] : [a, id]))}
            protocol={frame.protocol}
            lines={lines ?? []}
            found={found}
            everything={everything}
            words={texts}
          />
        ))}
      </div>
    </dialog>
  );
}

type ComparisonWords = DiagramWords["comparison"];

/** Parting says at which event the branches diverge, or that the page has not seen one of them. */
function Parting({ found, words }: { found: Comparison | null; words: ComparisonWords }) {
  if (!found) return <p class="parting">{words.unseen}</p>;
  return (
    <p class="parting" data-testid="parting" data-event={found.same ? 0 : found.parting}>
      {found.same ? words.same : words.parting(found.parting)}
    </p>
  );
}

interface SideProps {
  side: "left" | "right";
  branch: number;
  branches: readonly BranchView[];
  name(id: number): string;
  onBranch(id: number): void;
  protocol: string;
  lines: readonly string[];
  found: Comparison | null;
  everything: boolean;
  words: ComparisonWords;
}

function Side(props: SideProps) {
  const { side, branch, branches, name, onBranch, protocol, lines, found, everything, words } =
    props;
  return (
    <section aria-label={words[side]}>
      <select
        aria-label={words[side]}
        value={branch}
        data-testid={`compare-${side}`}
        onChange={(event) => onBranch(Number(event.currentTarget.value))}
      >
        {branches.map(({ id }) => (
          <option key={id} value={id}>
            {name(id)}
          </option>
        ))}
      </select>
      {found && (
        <Outcomes
          outcome={found[side]}
          own={outcomePart(protocol)(lines, found.parting - 1, words)}
          words={words}
        />
      )}
      {found && (
        <Lines
          lines={lines}
          found={found}
          everything={everything}
          own={rulesOf(protocol).news}
          name={name(branch)}
          words={words}
        />
      )}
    </section>
  );
}

interface OutcomesProps {
  outcome: Outcome;
  /** own are the protocol's rows. */
  own: [string, string][];
  words: ComparisonWords;
}

function Outcomes({ outcome, own, words }: OutcomesProps) {
  const answers = Object.entries(outcome.answered).map(([word, n]) => words.answer(word, n));
  const rows: [string, string][] = [
    [words.events, String(outcome.events)],
    ...own,
    [words.crashes, String(outcome.crashes)],
    [words.answers, answers.join(", ") || words.none],
  ];
  if (outcome.violation) rows.push([words.violation, outcome.violation]);
  return (
    <dl>
      {rows.map(([what, value]) => (
        <div key={what} class={what === words.violation ? "broken" : ""}>
          <dt>{what}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({
  lines,
  found,
  everything,
  own,
  name,
  words,
}: {
  lines: readonly string[];
  found: Comparison;
  everything: boolean;
  /** own are the protocol's kinds of lines with news. */
  own: readonly string[];
  name: string;
  words: DiagramWords["comparison"];
}) {
  const from = found.parting - 1;
  const news = useMemo(
    () => newsFrom(lines, from, everything, own),
    [lines, from, everything, own],
  );
  // The event at which they diverge is shown whatever its kind: it makes the difference.
  const places = news[0] === from || from >= lines.length ? news : [from, ...news];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <ol tabIndex={0} aria-label={words.lines(name)}>
      {places.slice(0, LINES_MAX).map((place) => (
        <li key={place} class={place === from ? "first" : ""}>
          {lines[place]}
        </li>
      ))}
      {places.length > LINES_MAX && <li class="end">{words.cut(places.length - LINES_MAX)}</li>}
      {from >= lines.length && <li class="end">{words.ends(name)}</li>}
    </ol>
  );
}
