// English, for what the lab loads after the first picture, and for the pages of its own.
import type { LabWords } from "./lab.ts";

export const enLab: LabWords = {
  side: { label: "Clients, dials and typing", clients: "Clients", dials: "Dials", hand: "By hand" },
  clients: {
    times: (asked, answered) => (answered ? `${asked} to ${answered} s` : `since ${asked} s`),
    asking: "Judging what clients saw…",
    linearizable: (count) =>
      `Linearizable: ${count === 1 ? "the operation" : `the ${count} operations`} can be put in one order that every answer fits (§8).`,
    broken: (sentence) => `Not linearizable (§8): ${sentence}.`,
    culprit: "no order explains it",
    mode: "Reads",
    log: "via the log",
    stale: "locally",
    staleNote: "It answers with what it has applied and asks nobody: that may be old (§8).",
    undecided: (sentence) => `Undecided. ${sentence}`,
  },
  dials: {
    reorder: "Reordered",
    reorderBy: "late by",
    torn: "Torn saves",
    timeouts: "Timeouts",
    electionMin: "Election from",
    electionMax: "to",
    heartbeat: "Heartbeat",
    unit: "ms",
    apply: "Start again with these",
    scripted: "A scenario brings its own timeouts.",
    wrongTimeouts:
      "A heartbeat must be shorter than the least election timeout, and that not above the greatest; all are 1 to 10000 ms.",
    nemesis: "Random faults",
    nemesisSeed: "Seed",
    nemesisNote:
      "Crashes, cuts, slow disks and more strike by themselves. Each is a line of the trace. Off ends all faults.",
    byHand: "Not in a world by hand.",
    inequality: (holds, broadcast, low, high) =>
      `broadcastTime ${broadcast} ms ${holds ? "≪" : "should be ≪"} electionTimeout ${low} to ${high} ms`,
    holds: "holds (§5.6)",
    close:
      "The broadcast time should be an order of magnitude less (§5.6). Elections may begin though the leader is well.",
    brokenInequality:
      "A follower's time is up before the leader's next message can be there: nobody leads for long (§5.6).",
    faults: (between) =>
      `Faults strike every ${between} ms or so, and the election timeout should be much less than that (MTBF, §5.6): much of the time nobody leads.`,
  },
  hand: {
    manual: "By hand: nothing happens by itself",
    manualNote:
      "Each message waits until you deliver it, each timer until you fire it. Turning this on or off begins a new run.",
    scripted: "A scenario decides this itself.",
    line: "Type a line",
    placeholder: "crash leader",
    send: "Do it",
    done: (line) => `Done: ${line}`,
    verbs: "All verbs",
    none: "Begin with a verb, such as crash, put or hold.",
  },
  share: {
    noCode: "This link has servers that follow somebody's own rules, but not the rules.",
    gap: "The beginning of this run is no longer kept, so it cannot be shared. Start it again.",
  },
  gallery: {
    title: "Scenarios",
    intro:
      "Each is a short story with an end that is checked. Run it, walk through it event by event, or open it as it went and take another way from any moment.",
    starting: "Starting the engine…",
    run: "Run",
    step: "Step through",
    fork: "Fork",
    named: (action, title) => `${action}: ${title}`,
    lesson: "In the lesson",
    more: "The whole story",
    all: "All",
    filter: "Which scenarios",
    none: (only) => `There is no scenario “${only}”. Here are all of them.`,
  },
  embed: {
    title: "A run of Raft",
    open: "Open in the lab",
    starting: "Starting…",
    nothing: "There is nothing to show.",
  },
};
