// How the lab explains itself, by protocol.
import type { Frame } from "../../engine/protocol.ts";
import type { Teaching } from "../checks/teaching-part.ts";
import { Legend } from "../raft/legend.tsx";
import { PromiseCard } from "../raft/promise.tsx";
import { Tasks } from "../raft/tasks.tsx";
import { laterParts } from "./later.ts";

const TEACHING: Readonly<Record<string, Teaching>> = { raft: { Legend, PromiseCard, Tasks } };

/** teachingOf is null for a protocol that nobody explains yet. */
export function teachingOf(frame: Frame | null): Teaching | null {
  if (!frame) return null;
  const later = laterParts(frame.protocol);
  const taught = later && { Legend: later.Legend, PromiseCard: later.PromiseCard, Tasks: null };
  return TEACHING[frame.protocol] ?? taught ?? null;
}
