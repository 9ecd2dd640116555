// The client's console, and the history of requests and answers.
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { seconds } from "../../base/units.ts";
import type { JudgeReply, OperationView } from "../../engine/protocol.ts";
import { type Operation, operation, type ReadMode } from "../../run/commands.ts";
import { enLab } from "../../words/en-lab.ts";
import type { LabWords } from "../../words/lab.ts";
import { memo } from "../memo.ts";

type Kind = Operation["kind"];
const KINDS: readonly Kind[] = ["put", "get", "increment", "compare-and-set"];
const MODES: readonly ReadMode[] = ["", "index", "lease", "stale"];

interface Draft {
  kind: Kind;
  key: string;
  value: string;
  amount: string;
  expected: string;
  wanted: string;
  mode: ReadMode;
  via: string;
}

const EMPTY: Draft = {
  kind: "put",
  key: "x",
  value: "1",
  amount: "1",
  expected: "1",
  wanted: "2",
  mode: "",
  via: "leader",
};

const NONE: OperationView[] = [];
const NOBODY: number[] = [];

export function Clients({ state, on }: ViewProps) {
  const { frame } = state;
  const operations = frame?.operations ?? NONE;
  const verdict = useVerdict(on, operations);
  const culprits = verdict?.culprits ?? NOBODY;
  return (
    <div class="clients">
      <Console state={state} on={on} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="scroll" tabIndex={0}>
        {operations.length > 0 && <Verdict verdict={verdict} />}
        <History operations={operations} culprits={culprits} />
      </div>
    </div>
  );
}

/** SETTLED_MS is how long the history must have stayed the same before it is judged: while somebody drags
 * through the past, judging would waste the engine's time. */
const SETTLED_MS = 400;

/** useVerdict asks the engine whether the history is linearizable, each time that it has changed; null until
 * it has answered. */
function useVerdict(
  on: Pick<ViewProps["on"], "judge">,
  operations: OperationView[],
): JudgeReply | null {
  const [verdict, setVerdict] = useState<JudgeReply | null>(null);
  const history = operations.map(({ id, outcome }) => `${id}${outcome}`).join();
  useEffect(() => {
    if (history === "") return;
    let old = false;
    const timer = setTimeout(() => {
      on.judge().then(
        (reply) => {
          if (!old) setVerdict(reply);
        },
        () => {}, // the run has ended meanwhile, and so has its history
      );
    }, SETTLED_MS);
    return () => {
      old = true;
      clearTimeout(timer);
      setVerdict(null);
    };
  }, [history]);
  return verdict;
}

function Verdict({ verdict }: { verdict: JudgeReply | null }) {
  const words = enLab.clients;
  if (!verdict) return <p class="verdict">{words.asking}</p>;
  const text = {
    linearizable: () => words.linearizable(verdict.operations),
    broken: () => words.broken(verdict.sentence),
    undecided: () => words.undecided(verdict.sentence),
  }[verdict.outcome]();
  return (
    <p
      class={`verdict ${verdict.outcome}`}
      role="status"
      data-testid="verdict"
      data-outcome={verdict.outcome}
    >
      {text}
    </p>
  );
}

function Console({ state, on }: ViewProps) {
  const { frame } = state;
  const words = enLab.clients;
  const [draft, setDraft] = useState(EMPTY);
  const set = (name: keyof Draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [name]: event.currentTarget.value });
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    on.act(operation(operationOf(draft), draft.via));
  };
  return (
    <form class="console" onSubmit={send}>
      <label>
        {words.operation}
        <select value={draft.kind} onChange={set("kind")} data-testid="op-kind">
          {KINDS.map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <Operands draft={draft} set={set} words={words} />
      <label>
        {words.via}
        <select value={draft.via} onChange={set("via")} data-testid="op-via">
          <option value="leader">{words.leader}</option>
          {frame?.servers.map(({ id }) => (
            <option key={id}>{`S${id}`}</option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={!frame} data-testid="op-send">
        {words.send}
      </button>
      {draft.kind === "get" && draft.mode !== "" && (
        <p class="note">{enLab.clients.modeNotes[draft.mode]}</p>
      )}
    </form>
  );
}

interface OperandsProps {
  draft: Draft;
  set(name: keyof Draft): (event: { currentTarget: { value: string } }) => void;
  words: LabWords["clients"];
}

/** Operands are the fields that belong to the chosen operation. */
function Operands({ draft, set, words }: OperandsProps) {
  const text = (
    name: Exclude<keyof Draft, "kind" | "mode" | "via">,
    label: string,
    number = false,
  ) => (
    <label>
      {label}
      <input
        value={draft[name]}
        onInput={set(name)}
        required
        pattern={number ? "-?[0-9]+" : "\\S+"}
        title={number ? words.badNumber : words.badWord}
        size={5}
        autocomplete="off"
        data-testid={`op-${name}`}
      />
    </label>
  );
  return (
    <>
      {text("key", words.key)}
      {draft.kind === "get" && (
        <label>
          {enLab.clients.mode}
          <select value={draft.mode} onChange={set("mode")} data-testid="op-mode">
            {MODES.map((mode) => (
              <option key={mode} value={mode}>
                {enLab.clients.modes[mode || "log"]}
              </option>
            ))}
          </select>
        </label>
      )}
      {draft.kind === "put" && text("value", words.value)}
      {draft.kind === "increment" && text("amount", words.amount, true)}
      {draft.kind === "compare-and-set" && text("expected", words.expected)}
      {draft.kind === "compare-and-set" && text("wanted", words.wanted)}
    </>
  );
}

function operationOf(draft: Draft): Operation {
  const { kind, key, value, amount, expected, wanted, mode } = draft;
  switch (kind) {
    case "get":
      return { kind, key, mode };
    case "put":
      return { kind, key, value };
    case "increment":
      return { kind, key, amount };
    case "compare-and-set":
      return { kind, key, expected, wanted };
  }
}

interface HistoryProps {
  operations: OperationView[];
  culprits: number[];
}

const History = memo(({ operations, culprits }: HistoryProps) => {
  if (operations.length === 0) return <p class="empty">{enLab.clients.none}</p>;
  return (
    <table class="history">
      <thead>
        <tr>
          <th scope="col">{enLab.clients.operation}</th>
          <th scope="col">{enLab.clients.outcome}</th>
        </tr>
      </thead>
      <tbody>
        {operations.toReversed().map((one) => (
          <tr
            key={one.id}
            class={culprits.includes(one.id) ? "culprit" : ""}
            data-testid={`op-${one.id}`}
            data-outcome={one.outcome}
          >
            <td class="mono">
              {one.text}
              <span class="path">{`#${one.id} · ${one.path.map((id) => `S${id}`).join(" → ")}`}</span>
            </td>
            <td class={one.outcome}>
              {outcome(one)}
              <span class="path mono">
                {enLab.clients.times(seconds(one.invokedAt), answered(one))}
              </span>
              {culprits.includes(one.id) && <span class="why">✗ {enLab.clients.culprit}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});

/** answered is when a client had its answer, "" while it waits. */
function answered({ returnedAt }: OperationView): string {
  return returnedAt > 0 ? seconds(returnedAt) : "";
}

function outcome(one: OperationView): string {
  const word = enLab.clients.outcomes[one.outcome];
  return one.result ? `${word}: ${one.result}` : word;
}
