// The inspector's rows: Figure 2's names, each with its value now and, when the last step changed it,
// its value before.

import { milliseconds, percent } from "../../base/units.ts";
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";

export interface Row {
  name: string;
  now: string;
  /** before is null when the last step did not change the row. */
  before: string | null;
}

const TERMS_SHOWN = 8;

export function rowsOf(
  server: ServerView,
  before: ServerView | null,
  frame: Pick<Frame, "now" | "manual">,
  words: Words,
): Row[] {
  const row = (name: string, read: (one: ServerView) => string): Row => {
    const value = read(server);
    const old = before ? read(before) : value;
    return { name, now: value, before: old === value ? null : old };
  };
  const who = (id: number): string => (id === 0 ? words.server.nobody : `S${id}`);
  const list = (values: number[]): string => `[${values.join(", ")}]`;
  const rows = [
    { ...row(words.server.state, (one) => condition(one, words)), now: present(server, words) },
    row("role", (one) => words.ring.role[one.role]),
    row("currentTerm", (one) => String(one.term)),
    row("votedFor", (one) => who(one.votedFor)),
    row("log", logTerms),
    row("commitIndex", (one) => String(one.commitIndex)),
    row("lastApplied", (one) => String(one.lastApplied)),
    row("leader", (one) => who(one.leader)),
    { name: words.server.timer, now: timer(server, frame, words), before: null },
  ];
  if (server.skewPermille !== 0) {
    rows.push(row(words.server.clock, (one) => skew(one, words)));
  }
  if (server.diskLatency > 0) rows.push(row(words.server.disk, (one) => save(one, words)));
  if (server.role === "candidate") {
    rows.push(row(words.server.votes, (one) => one.votes.map(who).join(" ") || who(0)));
  }
  if (server.role === "leader") {
    rows.push(
      row("nextIndex", (one) => list(one.nextIndex)),
      row("matchIndex", (one) => list(one.matchIndex)),
    );
  }
  rows.push(row(words.server.data, (one) => data(one, words)));
  return rows;
}

function condition(server: ServerView, words: Words): string {
  if (!server.up) return words.server.down;
  return server.paused ? words.server.paused : words.server.up;
}

/** present adds whether the disk is busy, which comes and goes too often to count as a change. */
function present(server: ServerView, words: Words): string {
  return server.up && server.saving ? words.server.saving : condition(server, words);
}

/** logTerms writes a log as the terms of its entries, the way the paper's figures do. */
function logTerms(server: ServerView): string {
  const terms = server.entries.map((entry) => entry.term);
  const shown = terms.slice(-TERMS_SHOWN).join(", ");
  return server.lastIndex > TERMS_SHOWN ? `[… ${shown}]` : `[${shown}]`;
}

function skew(server: ServerView, words: Words): string {
  return words.server.skew(percent(server.skewPermille));
}

function save(server: ServerView, words: Words): string {
  return words.server.save(milliseconds(server.diskLatency));
}

function timer(
  server: ServerView,
  { now, manual }: Pick<Frame, "now" | "manual">,
  words: Words,
): string {
  if (server.deadline === 0) return words.server.unarmed;
  if (manual) return words.server.byHand;
  return words.server.left(Math.max(0, milliseconds(server.deadline - now)));
}

function data(server: ServerView, words: Words): string {
  if (server.data.length === 0) return words.server.empty;
  return server.data.map(([key, value]) => `${key}=${value}`).join(" ");
}
