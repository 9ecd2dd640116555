// Snapshots and changes of the servers by hand. A change is asked of the leader, as an administrator does: what it
// answers stands in the list below, with its reason.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { milliseconds } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";
import type {
  CatchUpView,
  ChangeRequestView,
  MembersRun,
  SnapshotRun,
} from "../../engine/protocol-raft.ts";
import { change, snapshot } from "../../run/chapter-commands.ts";
import { enChapters } from "../../words/en-chapters.ts";
import { useStateOf } from "../state-of.ts";
import { decidingOf } from "./seats.ts";
import { isRaft, leaderOf } from "./server.ts";

type Props<Run> = Pick<ViewProps, "on"> & { frame: Frame; run: Run };

const words = enChapters.members;

/** useAsking runs a line, and has what the engine said against it, "" for nothing. */
function useAsking(on: ViewProps["on"]) {
  const [wrong, setWrong] = useState("");
  const ask = async (line: string): Promise<void> => setWrong(await on.type(line));
  return [wrong, ask] as const;
}

export function Snapshots({ on, frame, run }: Props<SnapshotRun>) {
  const text = enChapters.snapshots;
  const [wrong, ask] = useAsking(on);
  const [wanted, setWanted] = useState(1);
  const id = Math.min(wanted, frame.servers.length);
  const raft = frame.servers[id - 1]?.raft;
  return (
    <fieldset class="by-hand">
      <legend>{text.title}</legend>
      <span class="line">
        <ServerChoice
          label={text.server}
          count={frame.servers.length}
          value={id}
          onChoose={setWanted}
          testId="snapshot-of"
        />
        <button type="button" onClick={() => ask(snapshot(id))} data-testid="snapshot-take">
          {text.take}
        </button>
      </span>
      <p class={wrong ? "wrong" : "note"} role="status" data-testid="snapshot-answer">
        {wrong || (raft && text.applied(raft.lastApplied, raft.snapshots?.base ?? 0))}
      </p>
      <p class="note">{run.every > 0 ? text.every(run.every) : text.never}</p>
    </fieldset>
  );
}

interface ChoiceProps {
  label: string;
  count: number;
  value: number;
  onChoose(id: number): void;
  testId: string;
}

function ServerChoice({ label, count, value, onChoose, testId }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
      data-testid={testId}
    >
      {Array.from({ length: count }, (_, i) => (
        <option key={i} value={i + 1}>
          {words.name(i + 1)}
        </option>
      ))}
    </select>
  );
}

const SINGLE = ["add", "learn", "promote", "remove"] as const;
const SET = ["joint", "atOnce"] as const;

export function Changes({ on, frame, run }: Props<MembersRun>) {
  const [wrong, ask] = useAsking(on);
  const [one, setOne] = useState(frame.servers.length);
  const now = decidingOf(frame) ?? run.first;
  const aim = now.next.length > 0 ? now.next : now.voters;
  // What was chosen counts until the servers have changed.
  const [voters, setVoters] = useStateOf<readonly number[]>(aim.join(), aim);
  const id = Math.min(one, frame.servers.length);
  const ids = frame.servers.map((server) => server.id);
  const toggle = (of: number): void =>
    setVoters(ids.filter((other) => voters.includes(other) !== (other === of)));
  return (
    <fieldset class="by-hand">
      <legend>{words.title}</legend>
      <span class="line">
        <ServerChoice
          label={words.one}
          count={frame.servers.length}
          value={id}
          onChoose={setOne}
          testId="change-of"
        />
        {SINGLE.map((kind) => (
          <Ask key={kind} kind={kind} line={change[kind](id)} ask={ask} />
        ))}
      </span>
      <fieldset class="line" aria-label={words.several}>
        <span>{words.several}</span>
        {ids.map((of) => (
          <label key={of}>
            <input
              type="checkbox"
              checked={voters.includes(of)}
              onChange={() => toggle(of)}
              data-testid={`voter-${of}`}
            />
            {words.name(of)}
          </label>
        ))}
        {SET.map((kind) => (
          <Ask
            key={kind}
            kind={kind}
            line={voters.length > 0 ? change[kind](voters) : ""}
            ask={ask}
          />
        ))}
      </fieldset>
      <p class={wrong ? "wrong" : "note"} role="status" data-testid="change-answer">
        {wrong || (voters.length === 0 ? words.nobody : "")}
      </p>
      <May frame={frame} />
      <Requests run={run} event={frame.event} />
    </fieldset>
  );
}

interface AskProps {
  kind: (typeof SINGLE)[number] | (typeof SET)[number];
  /** line is "" for nothing to ask. */
  line: string;
  ask(line: string): Promise<void>;
}

function Ask({ kind, line, ask }: AskProps) {
  return (
    <button
      type="button"
      title={words.titles[kind]}
      disabled={line === ""}
      onClick={() => ask(line)}
      data-testid={`change-${kind}`}
    >
      {words[kind]}
    </button>
  );
}

/** May says whether the leader may begin a change, and how far new servers have come for one that has begun. */
function May({ frame }: { frame: Frame }) {
  const leader = leaderOf(frame.servers.filter(isRaft));
  const members = leader?.raft.members;
  if (!leader || !members) return <p class="note">{words.noLeader}</p>;
  const reason = members.mayChange;
  return (
    <>
      <p class="may" data-testid="may-change">
        <b>{words.may(`S${leader.id}`)}</b>{" "}
        <span class={reason ? "wrong" : "good"}>
          {reason ? `✗ ${words.mayNot(words.reasons[reason] ?? reason)}` : `✓ ${words.mayNow}`}
        </span>
      </p>
      {members.catchUp && (
        <CatchUp catchUp={members.catchUp} now={frame.now} limit={frame.raft?.electionMin ?? 0} />
      )}
    </>
  );
}

/** LIMIT_AT is where the line of an election timeout stands, in per cent of a bar. */
const LIMIT_AT = 50;
const FULL = 100;

interface CatchUpProps {
  catchUp: CatchUpView;
  now: number;
  /** limit is an election timeout, in microseconds: a round that is shorter is the last one. */
  limit: number;
}

function CatchUp({ catchUp, now, limit }: CatchUpProps) {
  const { servers, target, began, rounds } = catchUp;
  const part = (time: number): number => Math.min(FULL, limit > 0 ? (time / limit) * LIMIT_AT : 0);
  const bars = [...rounds, Math.max(0, now - began)];
  return (
    <div class="catch-up" data-testid="catch-up" data-rounds={rounds.length}>
      <b>{words.catches(servers.map((id) => `S${id}`).join(" "))}</b>
      {bars.map((time, i) => (
        <p key={i}>
          <span class="meter" aria-hidden="true">
            <i class={i < rounds.length ? "" : "running"} style={{ width: `${part(time)}%` }} />
          </span>
          {i < rounds.length ? words.took(i + 1, milliseconds(time)) : words.runs(i + 1, target)}
        </p>
      ))}
      <p class="note">{words.limit(milliseconds(limit))}</p>
    </div>
  );
}

/** Requests are the changes that were asked for up to the moment that is shown. */
function Requests({ run, event }: { run: MembersRun; event: number }) {
  const asked = run.changes.filter((one) => one.asked <= event);
  if (asked.length === 0) return null;
  return (
    <>
      <b>{words.requests}</b>
      <ul class="requests" data-testid="requests">
        {asked.toReversed().map((one) => (
          <Request key={one.id} request={one} isOpen={one.ended === 0 || one.ended > event} />
        ))}
      </ul>
    </>
  );
}

function Request({ request, isOpen }: { request: ChangeRequestView; isOpen: boolean }) {
  const outcome = isOpen ? "pending" : request.outcome;
  const reason = isOpen || !request.reason ? "" : `: ${request.reason}`;
  return (
    <li class={outcome} data-outcome={outcome}>
      {words.request(request.id, request.change, `S${request.via}`)}{" "}
      <b>{words.outcomes[outcome] + reason}</b>
    </li>
  );
}
