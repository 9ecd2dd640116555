// The inspector's rows: names, each with its value now and, when the last step changed it, its value before. The
// rows of every server are here; a protocol puts its own between them.

import type { FunctionComponent } from "preact";
import type { ViewProps } from "../../app/controls.ts";
import { milliseconds, percent } from "../../base/units.ts";
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";

export interface Row {
  name: string;
  now: string;
  /** before is null when the last step did not change the row. */
  before: string | null;
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
  /** Acts are the protocol's own acts on a server, null for none. */
  Acts: FunctionComponent<ActsProps> | null;
  /** timer is the act that makes a server's timer fire before its time, null where there is no such verb. */
  timer: TimerAct | null;
}

export interface ActsProps extends Pick<ViewProps, "on"> {
  server: ServerView;
  frame: Frame;
}

export interface TimerAct {
  label(words: Words): string;
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
    const { server, before, words } = seen;
    const textOf = (name: string, one: ServerView): string =>
      one.rows.find(([other]) => other === name)?.[1] ?? "";
    return [
      conditionRow(seen),
      rowOf(words.server.badge, server, before, ({ badge }) => badge),
      rowOf(words.server.level, server, before, ({ level }) => String(level)),
      ...server.rows.map(([name]) => rowOf(name, server, before, (one) => textOf(name, one))),
      ...faultRows(seen),
      dataRow(seen),
    ];
  },
  Acts: null,
  timer: null,
};

export function conditionRow({ server, before, words }: Seen): Row {
  const row = rowOf(words.server.state, server, before, (one) => condition(one, words));
  return { ...row, now: present(server, words) };
}

function condition(server: ServerView, words: Words): string {
  if (!server.up) return words.server.down;
  return server.paused ? words.server.paused : words.server.up;
}

/** present adds whether the disk is busy, which comes and goes too often to count as a change. */
function present(server: ServerView, words: Words): string {
  return server.up && server.saving ? words.server.saving : condition(server, words);
}

/** faultRows are a server's own clock and disk, where they have a fault. */
export function faultRows({ server, before, words }: Seen): Row[] {
  const rows: Row[] = [];
  if (server.skewPermille !== 0) {
    rows.push(rowOf(words.server.clock, server, before, (one) => skew(one, words)));
  }
  if (server.diskLatency > 0) {
    rows.push(rowOf(words.server.disk, server, before, (one) => save(one, words)));
  }
  return rows;
}

function skew(server: ServerView, words: Words): string {
  return words.server.skew(percent(server.skewPermille));
}

function save(server: ServerView, words: Words): string {
  return words.server.save(milliseconds(server.diskLatency));
}

/** dataRow is what the state machine holds. */
export function dataRow({ server, before, words }: Seen): Row {
  return rowOf(words.server.data, server, before, (one) => data(one, words));
}

function data(server: ServerView, words: Words): string {
  if (server.data.length === 0) return words.server.empty;
  return server.data.map(([key, value]) => `${key}=${value}`).join(" ");
}
