// The index of a run's trace, made when somebody first looks and kept up to date from then on.
import { rulesOf, serversOf } from "./protocols.ts";
import type { RunTrace } from "./run.ts";
import { Timeline } from "./timeline.ts";

const indexes = new WeakMap<RunTrace, Timeline>();

export function timelineOf(trace: RunTrace): Timeline {
  const rules = rulesOf(trace.protocol, serversOf(trace.header));
  let timeline = indexes.get(trace);
  // Only a new run has another protocol, and all of its lines are new.
  if (timeline?.rules !== rules) {
    timeline = new Timeline(rules);
    indexes.set(trace, timeline);
  }
  trace.update(timeline);
  return timeline;
}
