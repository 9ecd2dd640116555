// What stands below the state of a server of Raft: its table of sessions, where there are any.
import { usePart } from "../part-of.ts";
import type { BelowProps } from "../server/rows.ts";
import "./sessions.css";

const sessions = () => import("./sessions.tsx");

export function Below({ server: { raft, up } }: BelowProps) {
  const table = up ? raft?.sessions : undefined;
  const part = usePart(table !== undefined, sessions);
  return table && part && <part.Sessions sessions={table} />;
}
