// Beside the ring: the phases and who is in them, the votes, the leaders so far, and an act.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enProtocols } from "../../words/en-protocols.ts";
import { enZab } from "../../words/en-zab.ts";
import { Facts } from "../rows/facts.tsx";
import { zabServers } from "./server.ts";

const words = enZab.side;

export function Side({ on, frame }: Pick<ViewProps, "on"> & { frame: Frame }) {
  const servers = zabServers(frame);
  const up = servers.filter((one) => one.up);
  const inPhase = (name: string): string =>
    enProtocols.servers(up.filter(({ zab }) => zab.phase === name).map(({ id }) => id)) || "–";
  return (
    <>
      <Look on={on} ids={up.map(({ id }) => id)} />
      <Facts
        caption={words.phases}
        rows={words.phase.map((name) => [name, inPhase(name)] as const)}
      />
      <Facts
        caption={words.votes}
        rows={servers.map(({ id, zab: { vote, round } }) => [
          `S${id}`,
          words.vote(vote.leader, vote.epoch, vote.zxid, round),
        ])}
      />
      <p class="protocol-note">{words.better}</p>
      <Facts
        caption={words.leaders}
        rows={(frame.zab?.leaders ?? []).map(({ epoch, leader, event }) => [
          words.epoch(epoch),
          words.leader(leader, event),
        ])}
      />
    </>
  );
}

function Look({ on, ids }: Pick<ViewProps, "on"> & { ids: readonly number[] }) {
  const [wanted, setWanted] = useState(0);
  const chosen = ids.includes(wanted) ? wanted : (ids[0] ?? 1);
  const look = (event: SubmitEvent): void => {
    event.preventDefault();
    void on.act(`look S${chosen}`);
  };
  return (
    <form class="protocol-act" onSubmit={look} data-testid="look">
      <label>
        {words.server}
        <select
          value={String(chosen)}
          onChange={(event) => setWanted(Number(event.currentTarget.value))}
        >
          {ids.map((id) => (
            <option key={id} value={id}>
              {`S${id}`}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" title={words.lookTitle} disabled={ids.length === 0}>
        {words.look}
      </button>
    </form>
  );
}
