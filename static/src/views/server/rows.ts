// The inspector's rows: names, each with its value now and, when the last step changed it, its value before. The
// rows of every server are here; a protocol puts its own between them.

import type { FunctionComponent } from "preact";
import type { ViewProps } from "../../app/controls.ts";
import { milliseconds, percent } from "../../base/units.ts";
import type { Frame, ServerView } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import type { Words } from "../../words/index.ts";

export interface Row {
  name: string;
  now: string;
  /** before is null when the last step did not change the row. */
  before: string | null;
  /** about is by what the row is explained, where that is not its name. */
  about?: string;
}

/** Seen is a server as the inspector shows it. */
export interface Seen {
  server: ServerView;
  /** before is the server before its last step, null when that is unknown. */
  before: ServerView | null;
  /** frame: a protocol reads its own part of it. */
  frame: Pick<Frame, "now" | "manual"> & Partial<Frame>;
  words: Words;
}

/** InspectorPart is what a protocol shows of a server. */
export interface InspectorPart {
  rows(seen: Seen): Row[];
  /** notes say what the protocol's own rows are, by their names. Those of Raft are with those of every server. */
  notes: Readonly<Record<string, string>>;
  /** Acts are the protocol's own acts on a server, null for none. */
  Acts: FunctionComponent<ActsProps> | null;
  /** Below stands below the rows, null for nothing. */
  Below: FunctionComponent<BelowProps> | null;
  /** timer is the act that makes a server's timer fire before its time, null where there is no such verb. */
  timer: TimerAct | null;
}

export interface ActsProps extends Pick<ViewProps, "on"> {
  server: ServerView;
  frame: Frame;
}

export interface BelowProps {
  server: ServerView;
}

export interface TimerAct {
  label: string;
  line(id: number): string;
  /** isIdle is true of a server that has no timer to fire. */
  isIdle(server: ServerView): boolean;
}

/** rowOf reads a value from the server now and before. */
export function rowOf<S extends ServerView>(
  name: string,
  server: S,
  before: S | null,
  read: (one: S) => string,
): Row {
  const now = read(server);
  const old = before ? read(before) : now;
  return { name, now, before: old === now ? null : old };
}

/** plainInspector is for a protocol that adds nothing: badge, level, and the rows that came with the server. */
export const plainInspector: InspectorPart = {
  rows(seen) {
    const { server, before } = seen;
    const textOf = (name: string, one: ServerView): string =>
      one.rows.find(([other]) => other === name)?.[1] ?? "";
    return [
      conditionRow(seen),
      rowOf(enLab.server.badge, server, before, ({ badge }) => badge),
      rowOf(enLab.server.level, server, before, ({ level }) => String(level)),
      ...server.rows.map(([name]) => rowOf(name, server, before, (one) => textOf(name, one))),
      ...faultRows(seen),
      dataRow(seen),
    ];
  },
  notes: {},
  Acts: null,
  Below: null,
  timer: null,
};

export function conditionRow({ server, before }: Seen): Row {
  const row = rowOf(enLab.server.state, server, before, (one) => condition(one));
  return { ...row, now: present(server) };
}

function condition(server: ServerView): string {
  if (!server.up) return enLab.server.down;
  return server.paused ? enLab.server.paused : enLab.server.up;
}

/** present adds whether the disk is busy, which comes and goes too often to count as a change. */
function present(server: ServerView): string {
  return server.up && server.saving ? enLab.server.saving : condition(server);
}

/** faultRows are a server's own clock and disk, where they have a fault. */
export function faultRows({ server, before }: Seen): Row[] {
  const rows: Row[] = [];
  if (server.skewPermille !== 0) {
    rows.push(rowOf(enLab.server.clock, server, before, (one) => skew(one)));
  }
  if (server.diskLatency > 0) {
    rows.push(rowOf(enLab.server.disk, server, before, (one) => save(one)));
  }
  return rows;
}

function skew(server: ServerView): string {
  return enLab.server.skew(percent(server.skewPermille));
}

function save(server: ServerView): string {
  return enLab.server.save(milliseconds(server.diskLatency));
}

/** dataRow is what the state machine holds. */
export function dataRow({ server, before }: Seen): Row {
  return rowOf(enLab.server.data, server, before, (one) => data(one));
}

function data(server: ServerView): string {
  if (server.data.length === 0) return enLab.server.empty;
  return server.data.map(([key, value]) => `${key}=${value}`).join(" ");
}
