// A run that somebody sent or opened, and what the page must know beside it.
import type { Run } from "./link.ts";

/** Opened is a run, and what the page must know beside it. */
export interface Opened {
  run: Run;
  /** id is the name of the scenario in the recording; it is part of the trace and of its hash. */
  id: string;
  /** recorded is true of a trace file: its last event is its end. */
  recorded: boolean;
  /** hash is the recorded one, to compare with; "" where there is none. */
  hash: string;
}

/** SMALLEST is the grader's name for a shrunk scenario: with the same name, the run here has the same
 * trace. */
const SMALLEST = "smallest";

/** TRACE_MARK is how every trace begins. */
export const TRACE_MARK = "# raftlab trace";

export function openedLink(run: Run): Opened {
  // A moment that was shared from the lab is a trace, without the lines that the engine makes itself.
  const recorded = run.scenario.startsWith(TRACE_MARK);
  return { run, id: run.own && !recorded ? SMALLEST : "", recorded, hash: "" };
}
