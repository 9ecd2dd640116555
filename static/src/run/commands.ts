// A person's acts as scenario lines. The page has no other way to interfere, so every act can be written down
// and replayed.
import type { Frame, ServerView } from "../engine/protocol.ts";

export const heal = "heal";
/** crashLeader is refused while nobody leads. */
export const crashLeader = "crash leader";

export function crashOrRestart(server: ServerView): string {
  return `${server.up ? "crash" : "restart"} S${server.id}`;
}

export function pauseOrResume(server: ServerView): string {
  return `${server.paused ? "resume" : "pause"} S${server.id}`;
}

/** isIsolated is true when every link of a server, both ways, is cut. */
export function isIsolated(id: number, frame: Pick<Frame, "cuts" | "servers">): boolean {
  const others = frame.servers.length - 1;
  const mine = frame.cuts.filter(([from, to]) => from === id || to === id);
  return others > 0 && mine.length === 2 * others;
}

export function isolateOrRejoin(id: number, frame: Pick<Frame, "cuts" | "servers">): string {
  return `${isIsolated(id, frame) ? "rejoin" : "isolate"} S${id}`;
}

export function timeOut(id: number): string {
  return `timeout S${id}`;
}

/** partition cuts a group off from the rest; null when the group is nobody or everybody. */
export function partition(group: readonly number[], servers: number): string | null {
  const all = Array.from({ length: servers }, (_, i) => i + 1);
  const rest = all.filter((id) => !group.includes(id));
  if (group.length === 0 || rest.length === 0) return null;
  return `partition ${names(group)} | ${names(rest)}`;
}

function names(ids: readonly number[]): string {
  return ids.map((id) => `S${id}`).join(" ");
}

/** ReadMode: a round of heartbeats, the leader's lease, or nothing at all stands for an entry in the log. */
export type ReadMode = "" | "index" | "lease" | "stale";

export type Operation =
  /** mode is how a get reads: "" through the log. */
  | { kind: "get"; key: string; mode: ReadMode }
  | { kind: "put"; key: string; value: string }
  | { kind: "increment"; key: string; amount: string }
  | { kind: "compare-and-set"; key: string; expected: string; wanted: string };

/** operation writes a client's operation; `via` is a server's name or "leader". */
export function operation(op: Operation, via: string): string {
  const { kind, ...operands } = op;
  const words = [kind, ...Object.values(operands)].filter((one) => one !== "");
  return `${words.join(" ")} via ${via}`;
}

export type Dial = "latency" | "jitter" | "loss" | "duplicate" | "disk" | "torn";

const PROBABILITIES: readonly Dial[] = ["loss", "duplicate", "torn"];

/** turnDial writes a dial's new value: milliseconds, or per cent for a probability. */
export function turnDial(dial: Dial, value: number): string {
  return `${dial} ${value}${PROBABILITIES.includes(dial) ? "%" : "ms"}`;
}

/** reorder delays a share of the messages by up to some milliseconds. */
export function reorder(percent: number, milliseconds: number): string {
  return `reorder ${percent}% ${milliseconds}ms`;
}

/** wake fires the timer that a server of a manual world waits for. */
export function wake(id: number): string {
  return `wake S${id}`;
}

/** Commands for single messages. A held message can be released; a delivery as a duplicate leaves a copy. */
export const message = {
  hold: (id: number): string => `hold m${id}`,
  release: (id: number): string => `release m${id}`,
  deliver: (id: number): string => `deliver m${id}`,
  duplicate: (id: number): string => `deliver m${id} again`,
  drop: (id: number): string => `drop m${id}`,
};
