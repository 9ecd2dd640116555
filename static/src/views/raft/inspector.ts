// The inspector of a server of Raft: Figure 2's names, and what is known beyond it where that is switched on.
import { milliseconds } from "../../base/units.ts";
import { timeOut } from "../../run/commands.ts";
import { enLab } from "../../words/en-lab.ts";
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
import { Acts } from "./acts.tsx";
import { Below } from "./below.tsx";
import { flowRows, memberRows, snapshotRows } from "./inspector-chapters.ts";
import { isRaft, type RaftServer } from "./server.ts";

export const raftInspector: InspectorPart = {
  notes: {},
  rows,
  Acts,
  Below,
  timer: {
    label: enLab.server.timeout,
    line: timeOut,
    isIdle: ({ raft }) => raft?.role === "leader",
  },
};

const TERMS_SHOWN = 8;

function rows(seen: Seen): Row[] {
  const { server, before, frame, words } = seen;
  if (!isRaft(server)) return plainInspector.rows(seen);
  const old = before && isRaft(before) ? before : null;
  const row = (name: string, read: (one: RaftServer["raft"]) => string): Row =>
    rowOf(name, server, old, ({ raft }) => read(raft));
  const who = (id: number): string => (id === 0 ? enLab.server.nobody : `S${id}`);
  const list = (values: number[]): string => `[${values.join(", ")}]`;
  const { role } = server.raft;
  return [
    conditionRow(seen),
    row("role", (one) => words.ring.role[one.role]),
    row("currentTerm", ({ term }) => String(term)),
    row("votedFor", ({ votedFor }) => who(votedFor)),
    row("log", logTerms),
    ...snapshotRows(server, old),
    ...memberRows(seen, server, old),
    row("commitIndex", ({ commitIndex }) => String(commitIndex)),
    row("lastApplied", ({ lastApplied }) => String(lastApplied)),
    row("leader", ({ leader }) => who(leader)),
    ...electionRows(seen, server, row),
    ...readRows(seen, server),
    { name: enLab.server.timer, now: timer(server, frame), before: null },
    ...faultRows(seen),
    ...(role === "candidate"
      ? [row(enLab.server.votes, ({ votes }) => votes.map(who).join(" ") || who(0))]
      : []),
    ...(role === "leader"
      ? [
          row("nextIndex", ({ nextIndex }) => list(nextIndex)),
          row("matchIndex", ({ matchIndex }) => list(matchIndex)),
        ]
      : []),
    ...flowRows(server),
    dataRow(seen),
  ];
}

type RowOf = (name: string, read: (one: RaftServer["raft"]) => string) => Row;

/** electionRows are none in a run of Figure 2 alone. */
function electionRows({ frame }: Seen, { raft }: RaftServer, row: RowOf): Row[] {
  const on = frame.raft?.elections;
  const { elections, role } = raft;
  if (!elections) return [];
  const words = enLab.elections;
  const list = (ids: readonly number[]): string => ids.map((id) => `S${id}`).join(" ") || "–";
  const rows: Row[] = [];
  if (on?.preVote || on?.stickiness) {
    rows.push(row(words.heard, (one) => (one.elections?.heard ? words.yes : words.no)));
  }
  if (role === "pre-candidate") {
    rows.push(row(words.preVotes, (one) => list(one.elections?.preVotes ?? [])));
  }
  if (role === "leader" && on?.checkQuorum) {
    // It changes with each answer, as a timer does.
    rows.push({ name: words.answered, now: list(elections.active), before: null });
  }
  if (elections.transferee > 0) {
    rows.push(row(words.target, (one) => `S${one.elections?.transferee}`));
  }
  return rows;
}

/** readRows change with each answer, as a timer does, so they have no value before. */
function readRows({ frame }: Seen, { raft }: RaftServer): Row[] {
  const words = enLab.reads;
  const { reads, role } = raft;
  const rows: Row[] = [];
  if (frame.raft?.leases && role === "leader") {
    const until = reads?.leaseUntil ?? 0;
    const left = until > 0 ? words.left(Math.max(0, milliseconds(until - frame.now))) : words.none;
    rows.push({ name: words.lease, now: left, before: null });
  }
  const waiting = [
    ...(reads?.pending ?? []).map((one) => words.read(one.request, one.index, one.round, one.acks)),
    ...(reads?.asked ?? []).map((one) => words.asked(one.request, one.index)),
    ...(reads?.waiting ?? []).map((one) => words.notBegun(one.request)),
  ];
  const [first, ...more] = waiting;
  if (first !== undefined) {
    const now = more.length > 0 ? `${first} ${words.more(more.length)}` : first;
    rows.push({ name: words.waiting, now, before: null });
  }
  return rows;
}

/** logTerms writes a log as the terms of its entries, the way the paper's figures do. */
function logTerms({ entries, lastIndex, snapshots }: RaftServer["raft"]): string {
  const terms = entries.map((entry) => entry.term);
  const shown = terms.slice(-TERMS_SHOWN).join(", ");
  return lastIndex - (snapshots?.base ?? 0) > TERMS_SHOWN ? `[… ${shown}]` : `[${shown}]`;
}

function timer({ raft }: RaftServer, { now, manual }: Seen["frame"]): string {
  if (raft.deadline === 0) return enLab.server.unarmed;
  if (manual) return enLab.server.byHand;
  return enLab.server.left(Math.max(0, milliseconds(raft.deadline - now)));
}
