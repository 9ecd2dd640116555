// The index of a run's trace, made when somebody first looks and kept up to date from then on.
import type { RunTrace } from "./run.ts";
import { Timeline } from "./timeline.ts";

const indexes = new WeakMap<RunTrace, Timeline>();

export function timelineOf(trace: RunTrace): Timeline {
  let timeline = indexes.get(trace);
  if (!timeline) {
    timeline = new Timeline();
    indexes.set(trace, timeline);
  }
  trace.update(timeline);
  return timeline;
}
