// Free play's timeouts. Servers are started with them, so another choice begins another run.

import type { Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { milliseconds } from "../../base/units.ts";
import type { Frame, RaftRun } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { useStateOf } from "../state-of.ts";
import { MemberSwitch, SnapshotSwitch } from "./chapter-switches.tsx";
import { Elections } from "./elections-switches.tsx";

const MAX_MS = 10_000;
const FIELDS = ["electionMin", "electionMax", "heartbeat"] as const;

interface Props extends Pick<ViewProps, "on"> {
  setup: Setup;
  frame: Frame;
}

export function Timeouts({ on, setup, frame }: Props) {
  const { raft } = frame;
  if (!raft) return null;
  return (
    <>
      <Fields on={on} setup={setup} run={raft} />
      <Elections on={on} setup={setup} run={raft} />
      <SnapshotSwitch on={on} setup={setup} run={raft} count={frame.servers.length} />
      <MemberSwitch on={on} setup={setup} run={raft} count={frame.servers.length} />
    </>
  );
}

function Fields({ on, setup, run }: Pick<Props, "on" | "setup"> & { run: RaftRun }) {
  const words = enLab.dials;
  const now = FIELDS.map((name) => String(milliseconds(run[name])));
  const [drafts, setDrafts] = useStateOf(now.join(), now);
  const [min = 0, max = 0, heartbeat = 0] = drafts.map(Number);
  const sound =
    heartbeat < min &&
    min <= max &&
    [min, max, heartbeat].every((one) => Number.isInteger(one) && one > 0 && one <= MAX_MS);
  const scripted = setup.scenario !== "";
  return (
    <form
      class="timeouts"
      onSubmit={(event) => {
        event.preventDefault();
        if (sound) on.open({ ...setup, timeouts: { min, max, heartbeat } });
      }}
    >
      {FIELDS.map((name, i) => (
        <label key={name}>
          {words[name]}
          <input
            value={drafts[i]}
            inputMode="numeric"
            pattern="[0-9]{1,5}"
            size={5}
            autocomplete="off"
            disabled={scripted}
            data-testid={`timing-${name}`}
            onInput={(event) => setDrafts(drafts.with(i, event.currentTarget.value))}
          />
        </label>
      ))}
      <button
        type="submit"
        disabled={scripted || !sound || drafts.join() === now.join()}
        data-testid="timing-apply"
      >
        {words.apply}
      </button>
      {(scripted || !sound) && (
        <p class="note">{scripted ? words.scripted : words.wrongTimeouts}</p>
      )}
    </form>
  );
}
