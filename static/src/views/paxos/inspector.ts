// The inspector's rows for a server of Paxos.
import { milliseconds } from "../../base/units.ts";
import type { ServerView } from "../../engine/protocol.ts";
import type { BallotView, PaxosView, ProposerView } from "../../engine/protocol-paxos.ts";
import { enPaxos, enPaxosNotes } from "../../words/en-paxos.ts";
import { enProtocols } from "../../words/en-protocols.ts";
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
import { isPaxos, isThere, type PaxosServer } from "./server.ts";

const words = enPaxos.rows;

export const paxosInspector: InspectorPart = { ...plainInspector, rows, notes: enPaxosNotes };

function rows(seen: Seen): Row[] {
  const { server, frame } = seen;
  if (!isPaxos(server)) return plainInspector.rows(seen);
  const old = isOld(seen.before) ? seen.before : null;
  const row: RowOf = (name, read) => rowOf(name, server, old, ({ paxos }) => read(paxos));
  const isMulti = frame.paxos?.mode === "multi";
  return [
    conditionRow(seen),
    row(words.parts, partsOf),
    ...(server.paxos.acceptor ? [row(words.promised, ({ promised }) => name(promised))] : []),
    ...(server.paxos.acceptor && !isMulti ? [row(words.accepted, acceptedOf)] : []),
    ...(server.paxos.proposing ? proposerRows(server.paxos.proposing, row, seen) : []),
    ...(isMulti
      ? [
          row(words.leader, ({ leader }) => (leader > 0 ? `S${leader}` : enProtocols.none)),
          row(words.applied, ({ applied }) => String(applied)),
        ]
      : [
          row(words.heard, heardOf),
          row(words.learned, ({ slots }) => slots[0]?.learned || enProtocols.none),
        ]),
    ...faultRows(seen),
    ...(isMulti ? [dataRow(seen)] : []),
  ];
}

type RowOf = (name: string, read: (one: PaxosView) => string) => Row;

const isOld = (server: ServerView | null): server is PaxosServer =>
  server !== null && isPaxos(server);

const name = (ballot: BallotView): string => (isThere(ballot) ? ballot.name : enProtocols.none);

const list = (ids: readonly number[]): string => enProtocols.servers(ids) || enProtocols.none;

function partsOf({ acceptor, proposer, learner }: PaxosView): string {
  const { partNames: names } = words;
  const parts = [
    acceptor ? names.acceptor : "",
    proposer ? names.proposer : "",
    learner ? names.learner : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function acceptedOf({ slots: [slot] }: PaxosView): string {
  return slot && isThere(slot.accepted)
    ? enPaxos.holds(slot.accepted.name, slot.value)
    : enProtocols.none;
}

function heardOf({ slots: [slot] }: PaxosView): string {
  const tallies = slot?.heard ?? [];
  const texts = tallies.map(({ ballot, value, from }) =>
    words.tally(ballot.name, value, enProtocols.servers(from)),
  );
  return texts.join("; ") || enProtocols.none;
}

/** proposerRows leave out what a proposer without a ballot does not have. */
function proposerRows(now: ProposerView, row: RowOf, { frame }: Seen): Row[] {
  const own = (name: string, read: (one: ProposerView) => string): Row =>
    row(name, ({ proposing }) => (proposing ? read(proposing) : ""));
  const rows = [
    own(words.phase, ({ phase }) => enPaxos.badge[phase] ?? phase),
    row(words.used, ({ used }) => name(used)),
  ];
  if (!isThere(now.ballot)) return rows;
  rows.push(own(words.ballot, ({ ballot }) => name(ballot)));
  if (now.wish) rows.push(own(words.wish, ({ wish }) => wish));
  rows.push(own(words.promises, ({ promises }) => list(promises)));
  if (isThere(now.best)) rows.push(own(words.best, bestOf));
  if (now.proposed) {
    rows.push(own(words.proposed, ({ proposed }) => proposed));
    rows.push(own(words.accepts, ({ accepts }) => list(accepts)));
  }
  if (now.refused > 0) rows.push(own(words.refused, ({ refused }) => String(refused)));
  if (now.until > frame.now) {
    const left = words.ms(String(Math.round(milliseconds(now.until - frame.now))));
    rows.push({ name: words.again, now: left, before: null });
  }
  return rows;
}

const bestOf = ({ best, bestValue, bestFrom }: ProposerView): string =>
  words.reported(best.name, bestValue, bestFrom);
