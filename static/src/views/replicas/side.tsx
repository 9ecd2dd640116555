// Beside the ring: how this run replicates, what was written so far, and the acts of its kind.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { ReplicasRun } from "../../engine/protocol-replicas.ts";
import { enReplicas } from "../../words/en-replicas.ts";
import { Facts } from "../rows/facts.tsx";
import { shownOf } from "./server.ts";

const words = enReplicas.side;

export function Side({ on, frame }: Pick<ViewProps, "on"> & { frame: Frame }) {
  const run = frame.replicas;
  if (!run) return null;
  const shown = shownOf(run.kind);
  const ids = frame.servers.filter(({ up }) => up).map(({ id }) => id);
  return (
    <>
      {shown === "history" && (
        <Act on={on} ids={ids} verb="promote" name={words.promote} title={words.promoteTitle} />
      )}
      {shown === "transactions" && (
        <Act on={on} ids={ids} verb="refuse" name={words.refuse} title={words.refuseTitle} />
      )}
      <Facts caption={words.setup} rows={setupRows(run)} />
      {run.versions.length > 0 && <Facts caption={words.versions} rows={versionRows(run)} />}
    </>
  );
}

/** SWITCHES are those that matter for versions, and for histories. */
const SWITCHES = {
  versions: ["repair", "hints", "sloppy", "exchange", "forget"],
  history: ["fencing", "failover"],
  transactions: [],
} as const;

function setupRows(run: ReplicasRun): (readonly [string, string])[] {
  const shown = shownOf(run.kind);
  return [
    [words.kind, run.kind],
    ...(run.n > 0 ? [[words.quorum, words.quorumText(run.n, run.w, run.r)] as const] : []),
    ...(shown === "versions" ? [[words.keep, run.keep] as const] : []),
    ...SWITCHES[shown].map(
      (name) => [words.names[name], run[name] ? words.on : words.off] as const,
    ),
  ];
}

/** VERSIONS_MAX is how many are listed, the last ones. */
const VERSIONS_MAX = 8;

function versionRows({ versions }: ReplicasRun): (readonly [string, string])[] {
  return versions.slice(-VERSIONS_MAX).map(({ key, version, replaces, lost }) => {
    const value = version.deleted ? enReplicas.deleted : version.value;
    const text = words.replaces(value, version.vector, replaces);
    return [`${key} ${enReplicas.version(version.number)}`, lost ? words.lost(text) : text];
  });
}

interface ActProps extends Pick<ViewProps, "on"> {
  ids: readonly number[];
  verb: string;
  name: string;
  title: string;
}

function Act({ on, ids, verb, name, title }: ActProps) {
  const [wanted, setWanted] = useState(2);
  const chosen = ids.includes(wanted) ? wanted : (ids[0] ?? 1);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void on.act(`${verb} S${chosen}`);
  };
  return (
    <form class="protocol-act" onSubmit={submit} data-testid={verb}>
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
      <button type="submit" title={title} disabled={ids.length === 0}>
        {name}
      </button>
    </form>
  );
}
