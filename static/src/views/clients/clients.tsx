// The client's console, and the history of what was asked and answered.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import { type Operation, operation } from "../../lines.ts";
import type { OperationView } from "../../protocol.ts";
import { milliseconds } from "../../units.ts";
import type { Words } from "../../words/index.ts";
import "./clients.css";

type Kind = Operation["kind"];
const KINDS: readonly Kind[] = ["put", "get", "increment", "compare-and-set"];

interface Draft {
  kind: Kind;
  key: string;
  value: string;
  amount: string;
  expected: string;
  wanted: string;
  via: string;
}

const EMPTY: Draft = {
  kind: "put",
  key: "x",
  value: "1",
  amount: "1",
  expected: "1",
  wanted: "2",
  via: "leader",
};

export function Clients({ state, on }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel clients" aria-labelledby="clients-title">
      <header>
        <h2 id="clients-title">{words.clients.title}</h2>
      </header>
      <Console state={state} on={on} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="scroll" tabIndex={0}>
        <History operations={frame?.operations ?? []} words={words} />
      </div>
    </section>
  );
}

function Console({ state, on }: ViewProps) {
  const { frame } = state;
  const words = state.words.clients;
  const [draft, setDraft] = useState(EMPTY);
  const set = (name: keyof Draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [name]: event.currentTarget.value });
  const text = (name: Exclude<keyof Draft, "kind" | "via">, label: string, number = false) => (
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
      {text("key", words.key)}
      {draft.kind === "put" && text("value", words.value)}
      {draft.kind === "increment" && text("amount", words.amount, true)}
      {draft.kind === "compare-and-set" && text("expected", words.expected)}
      {draft.kind === "compare-and-set" && text("wanted", words.wanted)}
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
    </form>
  );
}

function operationOf(draft: Draft): Operation {
  const { kind, key, value, amount, expected, wanted } = draft;
  switch (kind) {
    case "get":
      return { kind, key };
    case "put":
      return { kind, key, value };
    case "increment":
      return { kind, key, amount };
    case "compare-and-set":
      return { kind, key, expected, wanted };
  }
}

function History({ operations, words }: { operations: OperationView[]; words: Words }) {
  if (operations.length === 0) return <p class="empty">{words.clients.none}</p>;
  return (
    <table class="history">
      <thead>
        <tr>
          <th scope="col">{words.clients.operation}</th>
          <th scope="col">{words.clients.path}</th>
          <th scope="col">{words.clients.outcome}</th>
          <th scope="col">{words.clients.took}</th>
        </tr>
      </thead>
      <tbody>
        {operations.toReversed().map((one) => (
          <tr key={one.id} data-testid={`op-${one.id}`} data-outcome={one.outcome}>
            <td class="mono">{one.text}</td>
            <td class="mono">{one.path.map((id) => `S${id}`).join(" → ")}</td>
            <td class={one.outcome}>{outcome(one, words)}</td>
            <td class="mono">{took(one, words)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function outcome(one: OperationView, words: Words): string {
  const word = words.clients.outcomes[one.outcome];
  return one.result ? `${word}: ${one.result}` : word;
}

function took(one: OperationView, words: Words): string {
  if (one.returnedAt === 0) return "";
  return words.dials.milliseconds(milliseconds(one.returnedAt - one.invokedAt));
}
