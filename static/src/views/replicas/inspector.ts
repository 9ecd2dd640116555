// The inspector's rows for a replica.
import type { ServerView } from "../../engine/protocol.ts";
import type { ReplicaView } from "../../engine/protocol-replicas.ts";
import { enProtocols } from "../../words/en-protocols.ts";
import { enReplicas, enReplicasNotes } from "../../words/en-replicas.ts";
import {
  conditionRow,
  dataRow,
  faultRows,
  type InspectorPart,
  plainInspector,
  type Row,
  rowOf,
  type Seen,
} from "../server/rows.ts";
import { isReplica, type ReplicaServer, shownOf } from "./server.ts";

const words = enReplicas.rows;

export const replicaInspector: InspectorPart = { ...plainInspector, rows, notes: enReplicasNotes };

const isOld = (server: ServerView | null): server is ReplicaServer =>
  server !== null && isReplica(server);

type RowOf = (name: string, read: (one: ReplicaView) => string) => Row;

function rows(seen: Seen): Row[] {
  const { server } = seen;
  if (!isReplica(server)) return plainInspector.rows(seen);
  const old = isOld(seen.before) ? seen.before : null;
  const row: RowOf = (name, read) => rowOf(name, server, old, ({ replicas }) => read(replicas));
  const own = { history: historyRows, versions: versionRows, transactions: transactionRows };
  return [
    conditionRow(seen),
    row(words.kind, ({ kind }) => kind),
    row(words.role, ({ role }) => enReplicas.role[role] ?? role),
    ...own[shownOf(server.replicas.kind)](row, server.replicas),
    ...faultRows(seen),
    dataRow(seen),
  ];
}

const none = (text: string): string => text || enProtocols.none;

function historyRows(row: RowOf, { role }: ReplicaView): Row[] {
  return [
    row(words.epoch, ({ epoch }) => String(epoch)),
    row(words.primary, ({ primary }) => (primary > 0 ? `S${primary}` : enProtocols.none)),
    row(words.entries, ({ last }) => String(last)),
    ...(role === "primary"
      ? [
          row(words.members, ({ members }) => none(enProtocols.servers(members))),
          row(words.match, ({ match }) => none(match.map((to, i) => `S${i + 1}:${to}`).join(" "))),
        ]
      : []),
  ];
}

function versionRows(row: RowOf): Row[] {
  return [
    row(words.keys, ({ keys }) =>
      none(
        keys
          .map(
            ({ name, versions }) => `${name} ${versions.map(({ vector }) => vector).join(" | ")}`,
          )
          .join("; "),
      ),
    ),
    row(words.siblings, ({ keys }) =>
      none(
        keys
          .filter(({ versions }) => versions.length > 1)
          .map(({ name }) => name)
          .join(" "),
      ),
    ),
    row(words.hints, ({ hints }) =>
      none(hints.map(({ key, for: server }) => words.hint(key, server)).join(", ")),
    ),
    row(words.exchange, ({ lastExchange }) =>
      lastExchange > 0 ? `S${lastExchange}` : words.never,
    ),
  ];
}

function transactionRows(row: RowOf): Row[] {
  return [
    row(words.transactions, ({ transactions }) =>
      none(
        transactions
          .map(({ id, phase }) => `t${id} ${enReplicas.phase[phase] ?? phase}`)
          .join("; "),
      ),
    ),
  ];
}
