// The rows of ZAB: servers by zxid, what each has and how its leader makes it equal.
import type { Frame } from "../../engine/protocol.ts";
import type { LeadingView, TxnView, ZabRun, ZabView } from "../../engine/protocol-zab.ts";
import { enZab as words } from "../../words/en-zab.ts";
import type { Question, Seat } from "../rows/counts.tsx";
import type { Cell, GridData } from "../rows/grid.tsx";
import { compare, leaderOf, type ZabServer, zabServers } from "./server.ts";

/** COLUMNS_MAX is how many transactions are shown, the last ones. */
const COLUMNS_MAX = 6;

export function gridOf(frame: Frame): GridData {
  const servers = zabServers(frame);
  const all = servers.flatMap(({ zab }) => zab.txns.map(({ zxid }) => zxid));
  const bases = servers.map(({ zab }) => zab.base).filter((base) => base !== "" && base !== "0:0");
  const zxids = [...new Set([...all, ...bases])].sort(compare).slice(-COLUMNS_MAX);
  const leader = leaderOf(servers);
  const window = leader?.zab.leading?.window ?? [];
  return {
    columns: zxids.map((zxid) => ({ key: zxid, head: zxid, isMarked: window.includes(zxid) })),
    noteHead: words.needs,
    rows: servers.map(({ id, up, zab }) => ({
      id,
      isDown: !up,
      cells: zxids.map((zxid) => cellAt(zab, zxid) ?? cellToCome(zab, zxid, leader)),
      note: up ? noteOf(zab) : "",
      warns: zab.sync !== undefined,
    })),
  };
}

function cellAt(zab: ZabView, zxid: string): Cell | null {
  const txn = zab.txns.find((one) => one.zxid === zxid);
  if (txn) return cellOf(txn, isCut(zab, zxid));
  if (compare(zxid, zab.base) > 0) return null;
  const level = Number(zxid.split(":", 1)[0]);
  return { text: words.snapshot, small: "✓", level, look: "settled", said: words.folded };
}

/** cellToCome is what a leader has and a server lacks that it makes equal: the server gets it one by one, or as a
 * snapshot. */
function cellToCome(
  { sync, leader: follows }: ZabView,
  zxid: string,
  leader: ZabServer | undefined,
): Cell | null {
  if (!sync || !leader || follows !== leader.id) return null;
  const txn = leader.zab.txns.find((one) => one.zxid === zxid);
  if (!txn) return null;
  const cell: Cell = { text: "", small: "", level: txn.epoch, look: "coming", said: words.toCome };
  if (sync.kind !== "SNAP" || compare(zxid, sync.zxid) > 0) return cell;
  return { ...cell, text: words.snapshot, small: words.parts(sync.part, sync.parts) };
}

/** isCut is true of what a leader has a server cut off. */
function isCut({ sync }: ZabView, zxid: string): boolean {
  return sync?.kind === "TRUNC" && compare(zxid, sync.zxid) > 0;
}

function cellOf({ epoch, text, delivered, durable }: TxnView, cut: boolean): Cell {
  const cell = { text, small: delivered ? "✓" : "", level: epoch };
  if (cut) return { ...cell, look: "cut", said: words.cut };
  if (delivered) return { ...cell, look: "settled", said: words.delivered };
  return durable
    ? { ...cell, look: "taken", said: words.durable }
    : { ...cell, look: "coming", said: words.inMemory };
}

function noteOf({ sync, phase, currentEpoch }: ZabView): string {
  if (sync) return words.part(sync.kind, sync.zxid, sync.part, sync.parts);
  return words.phaseOf(phase, currentEpoch);
}

/** QUESTIONS_MAX is how many have room below the rows. */
const QUESTIONS_MAX = 2;

/** questionsOf are the leader's, and during an election who is voted for. */
export function questionsOf(frame: Frame): Question[] {
  const run = frame.zab;
  if (!run) return [];
  const servers = zabServers(frame);
  const leader = leaderOf(servers);
  const isElecting = servers.some(({ up, zab }) => up && zab.standing === "looking");
  const asks = leader?.zab.leading ? leaderAsks(leader.id, leader.zab.leading, run) : [];
  const votes = isElecting ? votesOf(servers, run) : [];
  return [...asks, ...votes].slice(0, QUESTIONS_MAX);
}

function leaderAsks(id: number, leading: LeadingView, run: ZabRun): Question[] {
  const { epoch, established, epochAcks, newLeaderAcks, outstanding, heard } = leading;
  const ask = (text: string, yes: readonly number[]): Question => ({
    text,
    level: epoch,
    seats: seatsOf(run, yes),
    need: run.quorum,
    verdict: "",
  });
  if (!established) {
    return [
      ask(words.questions.newLeader(epoch), newLeaderAcks),
      ask(words.questions.epoch(epoch), epochAcks),
    ];
  }
  const [next] = outstanding;
  return [
    ...(next ? [ask(words.questions.ack(next.zxid, next.text), next.acks)] : []),
    ask(words.questions.answers(id), heard),
  ];
}

/** votesOf are the wanted leaders, the one with the most votes first. */
function votesOf(servers: readonly ZabServer[], run: ZabRun): Question[] {
  const voters = servers.filter(({ id, up }) => up && run.voters.includes(id));
  const wanted = [...new Set(voters.map(({ zab }) => zab.vote.leader))].filter((id) => id > 0);
  return wanted
    .map((leader) => {
      const of = voters.filter(({ zab }) => zab.vote.leader === leader);
      const { epoch = 0, zxid = "" } = of[0]?.zab.vote ?? {};
      return {
        text: words.questions.vote(leader, epoch, zxid),
        level: epoch,
        seats: seatsOf(
          run,
          of.map(({ id }) => id),
        ),
        need: run.quorum,
        verdict: "",
        count: of.length,
      };
    })
    .sort((a, b) => b.count - a.count);
}

/** seatsOf are a seat for each voter, and those of observers apart. */
function seatsOf({ voters, observers }: ZabRun, yes: readonly number[]): Seat[] {
  return [
    ...voters.map((id): Seat => ({ id, state: yes.includes(id) ? "yes" : "waiting" })),
    ...observers.map((id): Seat => ({ id, state: "apart" })),
  ];
}
