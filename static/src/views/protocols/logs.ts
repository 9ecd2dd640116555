// The views of logs, of protocols that have them.
import type { FunctionComponent } from "preact";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { LessonLogs } from "../raft/lesson-logs.tsx";
import { Logs } from "../raft/logs.tsx";

interface LogsPart {
  /** Panel is the panel of the lab. */
  Panel: FunctionComponent<ViewProps>;
  /** Lesson stands beside a lab of a lesson. */
  Lesson: FunctionComponent<{ frame: Frame; title: string }>;
}

const PARTS: Readonly<Record<string, LogsPart>> = {
  raft: { Panel: Logs, Lesson: LessonLogs },
};

/** FIRST is the protocol whose panel waits for the first frame. */
const FIRST = "raft";

/** logsPart is null for a protocol without logs. */
export function logsPart(frame: Frame | null): LogsPart | null {
  return PARTS[frame?.protocol ?? FIRST] ?? null;
}
