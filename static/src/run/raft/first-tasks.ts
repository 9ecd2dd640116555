// The three first tasks of somebody who has never seen the lab: what has been done of them, as the run goes on. Pure.
import type { Frame, OperationView, ServerView } from "../../engine/protocol.ts";

export interface FirstTasks {
  /** leader is the last that was seen to lead, 0 for none. */
  leader: number;
  /** fallen is the leader that crashed, heir who led after it. */
  fallen: number;
  heir: number;
  heirTerm: number;
  /** write is the last write that counts for the second task. */
  write: Write | null;
  /** apart are the servers of the smaller side of a cut, at is when it was made. */
  apart: readonly number[];
  since: number;
  /** after is the write that was made while they were cut off, and side how many servers its leader reaches. */
  after: (Write & { side: number }) | null;
}

export interface Write {
  id: number;
  text: string;
  outcome: OperationView["outcome"];
  /** holders is in how many logs it is. */
  holders: number;
}

export const noTasks: FirstTasks = {
  leader: 0,
  fallen: 0,
  heir: 0,
  heirTerm: 0,
  write: null,
  apart: [],
  since: 0,
  after: null,
};

export type TaskName = "crash" | "write" | "cut";
export const TASKS: readonly TaskName[] = ["crash", "write", "cut"];

/** WAITS is how long a write waits, in virtual time, until it is said that it does not count. */
const WAITS = 400_000;

export function isDone(task: TaskName, tasks: FirstTasks): boolean {
  switch (task) {
    case "crash":
      return tasks.heir > 0;
    case "write":
      return tasks.write?.outcome === "ok";
    case "cut":
      return tasks.after !== null && tasks.after.outcome !== "pending";
  }
}

/** follow takes the next frame of the run. */
export function follow(tasks: FirstTasks, frame: Frame): FirstTasks {
  const leader = leading(frame.servers);
  const crashed = afterCrash(tasks, frame, leader);
  const written = { ...crashed, write: lastWrite(frame, crashed.write) };
  return { ...afterCut(written, frame), leader: leader?.id ?? tasks.leader };
}

function leading(servers: readonly ServerView[]): ServerView | null {
  const leaders = servers.filter(({ up, badge }) => up && badge === "leader");
  return leaders.sort((a, b) => b.level - a.level)[0] ?? null;
}

function afterCrash(tasks: FirstTasks, frame: Frame, leader: ServerView | null): FirstTasks {
  const last = frame.servers[tasks.leader - 1];
  if (tasks.heir === 0 && last && !last.up) return { ...tasks, fallen: last.id, ...heirOf(leader) };
  if (tasks.fallen > 0 && tasks.heir === 0 && leader && leader.id !== tasks.fallen) {
    return { ...tasks, ...heirOf(leader) };
  }
  return tasks;
}

function heirOf(leader: ServerView | null): Pick<FirstTasks, "heir" | "heirTerm"> {
  return { heir: leader?.id ?? 0, heirTerm: leader?.level ?? 0 };
}

const isWrite = ({ text }: OperationView): boolean => !text.startsWith("get");

/** lastWrite stays with the one that was answered. */
function lastWrite(frame: Frame, before: Write | null): Write | null {
  if (before?.outcome === "ok") return before;
  const ok = frame.operations.find((one) => isWrite(one) && one.outcome === "ok");
  const last = ok ?? frame.operations.findLast(isWrite);
  return last ? writeOf(last, frame) : before;
}

function writeOf({ id, text, outcome }: OperationView, frame: Frame): Write {
  const short = shortOf(text);
  const holders = frame.servers.filter(({ raft }) =>
    raft?.entries.some((entry) => entry.text === short.replace("=", "←")),
  ).length;
  return { id, text: short, outcome, holders };
}

/** shortOf writes put x 3 as x=3. */
export function shortOf(text: string): string {
  const [verb, key = "", value = ""] = text.split(" ");
  return verb === "put" ? `${key}=${value}` : text;
}

function afterCut(tasks: FirstTasks, frame: Frame): FirstTasks {
  if (tasks.after && tasks.after.outcome !== "pending") return tasks;
  const apart = smallerSide(frame);
  if (apart.length < 2) return { ...tasks, apart: [], after: null };
  const since = tasks.apart.length > 0 ? tasks.since : frame.now;
  const write = frame.operations.findLast((one) => isWrite(one) && one.invokedAt >= since);
  if (!write) return { ...tasks, apart, since, after: null };
  const asked = write.path.at(-1) ?? 0;
  const side = apart.includes(asked) ? apart.length : frame.servers.length - apart.length;
  const late = write.outcome === "pending" && frame.now - write.invokedAt > WAITS;
  const outcome = late ? "unknown" : write.outcome;
  return { ...tasks, apart, since, after: { ...writeOf(write, frame), outcome, side } };
}

/** smallerSide has the servers of the smaller of two groups that cannot reach each other, [] without such a cut. */
export function smallerSide({ cuts, servers }: Pick<Frame, "cuts" | "servers">): number[] {
  const ids = servers.map(({ id }) => id);
  const isCut = (a: number, b: number): boolean =>
    cuts.some(([from, to]) => from === a && to === b) &&
    cuts.some(([from, to]) => from === b && to === a);
  const [first = 0] = ids;
  const group = new Set([first]);
  for (const member of group) for (const id of ids) if (!isCut(member, id)) group.add(id);
  const others = ids.filter((id) => !group.has(id));
  return others.length < group.size ? others : [...group].sort((a, b) => a - b);
}
