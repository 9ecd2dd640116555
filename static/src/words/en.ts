// English, the language that the others are translated from.
import type { DialsNow, Words } from "./index.ts";

const held = (what: { kind: "link" | "message"; name: string }): string =>
  what.kind === "link" ? `Messages on ${what.name} wait` : `Message ${what.name} waits`;

const released = (what: { kind: "link" | "message"; name: string }): string =>
  what.kind === "link" ? `Messages on ${what.name} go on` : `Message ${what.name} goes on`;

/** dials says only what is not as everybody expects: no loss, no duplicates, nothing torn. */
function dials(now: DialsNow): string {
  const { latency, jitter, loss, duplicate, reorder, reorderBy, disk, torn } = now;
  const network = [
    `messages take ${jitter > 0 ? `${latency} to ${latency + jitter}` : latency} ms`,
  ];
  if (loss > 0) network.push(`${loss} % are lost`);
  if (duplicate > 0) network.push(`${duplicate} % arrive twice`);
  if (reorder > 0) network.push(`${reorder} % come up to ${reorderBy} ms late`);
  const tears = torn > 0 ? `, and ${torn} % of the crashes in one leave a part of it` : "";
  return `From now on ${network.join(", ")}; a save takes ${disk} ms${tears}.`;
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

export const en: Words = {
  lang: "en",
  title: { home: "Raft Lab", lab: "Lab · Raft Lab", unknown: "Not found · Raft Lab" },
  nav: {
    skip: "Skip to the content",
    label: "Places",
    home: "Course",
    lab: "Lab",
    keys: "Keys",
    theme: {
      label: (now) => `Theme: ${now}`,
      system: "as the system",
      light: "light",
      dark: "dark",
    },
  },
  engine: {
    starting: "Starting the engine…",
    failed: "The engine has stopped",
    dismiss: "Dismiss",
  },
  home: {
    title: "Learn Raft by running it, breaking it and writing it",
    intro:
      "Raft keeps a log identical on several servers, even while some of them crash or cannot be " +
      "reached. Here is a real cluster, in Go, one server per Web Worker of this page: stop its clock, " +
      "crash its leader, cut its network, and see which promises hold.",
    live: "A live cluster",
    liveNote: "Five servers, a tenth of real speed. Open the lab to interfere.",
    openLab: "Open the lab",
    course: "The course",
    courseNote: "You write the rules of Raft in Go; the lab and the grader run exactly your code.",
    exercises: [
      {
        id: "timeout",
        title: "Wait for a leader",
        text: "How long a server waits, why the wait is random, and what begins it anew.",
      },
      {
        id: "vote",
        title: "Grant a vote",
        text: "When a server votes for a candidate, when it refuses, and what it must remember.",
      },
      {
        id: "campaign",
        title: "Stand for election",
        text: "A new term, a vote for oneself, and counting those of the others.",
      },
      {
        id: "append",
        title: "Append what the leader sends",
        text: "The consistency check, what to remove, what to keep, and what is committed.",
      },
      {
        id: "replicate",
        title: "Replicate the log",
        text: "What a leader sends to each follower, and what it learns from the answers.",
      },
      {
        id: "commit",
        title: "Commit an entry",
        text: "When an entry is safe for ever, and why counting copies is not enough.",
      },
      {
        id: "persist",
        title: "Save before you speak",
        text: "What must be on the disk before a message leaves, and what comes back after a crash.",
      },
    ],
    scenarios: "Scenarios",
    scenariosNote: "Short runs, each set up to show one thing. The same seed gives the same run.",
    subjects: {
      A: "Elections",
      B: "Replication",
      C: "Safety",
      D: "Storage",
      E: "Reads and clients",
      F: "Membership",
      G: "Neighbours of Raft",
    },
    otherSubject: "More",
  },
  unknown: {
    title: "There is no such page",
    text: (path) => `Nothing is at “${path}”. The link may be older or newer than this version.`,
    home: "To the course",
    lab: "To the lab",
  },
  setup: {
    label: "The run",
    scenario: "Scenario",
    freePlay: "Free play",
    rules: "Rules",
    servers: "Servers",
    seed: "Seed",
    seedBad: "A seed is a whole number from 0 to 18446744073709551615.",
    again: "Start again",
    newSeed: "New seed",
    wrong: (what) => `Wrong on purpose: ${what}`,
  },
  ring: {
    title: "Cluster",
    summary: (servers, term, messages) =>
      `${plural(servers, "server")} · term ${term} · ${plural(messages, "message")} in flight`,
    manual: "by hand",
    allHeld: "all wait",
    role: { follower: "follower", candidate: "candidate", leader: "leader" },
    crashed: "crashed",
    paused: "paused",
    term: (term) => `term ${term}`,
    nodeLabel: (id, state, term) => `S${id}, ${state}, term ${term}`,
    skew: (percent) => `clock ${Math.abs(percent)} % ${percent > 0 ? "fast" : "slow"}`,
    slowDisk: (milliseconds) => `disk ${milliseconds} ms`,
    diagram: "The servers on a ring. Select one to inspect it and to act on it.",
    cut: "cut",
    pick: "Partition",
    pickOne: (id) => `S${id}`,
    cutOff: "Cut off the selected",
    healAll: "Heal all",
    message: (kind, from, to, label) =>
      `${kind} from S${from} to S${to}${label ? `: ${label}` : ""}`,
    waits: (message) => `${message}, waits to be released`,
    more: (count) => `+${count}`,
    held: (from, to) => `Messages from S${from} to S${to} wait`,
    flaky: (from, to, percent) => `The link from S${from} to S${to} loses ${percent} %`,
  },
  logs: {
    title: "Logs",
    legend: (leader) =>
      `solid committed · hatched not yet · ✓ applied · ▸ next • match, as S${leader} sees them`,
    noLeader: "solid committed · hatched not yet · ✓ applied",
    index: "Index",
    earlier: "Earlier entries",
    later: "Later entries",
    latest: "Latest",
    cell: (text, term, state) => `${text}, term ${term}, ${state}`,
    applied: "applied",
    committed: "committed",
    uncommitted: "not committed",
    next: "the leader sends from here next",
    match: "the leader knows they match up to here",
  },
  checks: { title: "Checks", holds: "holds", broken: "broken" },
  feed: {
    title: "What happened",
    empty: "Nothing yet. Press play, or step.",
    note: "elections, faults, commits, clients",
    cause: "led to it",
  },
  story: {
    crash: (server) => `${server} crashed; what it had not saved is lost.`,
    crashTorn: (server, survived, bytes) =>
      `${server} crashed while it saved; ${survived} of ${bytes} bytes reached its disk.`,
    restart: (server, torn) =>
      torn > 0
        ? `${server} restarted, and cut ${torn} bytes of a torn record off its disk.`
        : `${server} restarted with what was on its disk.`,
    pause: (server) => `${server} is paused; its messages wait.`,
    resume: (server) => `${server} goes on.`,
    isolate: (server) => `${server} is cut off from all others.`,
    rejoin: (server) => `${server} can reach the others again.`,
    cut: (link) => `The link ${link} is cut.`,
    partition: (groups) => `The network is partitioned: ${groups}.`,
    bridge: (groups) => `Groups that meet only through others: ${groups}.`,
    flaky: (link, percent) => `The link ${link} loses ${percent} % of its messages.`,
    steady: (link) => `The link ${link} loses no more messages than others.`,
    heal: "The network is whole again.",
    slowDisk: (server, milliseconds) => `${server}'s disk takes ${milliseconds} ms for a save.`,
    quickDisk: (server) => `${server}'s disk is as quick as the dial says.`,
    clock: (server, percent) =>
      `${server}'s clock runs ${Math.abs(percent)} % ${percent > 0 ? "fast" : "slow"}.`,
    trueClock: (server) => `${server}'s clock is true again.`,
    hold: (what) => (what.kind === "all" ? "All messages wait." : `${held(what)}.`),
    release: (what) => (what.kind === "all" ? "No message waits any more." : `${released(what)}.`),
    dials: (now) => dials(now),
    recover: "All faults have ended.",
    typed: (line) => `By hand: ${line}`,
    lost: (message, from, to) => `${message} from ${from} to ${to}: lost on a flaky link.`,
    dropped: (message, from, to) => `${message} from ${from} to ${to}: dropped by hand.`,
    delivered: (message, from, to) => `${message} from ${from} to ${to}: delivered.`,
    wake: (server) => `${server}'s timer goes off.`,
    commit: (index) => `Entry ${index} is committed.`,
    violation: (sentence) => `A promise is broken: ${sentence}`,
    unmet: (expectation) => `The scenario expected something else: ${expectation}`,
    leads: (server, term) => `${server} leads term ${term}.`,
    campaigns: (server, term) => `${server} stands for election in term ${term}.`,
    follows: (server, term) => `${server} is a follower in term ${term}.`,
    asks: (client, server, operation) => `${client} asks ${server}: ${operation}.`,
    redirects: (server, client, leader) => `${server} sends ${client} on to ${leader}.`,
    answers: (server, client, answer) => `${server} answers ${client}: ${answer}.`,
  },
  time: {
    title: "Time",
    play: "Play",
    pause: "Pause",
    step: "Step",
    speed: "Speed",
    times: (speed) => `×${speed}`,
    noRun: "no run",
    moment: (event, seconds) => `event ${event} · ${seconds} s`,
    finish: "Run to the end",
    status: {
      playing: "playing",
      finished: "finished",
      failed: "failed",
    },
    paused: "paused",
    hash: "trace",
    causes: (count) => `What led to it: ${plural(count, "line")} of the trace`,
  },
  server: {
    none: "Select a server on the ring.",
    after: (event) => `changed by event ${event}`,
    actions: "Actions",
    crash: "Crash",
    restart: "Restart",
    pause: "Pause",
    resume: "Resume",
    isolate: "Isolate",
    rejoin: "Reconnect",
    timeout: "Time out now",
    up: "up",
    down: "crashed",
    paused: "paused",
    saving: "up, saving",
    nobody: "nobody",
    left: (milliseconds) => `${milliseconds} ms left`,
    unarmed: "not armed",
    byHand: "fires by hand",
    clock: "clock",
    disk: "disk",
    skew: (percent) => `${Math.abs(percent)} % ${percent > 0 ? "fast" : "slow"}`,
    save: (milliseconds) => `${milliseconds} ms a save`,
    state: "server",
    data: "data",
    empty: "empty",
    votes: "votes",
    timer: "timer",
  },
  clients: {
    title: "Client",
    operation: "Operation",
    key: "Key",
    value: "Value",
    amount: "By",
    expected: "If it is",
    wanted: "Set to",
    via: "Via",
    leader: "leader",
    send: "Send",
    history: "History of operations",
    none: "No operation yet.",
    path: "Asked",
    took: "Took",
    outcome: "Outcome",
    outcomes: { pending: "pending", ok: "ok", refused: "refused", unknown: "unknown" },
    badWord: "Use one word without spaces.",
    badNumber: "Use a whole number.",
  },
  dials: {
    title: "Network and disk",
    note: "from now on",
    latency: "Latency",
    jitter: "Jitter",
    loss: "Loss",
    duplicate: "Duplicates",
    disk: "Disk write",
    milliseconds: (value) => `${value} ms`,
    percent: (value) => `${value} %`,
  },
  keys: {
    title: "Keys",
    close: "Close",
    list: [
      ["Space", "Play or pause"],
      [".", "Step one event"],
      ["1 … 9", "Select a server"],
      ["Shift 1 … 9", "Tick a server for a partition"],
      ["c", "Crash or restart the selected server"],
      ["p", "Pause or resume the selected server"],
      ["i", "Isolate or reconnect the selected server"],
      ["t", "Let the selected server time out now"],
      ["x", "Cut off the ticked servers"],
      ["h", "Heal the network"],
      ["?", "Show these keys"],
    ],
    note: "No key acts while you type in a field. Everything is also reachable with Tab and Enter.",
  },
};
