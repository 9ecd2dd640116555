// Free play's snapshots, and its servers that can change. Servers are started with them, so another choice begins
// another run.
import { CHUNK_MAX, EVERY_MAX, type Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { RaftRun } from "../../engine/protocol-raft.ts";
import { enChapters } from "../../words/en-chapters.ts";
import { enLab } from "../../words/en-lab.ts";
import { useStateOf } from "../state-of.ts";
import { chaptersOn } from "./free-play.ts";

interface Props extends Pick<ViewProps, "on"> {
  setup: Setup;
  run: RaftRun;
  /** count is how many servers run. */
  count: number;
}

/** DEFAULT is as the verb `snapshots on` has it. */
const DEFAULT = { every: 0, chunk: 64 };

export function SnapshotSwitch({ on, setup, run }: Props) {
  const words = enChapters.snapshots;
  const { snapshots } = chaptersOn(run);
  const scripted = setup.scenario !== "";
  const now = [String(snapshots?.every ?? 0), String(snapshots?.chunk ?? 0)];
  const [drafts, setDrafts] = useStateOf(now.join(), now);
  const [every = 0, chunk = 0] = drafts.map(Number);
  const isWhole = Number.isInteger(every) && Number.isInteger(chunk);
  const sound = isWhole && every >= 0 && every <= EVERY_MAX && chunk > 0 && chunk <= CHUNK_MAX;
  const open = (next: Setup["snapshots"]): void => {
    const { snapshots: _, ...rest } = setup;
    on.open(next ? { ...rest, snapshots: next } : rest);
  };
  return (
    <form
      class="elections timeouts"
      onSubmit={(event) => {
        event.preventDefault();
        if (sound) open({ every, chunk });
      }}
    >
      <label class="switch">
        <input
          type="checkbox"
          checked={snapshots !== undefined}
          disabled={scripted}
          onChange={() => open(snapshots ? undefined : DEFAULT)}
          data-testid="switch-snapshots"
        />
        <span>
          {words.on} <span class="note">{words.onNote}</span>
        </span>
      </label>
      {snapshots && (
        <>
          <Fields drafts={drafts} setDrafts={setDrafts} scripted={scripted} />
          <button
            type="submit"
            disabled={scripted || !sound || drafts.join() === now.join()}
            data-testid="snapshots-apply"
          >
            {enLab.dials.apply}
          </button>
          {!sound && <p class="note">{words.wrong}</p>}
        </>
      )}
    </form>
  );
}

interface FieldsProps {
  drafts: readonly string[];
  setDrafts(drafts: string[]): void;
  scripted: boolean;
}

function Fields({ drafts, setDrafts, scripted }: FieldsProps) {
  const words = enChapters.snapshots;
  return (
    <>
      {[words.everyField, words.chunkField].map((name, i) => (
        <label key={name}>
          {name}
          <input
            value={drafts[i]}
            inputMode="numeric"
            pattern="[0-9]{1,7}"
            size={5}
            autocomplete="off"
            disabled={scripted}
            data-testid={i === 0 ? "snapshots-every" : "snapshots-chunk"}
            onInput={(event) => setDrafts(drafts.with(i, event.currentTarget.value))}
          />
        </label>
      ))}
    </>
  );
}

/** FIRST is how many servers a cluster that can change begins with. */
const FIRST = 3;

export function MemberSwitch({ on, setup, run, count }: Props) {
  const words = enChapters.members;
  const scripted = setup.scenario !== "";
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const { members } = chaptersOn(run);
  // What was chosen counts while the requested run begins: the next choice adds to it.
  const [wanted, setWanted] = useStateOf(members?.join() ?? "", members ?? []);
  const open = (next: readonly number[]): void => {
    const { members: _, ...rest } = setup;
    setWanted(next);
    on.open(next.length > 0 ? { ...rest, members: next } : rest);
  };
  return (
    <fieldset class="elections">
      <label class="switch">
        <input
          type="checkbox"
          checked={members !== undefined}
          disabled={scripted}
          onChange={() => open(members ? [] : ids.slice(0, FIRST))}
          data-testid="switch-members"
        />
        <span>
          {words.on} <span class="note">{words.onNote}</span>
        </span>
      </label>
      {members && (
        <fieldset class="members" aria-label={words.first}>
          <span>{words.first}</span>
          {ids.map((id) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={wanted.includes(id)}
                disabled={scripted || wanted.join() === String(id)}
                onChange={() =>
                  open(ids.filter((other) => wanted.includes(other) !== (other === id)))
                }
                data-testid={`member-${id}`}
              />
              {words.name(id)}
            </label>
          ))}
        </fieldset>
      )}
    </fieldset>
  );
}
