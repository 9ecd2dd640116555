// English: time, branches, and the place of the diagram. It is part of the first load.
import type { RunWords } from "./diagram.ts";

export const enRun: RunWords = {
  label: "The run as a whole",
  story: { more: "Read the story", less: "Close the story" },
  loading: "Loading the diagram…",
  failed: "The diagram could not be loaded. Reload the page to try again.",
  time: {
    back: "Back",
    scrub: "Event of the run",
    at: (event, last, seconds) => `event ${event} of ${last}, ${seconds} seconds`,
    moment: (event, last, seconds) => `event ${event} / ${last} · ${seconds} s`,
    past: "In the past",
    pastNote: "Anything you do here starts a branch; the original run is kept.",
    present: "Back to the present",
    violation: (event) => `A promise is broken at event ${event}`,
  },
  branches: {
    label: "Branches",
    first: "main",
    nth: (id) => `branch ${id}`,
    from: (parent, event) => `leaves ${parent} after event ${event}`,
    rename: "Rename",
    name: "Name of the branch",
    compare: "Compare",
  },
  keys: [
    ["← →", "In the diagram or the table: walk along the events"],
    ["↑ ↓", "In the diagram: change the lane"],
    ["Shift ← →", "To the cause of an event, to its first effect"],
    ["Enter", "Show the world after the chosen event"],
    ["+ − 0", "Zoom the diagram; the whole run"],
    ["Page ↑ ↓", "Move the diagram"],
  ],
};
