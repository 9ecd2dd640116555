// The views of logs, of protocols that have them.
import type { Frame } from "../../engine/protocol.ts";
import { LessonLogs } from "../raft/lesson-logs.tsx";
import { Logs } from "../raft/logs.tsx";
import type { LogsPart } from "../rows/parts.ts";
import { laterParts } from "./later.ts";

const PARTS: Readonly<Record<string, LogsPart>> = {
  raft: { Panel: Logs, Lesson: LessonLogs },
};

/** FIRST is the protocol whose panel waits for the first frame. */
const FIRST = "raft";

/** logsPart is null for a protocol without logs. */
export function logsPart(frame: Frame | null): LogsPart | null {
  const protocol = frame?.protocol ?? FIRST;
  return PARTS[protocol] ?? laterParts(protocol)?.logs ?? null;
}
