// What can be done to a server of Raft beyond Figure 2: it forgets its leader, ends an interval, hands over. The acts
// are there only where something of it is switched on, or a transfer is under way.
import { useState } from "preact/hooks";
import type { Frame } from "../../engine/protocol.ts";
import { snapshot } from "../../run/chapter-commands.ts";
import { elections as lines } from "../../run/election-commands.ts";
import { enChapters } from "../../words/en-chapters.ts";
import { enLab } from "../../words/en-lab.ts";
import type { ActsProps } from "../server/rows.ts";
import { isRaft, type RaftServer } from "./server.ts";

export function Acts({ server, frame, on }: ActsProps) {
  if (!isRaft(server) || !server.up) return null;
  const switches = frame.raft?.elections;
  const { elections, role, snapshots } = server.raft;
  if (!elections && !snapshots) return null;
  const leads = role === "leader";
  const act = (name: "forget" | "interval" | "abort", disabled: boolean) => (
    <button
      type="button"
      disabled={disabled}
      title={words.titles[name]}
      onClick={() => on.act(lines[name](server.id))}
      data-testid={name}
    >
      {words[name]}
    </button>
  );
  return (
    <fieldset
      class="actions more"
      aria-label={elections ? words.title : enChapters.snapshots.title}
    >
      {elections &&
        !leads &&
        (switches?.preVote || switches?.stickiness) &&
        act("forget", !elections.heard)}
      {elections && leads && switches?.checkQuorum && act("interval", false)}
      {elections && elections.transferee > 0 && act("abort", false)}
      {elections && leads && elections.transferee === 0 && (
        <HandOver server={server} frame={frame} on={on} />
      )}
      {snapshots && (
        <button
          type="button"
          title={enChapters.snapshots.takeTitle}
          disabled={server.raft.lastApplied <= (snapshots.last?.lastIndex ?? 0)}
          onClick={() => on.act(snapshot(server.id))}
          data-testid="snapshot"
        >
          {enChapters.snapshots.take}
        </button>
      )}
    </fieldset>
  );
}

const words = enLab.elections;

interface HandOverProps extends Pick<ActsProps, "on"> {
  server: RaftServer;
  frame: Frame;
}

function HandOver({ server, frame, on }: HandOverProps) {
  const others = frame.servers.map(({ id }) => id).filter((id) => id !== server.id);
  const [wanted, setWanted] = useState(0);
  const target = others.includes(wanted) ? wanted : (others[0] ?? 0);
  if (target === 0) return null;
  return (
    <span class="hand-over">
      <button
        type="button"
        title={words.titles.handOver}
        onClick={() => on.act(lines.transfer(server.id, target))}
        data-testid="transfer"
      >
        {words.handOver}
      </button>
      <select
        aria-label={words.to}
        value={target}
        onChange={(event) => setWanted(Number(event.currentTarget.value))}
        data-testid="transfer-to"
      >
        {others.map((id) => (
          <option key={id} value={id}>
            {words.toServer(id)}
          </option>
        ))}
      </select>
    </span>
  );
}
