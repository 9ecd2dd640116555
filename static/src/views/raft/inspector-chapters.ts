// The inspector's rows of snapshots, and of changes of the servers.
import { milliseconds } from "../../base/units.ts";
import type { CatchUpView, MembersView, SnapshotsView } from "../../engine/protocol-raft.ts";
import { enChapters } from "../../words/en-chapters.ts";
import { type Row, rowOf, type Seen } from "../server/rows.ts";
import { halvesOf, majorityIndex, namesOf } from "./configuration.ts";
import type { RaftServer } from "./server.ts";

type RowOf = (name: string, read: (one: RaftServer["raft"]) => string) => Row;

/** snapshotRows are none in a run without snapshots. */
export function snapshotRows(server: RaftServer, old: RaftServer | null): Row[] {
  const now = server.raft.snapshots;
  if (!now) return [];
  const words = enChapters.snapshots;
  const row = (name: string, read: (one: SnapshotsView) => string): Row =>
    rowOf(name, server, old, ({ raft }) => (raft.snapshots ? read(raft.snapshots) : words.none));
  const rows = [
    row(words.base, ({ base, baseTerm }) => words.baseIs(base, baseTerm)),
    row(words.last, ({ last }) =>
      last ? words.lastIs(last.lastIndex, last.lastTerm, last.bytes) : words.noneYet,
    ),
  ];
  if (now.last) {
    rows.push(row(words.voters, ({ last }) => names(last?.voters ?? [])));
    if (now.last.sessions >= 0) {
      rows.push(row(words.sessions, ({ last }) => words.open(last?.sessions ?? 0)));
    }
  }
  const arriving = ({ arriving: one }: SnapshotsView): string =>
    one ? words.arrives(one.lastIndex, one.chunk, one.chunks, one.have, one.bytes) : words.none;
  if (now.arriving || old?.raft.snapshots?.arriving) rows.push(row(words.arriving, arriving));
  if (now.sending.length > 0) {
    const sends = ({ sending }: SnapshotsView): string =>
      sending.map(({ to, chunk, chunks }) => words.sends(`S${to}`, chunk, chunks)).join("; ");
    rows.push(row(words.sending, sends));
  }
  return rows;
}

const names = (ids: readonly number[]): string => ids.map((id) => `S${id}`).join(" ");

/** memberRows are none where the servers stay. */
export function memberRows({ frame }: Seen, server: RaftServer, old: RaftServer | null): Row[] {
  const { members, role } = server.raft;
  if (!members) return [];
  const words = enChapters.members;
  const row: RowOf = (name, read) => rowOf(name, server, old, ({ raft }) => read(raft));
  const of = (read: (one: MembersView, raft: RaftServer["raft"]) => string) => {
    return (raft: RaftServer["raft"]): string => (raft.members ? read(raft.members, raft) : "");
  };
  const rows = [
    row(
      words.counts,
      of(({ counts }) => namesOf(counts)),
    ),
    row(
      words.since,
      of(({ index }, raft) => words.sinceIs(index, index <= raft.commitIndex)),
    ),
  ];
  if (!members.mayCampaign) {
    rows.push({ name: words.stands, now: words.standsNot, before: null });
  }
  if (role !== "leader") return rows;
  rows.push(
    row(
      words.mayChange,
      of(({ mayChange }) => may(mayChange)),
    ),
  );
  rows.push(...matchRows(server));
  if (members.catchUp) {
    rows.push({ name: words.catchUp, now: catchesUp(members.catchUp, frame.now), before: null });
  }
  return rows;
}

/** flowRows are what a leader that does not wait for answers knows of each follower, and what its disk has. They change
 * with each message, so they have no value before. */
export function flowRows({ id, raft }: RaftServer): Row[] {
  const { flow, snapshots } = raft;
  if (!flow) return [];
  const words = enChapters.flow;
  // The leader itself has no state: so the first of its group is known.
  const first = id - flow.followers.findIndex(({ state }) => state === "");
  const rows = flow.followers.flatMap(({ state, inFlight }, i): Row[] => {
    const to = first + i;
    if (to === id) return [];
    const sent = snapshots?.sending.find((one) => one.to === to);
    const now = sent
      ? words.snapshot(sent.chunk, sent.chunks)
      : words.state(state === "replicate", inFlight);
    return [{ name: words.follower(to), now, before: null, about: "a follower" }];
  });
  if (flow.durable >= 0) {
    rows.push({ name: words.durable, now: words.upTo(flow.durable), before: null });
  }
  return rows;
}

function may(reason: string): string {
  const words = enChapters.members;
  return reason === "" ? words.mayNow : words.mayNot(words.reasons[reason] ?? reason);
}

/** matchRows are how far each half has the log, in a joint phase: the lower of the two indexes may be committed. */
function matchRows({ id, raft }: RaftServer): Row[] {
  const words = enChapters.members;
  const counts = raft.members?.counts;
  if (!counts || counts.next.length === 0) return [];
  return halvesOf(counts).map(({ name, voters }) => {
    const matches = voters.map((one) =>
      one === id ? raft.lastIndex : (raft.matchIndex[one - 1] ?? 0),
    );
    const now = words.matched(matches, majorityIndex(matches));
    const half = words.match(name === "next" ? words.next : words.old);
    return { name: half, now, before: null, about: "a half" };
  });
}

function catchesUp({ servers, rounds, target, began }: CatchUpView, now: number): string {
  const words = enChapters.members;
  return words.round(names(servers), rounds.length + 1, target, milliseconds(now - began));
}
