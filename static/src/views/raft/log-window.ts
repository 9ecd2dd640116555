// Which columns of the logs are shown. Logs grow to thousands of entries; the screen shows a window
// that follows the newest entry until the reader moves it.
import type { RaftServer } from "./server.ts";

export interface LogWindow {
  first: number;
  last: number;
  hasEarlier: boolean;
  hasLater: boolean;
}

/** logWindow is `columns` wide. `first` is where the reader moved it to, 0 to follow the newest. */
export function logWindow(
  servers: readonly RaftServer[],
  columns: number,
  first: number,
): LogWindow {
  const newest = Math.max(0, ...servers.map(({ raft }) => raft.lastIndex));
  // The engine sends the last entries of each log only: nothing is known of what lies before.
  const held = servers.filter(({ raft }) => raft.entries.length > 0);
  const oldest = Math.max(1, Math.min(...held.map(({ raft }) => raft.logFrom)));
  const lastStart = Math.max(1, newest - columns + 2);
  const start = first === 0 ? lastStart : Math.min(Math.max(oldest, first), lastStart);
  return {
    first: start,
    last: start + columns - 1,
    hasEarlier: held.length > 0 && start > oldest,
    hasLater: start < lastStart,
  };
}

export type CellState = "applied" | "committed" | "uncommitted";

export function cellState({ raft }: RaftServer, index: number): CellState {
  if (index <= raft.lastApplied) return "applied";
  if (index <= raft.commitIndex) return "committed";
  return "uncommitted";
}
