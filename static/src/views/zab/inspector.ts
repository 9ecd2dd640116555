// The inspector's rows for a server of ZAB.
import type { ServerView } from "../../engine/protocol.ts";
import type { ZabView } from "../../engine/protocol-zab.ts";
import { enProtocols } from "../../words/en-protocols.ts";
import { enZab, enZabNotes } from "../../words/en-zab.ts";
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
import { isZab, type ZabServer } from "./server.ts";

const words = enZab.rows;

export const zabInspector: InspectorPart = { ...plainInspector, rows, notes: enZabNotes };

const isOld = (server: ServerView | null): server is ZabServer => server !== null && isZab(server);

function rows(seen: Seen): Row[] {
  const { server } = seen;
  if (!isZab(server)) return plainInspector.rows(seen);
  const old = isOld(seen.before) ? seen.before : null;
  const row = (name: string, read: (one: ZabView) => string): Row =>
    rowOf(name, server, old, ({ zab }) => read(zab));
  const { zab } = server;
  return [
    conditionRow(seen),
    row(words.standing, standingOf),
    row(words.phase, ({ phase }) => phase),
    row(words.vote, ({ vote }) => words.voteText(vote.leader, vote.epoch, vote.zxid)),
    row(words.round, ({ round }) => String(round)),
    row(words.accepted, ({ acceptedEpoch }) => String(acceptedEpoch)),
    row(words.current, ({ currentEpoch, acceptedEpoch }) =>
      currentEpoch < acceptedEpoch
        ? words.notYet(currentEpoch, acceptedEpoch)
        : String(currentEpoch),
    ),
    row(words.last, ({ lastZxid }) => lastZxid || enProtocols.none),
    row(words.delivered, ({ delivered }) => delivered || enProtocols.none),
    ...(zab.base === "" || zab.base === "0:0" ? [] : [row(words.base, ({ base }) => base)]),
    ...(zab.sync ? [row(words.sync, syncOf)] : []),
    ...(zab.leading ? [row(words.window, windowOf), row(words.outstanding, outstandingOf)] : []),
    row(words.serves, ({ serves }) => (serves ? enProtocols.yes : enProtocols.no)),
    ...faultRows(seen),
    dataRow(seen),
  ];
}

function standingOf({ standing, leader }: ZabView): string {
  const text = enZab.standing[standing] ?? standing;
  return leader > 0 && standing !== "leading" ? words.follows(text, leader) : text;
}

function syncOf({ sync }: ZabView): string {
  return sync ? enZab.part(sync.kind, sync.zxid, sync.part, sync.parts) : enProtocols.none;
}

function windowOf({ leading }: ZabView): string {
  const [first, last] = [leading?.window[0], leading?.window.at(-1)];
  return first && last ? words.span(first, last) : enProtocols.none;
}

function outstandingOf({ leading }: ZabView): string {
  const texts = leading?.outstanding.map(({ zxid }) => zxid) ?? [];
  return texts.join(" ") || enProtocols.none;
}
