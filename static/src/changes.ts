// What each server's last step changed, for the inspector. A frame may cover many events, so "the last
// step" here is the last frame in which something of that server differed.
import type { Frame, ServerView } from "./protocol.ts";

export type Changes = Readonly<Record<number, Change>>;

export interface Change {
  /** event is the trace line by which the change had happened. */
  event: number;
  before: ServerView;
}

export function noteChanges(changes: Changes, before: Frame | null, after: Frame): Changes {
  if (!before) return changes;
  const noted: Record<number, Change> = {};
  for (const server of after.servers) {
    const old = before.servers[server.id - 1];
    if (old && differs(old, server)) noted[server.id] = { event: after.event, before: old };
  }
  return Object.keys(noted).length === 0 ? changes : { ...changes, ...noted };
}

/** differs leaves the timer out: it is re-armed at every heartbeat, which would hide the rest. */
function differs(a: ServerView, b: ServerView): boolean {
  return (
    a.up !== b.up ||
    a.paused !== b.paused ||
    a.role !== b.role ||
    a.term !== b.term ||
    a.votedFor !== b.votedFor ||
    a.leader !== b.leader ||
    a.lastIndex !== b.lastIndex ||
    a.commitIndex !== b.commitIndex ||
    a.lastApplied !== b.lastApplied
  );
}
