// Beside the ring: what is chosen and who knows it, and a form that lets a proposer propose.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { PaxosRun } from "../../engine/protocol-paxos.ts";
import { enPaxos } from "../../words/en-paxos.ts";
import { enProtocols } from "../../words/en-protocols.ts";
import { Facts } from "../rows/facts.tsx";

const words = enPaxos.side;

export function Side({ on, frame }: Pick<ViewProps, "on"> & { frame: Frame }) {
  const run = frame.paxos;
  if (!run) return null;
  return (
    <>
      <Chosen run={run} />
      <Propose on={on} run={run} />
      <p class="protocol-note">{run.mode === "multi" ? words.multi : words.hint}</p>
    </>
  );
}

/** SLOTS_MAX is how many chosen slots are listed, the last ones. */
const SLOTS_MAX = 5;

function Chosen({ run: { mode, chosen } }: { run: PaxosRun }) {
  const last = chosen.at(-1);
  if (!last) return <p class="protocol-note">{words.nothing}</p>;
  const known = (ids: readonly number[]): string => enProtocols.servers(ids) || words.nobody;
  if (mode === "multi") {
    const rows = chosen
      .slice(-SLOTS_MAX)
      .map(({ slot, value, knownBy }) => [words.slot(slot, value), known(knownBy)] as const);
    return <Facts caption={`${words.chosen}, ${words.knownBy}`} rows={rows} />;
  }
  return (
    <Facts
      caption={words.chosen}
      rows={[
        [words.value, last.value],
        [words.ballot, last.ballot.name],
        [words.since, String(last.event)],
        [words.by, enProtocols.servers(last.by)],
        [words.knownBy, known(last.knownBy)],
      ]}
    />
  );
}

function Propose({ on, run: { mode, proposers } }: Pick<ViewProps, "on"> & { run: PaxosRun }) {
  const [server, setServer] = useState(0);
  const [value, setValue] = useState("X");
  const chosen = proposers.includes(server) ? server : (proposers[0] ?? 1);
  const propose = (event: SubmitEvent): void => {
    event.preventDefault();
    void on.act(`propose S${chosen} ${value.trim()}`);
  };
  return (
    <form class="protocol-act" onSubmit={propose} data-testid="propose">
      <label>
        {words.server}
        <select
          value={String(chosen)}
          onChange={(event) => setServer(Number(event.currentTarget.value))}
          data-testid="proposer"
        >
          {proposers.map((id) => (
            <option key={id} value={id}>
              {`S${id}`}
            </option>
          ))}
        </select>
      </label>
      {mode !== "multi" && (
        <>
          <label>
            {words.wish}
            <input
              value={value}
              required
              pattern="[A-Za-z0-9]+"
              onInput={(event) => setValue(event.currentTarget.value)}
            />
          </label>
          <button type="submit">{words.propose}</button>
        </>
      )}
      <button
        type="button"
        title={words.beginTitle}
        onClick={() => on.act(`prepare S${chosen}`)}
        data-testid="prepare"
      >
        {words.begin}
      </button>
    </form>
  );
}
