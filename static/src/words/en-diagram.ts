// English: the diagram, the event table, and the comparison of branches. It is fetched with them.
import type { DiagramWords } from "./diagram.ts";

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

export const enDiagram: DiagramWords = {
  tabs: {
    label: "The run as a whole",
    diagram: "Diagram",
    table: "Events",
    story: "What happened",
  },
  empty: "There is no run. Choose a scenario or a seed above, or start again.",
  gap:
    "Some lines of this run did not reach the page, so the diagram ends before the present. " +
    "Start the run again to see all of it.",
  canvas: "Space-time diagram: one lane a server, messages between the lanes",
  canvasHelp:
    "Left and right walk along a lane, up and down change it. Shift with left or right goes to the cause or to " +
    "the first effect. Enter shows the world after the event. Plus and minus zoom, page up and down move. " +
    "The tab Events has the same in a table.",
  server: (id) => `S${id}`,
  clients: "clients",
  world: "world",
  tickTime: (milliseconds) =>
    milliseconds >= 1000 && milliseconds % 10 === 0
      ? `${(milliseconds / 1000).toFixed(2)} s`
      : `${milliseconds} ms`,
  tickEvent: (event) => `event ${event}`,
  term: (term) => `t${term}`,
  mark: {
    crash: "crash",
    restart: "restart",
    pause: "paused",
    resume: "resumed",
    leader: "leader",
    candidate: "candidate",
    preCandidate: "pre-candidate",
    handsOver: (to) => `hands over to ${to}`,
    keepsOn: "leads on",
    lease: (what) => `lease ${what}`,
    compacts: (base) => `compacts to ${base}`,
    installs: (index) => `installs to ${index}`,
    counts: (configuration) => `counts by ${configuration}`,
  },
  far: "Zoom in to see the messages",
  tools: "Diagram",
  axis: "Axis",
  byTime: "Time",
  byEvent: "Event order",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Whole run",
  follow: "Follow",
  save: "Save…",
  svg: "Picture (SVG)",
  png: "Picture (PNG)",
  trace: "Trace file",
  noHash:
    "A trace file ends with its SHA-256, which browsers compute only for pages from https or from localhost. " +
    "Open the lab there to save the run.",
  noHeader: "The run has no header yet. A trace file can be saved after the first event.",
  fileName: (seed) => `raftlab-seed-${seed || "0"}`,
  pictureTitle: (scenario, seed) =>
    `Space-time diagram, ${scenario ? `scenario ${scenario}` : "free play"}, seed ${seed}`,
  none: "Select an event to see what caused it and what it caused.",
  event: (event, seconds) => `Event ${event} · ${seconds} s`,
  because: "Because of",
  ledTo: "Led to",
  noCause: "nothing before it",
  more: (count) => `and ${count} more`,
  goThere: "Go to this moment",
  toCall: (server, line) => `Your code: S${server}, line ${line}`,
  close: "Close",
  table: {
    label: "Events of the run",
    event: "Event",
    time: "Time",
    where: "Where",
    kind: "Kind",
    what: "What",
    cause: "Cause",
    whereFilter: "Where",
    kindFilter: "Kind",
    everywhere: "everywhere",
    everything: "all kinds",
    groups: {
      messages: "messages",
      elections: "elections and timers",
      log: "log and disk",
      paxos: "ballots",
      zab: "votes, epochs and transactions",
      replicas: "replicas",
      whole: "terms, leaders and printed lines",
      faults: "faults and repairs",
      clients: "clients",
      verdicts: "commands and verdicts",
    },
    count: (shown, all) =>
      shown === all ? plural(all, "event") : `${shown} of ${plural(all, "event")}`,
    nothing: "No event of this kind.",
  },
};
