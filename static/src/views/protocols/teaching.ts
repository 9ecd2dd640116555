// How the lab explains itself, by protocol.
import type { Frame } from "../../engine/protocol.ts";
import type { Teaching } from "../checks/teaching-part.ts";
import { Legend } from "../raft/legend.tsx";
import { PromiseCard } from "../raft/promise.tsx";
import { Tasks } from "../raft/tasks.tsx";

const TEACHING: Readonly<Record<string, Teaching>> = { raft: { Legend, PromiseCard, Tasks } };

/** teachingOf is null for a protocol that nobody explains yet. */
export function teachingOf(frame: Frame | null): Teaching | null {
  return (frame && TEACHING[frame.protocol]) ?? null;
}
