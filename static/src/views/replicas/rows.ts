// The rows of replicas: histories by index, versions of keys, or transactions, as the kind of replication has them.
import type { Frame } from "../../engine/protocol.ts";
import type {
  CountView,
  HistoryEntryView,
  SeatView,
  TransactionView,
  VersionView,
  WrittenView,
} from "../../engine/protocol-replicas.ts";
import { enReplicas as words } from "../../words/en-replicas.ts";
import type { Question, Seat } from "../rows/counts.tsx";
import type { Cell, GridData } from "../rows/grid.tsx";
import { type ReplicaServer, replicaServers, shownOf } from "./server.ts";

/** COLUMNS_MAX is how many columns are shown, the last ones. */
const COLUMNS_MAX = 7;

export function gridOf(frame: Frame): GridData {
  const servers = replicaServers(frame);
  switch (shownOf(frame.replicas?.kind ?? "")) {
    case "history":
      return histories(servers);
    case "versions":
      return versions(servers, frame.replicas?.versions ?? []);
    case "transactions":
      return transactions(servers);
  }
}

function histories(servers: readonly ReplicaServer[]): GridData {
  const last = Math.max(0, ...servers.map(({ replicas }) => replicas.last));
  const first = Math.max(1, last - COLUMNS_MAX + 1);
  const places = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const primary = newestPrimary(servers);
  return {
    columns: places.map((place) => ({ key: String(place), head: String(place) })),
    noteHead: words.notes.history,
    rows: servers.map(({ id, up, replicas }) => ({
      id,
      isDown: !up,
      cells: places.map((place) => entryCell(replicas.entries[place - replicas.from])),
      note: historyNote(id, replicas, primary),
      warns: replicas.fenced || replicas.fallen,
    })),
  };
}

function newestPrimary(servers: readonly ReplicaServer[]): ReplicaServer | undefined {
  return servers
    .filter(({ replicas }) => replicas.role === "primary")
    .sort((a, b) => b.replicas.epoch - a.replicas.epoch)[0];
}

function historyNote(
  id: number,
  { fenced, fallen }: ReplicaServer["replicas"],
  primary: ReplicaServer | undefined,
): string {
  if (fallen) return words.notes.fallen;
  if (fenced) return words.notes.fenced;
  const match = primary?.replicas.match[id - 1] ?? 0;
  return primary && primary.id !== id ? words.notes.match(match) : "";
}

function entryCell(entry: HistoryEntryView | undefined): Cell | null {
  if (!entry) return null;
  const { epoch, text, acknowledged, lost } = entry;
  const cell = { text, small: words.epoch(epoch), level: epoch };
  if (lost) return { ...cell, look: "cut", said: words.lost };
  return acknowledged
    ? { ...cell, look: "settled", said: words.acknowledged }
    : { ...cell, look: "taken", said: words.waiting };
}

function versions(servers: readonly ReplicaServer[], all: readonly WrittenView[]): GridData {
  const written = all.slice(-COLUMNS_MAX);
  return {
    columns: written.map(({ key, version }) => ({
      key: `${key} ${version.number}`,
      head: `${key} ${words.version(version.number)}`,
    })),
    noteHead: words.notes.versions,
    rows: servers.map(({ id, up, replicas }) => ({
      id,
      isDown: !up,
      cells: written.map((one) => versionCell(one, id, replicas)),
      note: versionsNote(replicas),
      warns: replicas.keys.some((key) => key.versions.length > 1),
    })),
  };
}

/** versionCell is null for a version that a server does not have because it has a newer one. */
function versionCell(
  { key, version }: WrittenView,
  id: number,
  { keys, role }: ReplicaServer["replicas"],
): Cell | null {
  const has = keys
    .find(({ name }) => name === key)
    ?.versions.find(({ number }) => number === version.number);
  if (has) return heldCell(has);
  if (role === "stand-in" || version.on.includes(id)) return null;
  const { number } = version;
  return { text: "–", small: words.missed, level: number, look: "coming", said: words.missed };
}

function heldCell({ value, deleted, vector, number, acknowledged }: VersionView): Cell {
  return {
    text: deleted ? words.deleted : value,
    small: vector,
    level: number,
    look: acknowledged ? "settled" : "taken",
    said: acknowledged ? words.acknowledged : words.waiting,
  };
}

function versionsNote({ keys, hints }: ReplicaServer["replicas"]): string {
  const reads = keys.map(({ name, read }) => words.notes.read(name, read));
  return [...reads, ...(hints.length > 0 ? [words.notes.hints(hints.length)] : [])].join(", ");
}

function transactions(servers: readonly ReplicaServer[]): GridData {
  const all = servers.flatMap(({ replicas }) => replicas.transactions.map(({ id }) => id));
  const ids = [...new Set(all)].sort((a, b) => a - b).slice(-COLUMNS_MAX);
  return {
    columns: ids.map((id) => ({ key: String(id), head: `t${id}` })),
    noteHead: words.notes.transactions,
    rows: servers.map(({ id, up, replicas }) => {
      const isBlocked = replicas.transactions.some(({ blocked }) => blocked);
      return {
        id,
        isDown: !up,
        cells: ids.map((one) => transactionCell(replicas.transactions.find((t) => t.id === one))),
        note: isBlocked ? words.notes.blocked : replicas.refuses ? words.notes.refuses : "",
        warns: isBlocked,
      };
    }),
  };
}

function transactionCell(one: TransactionView | undefined): Cell | null {
  if (!one) return null;
  const said = words.phase[one.phase] ?? one.phase;
  const cell = { text: one.phase, small: one.text, level: one.id, said };
  if (one.phase === "committed") return { ...cell, look: "settled" };
  return { ...cell, look: one.phase === "aborted" ? "coming" : "taken" };
}

/** QUESTIONS_MAX is how many have room below the rows. */
const QUESTIONS_MAX = 2;

/** questionsOf are the last questions that a server put to others. */
export function questionsOf({ replicas }: Frame): Question[] {
  return (replicas?.counts ?? []).slice(-QUESTIONS_MAX).map(asked);
}

function asked({ server, text, phase, need, got, seats, over, done }: CountView): Question {
  return {
    text: words.questions.asks(text, phase, server),
    level: 1,
    seats: seats.map(seatOf),
    need,
    verdict: over && !done ? words.questions.failed(got, need) : "",
  };
}

/** seatOf: who keeps a hint is not counted. */
function seatOf({ server: id, state }: SeatView): Seat {
  if (state === "yes" || state === "no") return { id, state };
  return { id, state: state === "hint" ? "apart" : "waiting" };
}
