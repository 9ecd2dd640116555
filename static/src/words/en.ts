// English, the language that the others are translated from.
import { enRun } from "./en-run.ts";
import { enTelling } from "./en-telling.ts";
import type { DialsNow, Words } from "./index.ts";

const held = (what: { kind: "link" | "message"; name: string }): string =>
  what.kind === "link" ? `Messages on ${what.name} are held` : `Message ${what.name} is held`;

const released = (what: { kind: "link" | "message"; name: string }): string =>
  what.kind === "link"
    ? `Messages on ${what.name} are released`
    : `Message ${what.name} is released`;

/** FSYNC is what a disk does when it is told to save. */
const FSYNC: Record<string, string> = {
  forgets: "says that a save is done, and forgets it in a crash",
  fails: "saves nothing, and the server takes no notice",
  hangs: "does not end a save; what depends on it waits, and the server goes on",
  works: "works again",
};

/** dials leaves out what is usual: no loss, no duplicates, no torn saves. */
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
  title: {
    home: "Raft Lab",
    lab: "Lab · Raft Lab",
    exercise: "Exercise · Raft Lab",
    trace: "A run · Raft Lab",
    learn: "Lessons · Raft Lab",
    break: "Break it · Raft Lab",
    scenarios: "Scenarios · Raft Lab",
    reference: "Raft Lab",
    compare: "Two ways · Raft Lab",
    embed: "A run · Raft Lab",
    bring: "Your Raft · Raft Lab",
    unknown: "Not found · Raft Lab",
  },
  page: {
    failed: (why) => `This page could not be loaded (${why}). Check your connection and try again.`,
    retry: "Try again",
  },
  nav: {
    skip: "Skip to the content",
    label: "Places",
    home: "Course",
    learn: "Lessons",
    lab: "Lab",
    break: "Break it",
    scenarios: "Scenarios",
    keys: "Keys",
    theme: {
      label: (now) => `Theme: ${now}`,
      system: "system",
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
      "Raft keeps one log on several servers, even while some of them crash. This cluster is real, and " +
      "runs in your browser. Crash its leader, and see what the others do.",
    live: "A live cluster",
    liveNote: "five servers, a tenth of real speed",
    telling: enTelling,
    strike: {
      crash: "Crash the leader",
      waits: "Nobody leads. The next leader will be struck.",
      starts: "The engine is starting. Then the leader will be struck.",
      restart: (server) => `Restart S${server}`,
      stuck: (down) => `${down} of five are down. Nobody can get three votes: restart one of them.`,
    },
    start: {
      title: "Begin with the first lesson",
      note: "Ten minutes: what a log is, and why several servers keep it.",
      go: "Begin",
    },
    openLab: "Open the lab",
    lookUp: {
      title: "To look up:",
      pages: { "figure-2": "Figure 2", "figure-4": "Figure 4", glossary: "Glossary" },
    },
    subjects: {
      A: "Elections",
      B: "Replication",
      C: "Safety",
      D: "Storage",
      E: "Reads and clients",
      F: "Membership",
      G: "Neighbours of Raft",
      H: "Consistency",
    },
    otherSubject: "More",
  },
  unknown: {
    title: "There is no such page",
    text: (path) =>
      `There is nothing at “${path}”. The link may belong to an older or newer version.`,
    home: "To the course",
    lab: "To the lab",
  },
  setup: {
    fetching: (percent) => `Fetching the Go compiler: ${percent} %`,
    building: "Compiling your code…",
  },
  ring: {
    title: "Cluster",
    summary: (servers, level, messages) =>
      `${plural(servers, "server")} · ${level} · ${plural(messages, "message")} in flight`,
    manual: "manual",
    allHeld: "all held",
    crashed: "crashed",
    paused: "paused",
    level: (level) => `level ${level}`,
    role: {
      follower: "follower",
      "pre-candidate": "pre-candidate",
      candidate: "candidate",
      leader: "leader",
    },
    seat: { learner: "learner", removed: "removed", outside: "outside" },
    term: (term) => `term ${term}`,
    nodeLabel: (id, state, level) => `S${id}, ${state}, ${level}`,
    own: "your code",
    skew: (percent) => `clock ${Math.abs(percent)} % ${percent > 0 ? "fast" : "slow"}`,
    slowDisk: (milliseconds) => `disk ${milliseconds} ms`,
    diagram: "The servers on a ring. Select one to inspect it and to act on it.",
    cut: "cut",
    pick: "Partition",
    pickOne: (id) => `S${id}`,
    cutOff: "Cut off",
    healAll: "Heal all",
    message: (kind, from, to, label) => `${kind} from ${from} to ${to}${label ? `: ${label}` : ""}`,
    waits: (message) => `${message}, held until it is released`,
    more: (count) => `+${count}`,
    held: (from, to) => `Messages from ${from} to ${to} are held`,
    flaky: (from, to, percent) => `The link from ${from} to ${to} loses ${percent} %`,
  },
  checks: {
    title: "Promises",
    note: "The paper's safety properties, checked after every event",
    holds: "holds",
    broken: "broken",
  },
  feed: {
    title: "What happened",
    empty: "Nothing yet. Press play, or step.",
    note: "elections, faults, commits, clients",
    cause: "led to it",
  },
  story: {
    crash: (server) => `${server} crashed; whatever it had not saved is lost.`,
    crashTorn: (server, survived, bytes) =>
      `${server} crashed during a save; ${survived} of ${bytes} bytes reached its disk.`,
    restart: (server, torn) =>
      torn > 0
        ? `${server} restarted and removed ${torn} bytes of a torn record from its disk.`
        : `${server} restarted from its disk.`,
    pause: (server) => `${server} is paused; messages to it wait.`,
    resume: (server) => `${server} resumes.`,
    isolate: (server) => `${server} is cut off from all others.`,
    rejoin: (server) => `${server} can reach the others again.`,
    cut: (link) => `The link ${link} is cut.`,
    partition: (groups) => `The network is partitioned: ${groups}.`,
    bridge: (groups) => `Groups that are connected only through others: ${groups}.`,
    flaky: (link, percent) => `The link ${link} loses ${percent} % of its messages.`,
    steady: (link) => `The link ${link} loses no more messages than other links.`,
    heal: "The network is whole again.",
    slowDisk: (server, milliseconds) => `${server}'s disk takes ${milliseconds} ms for a save.`,
    quickDisk: (server) => `${server}'s disk is back to the latency on the dial.`,
    fsync: (server, how) => `${server}'s disk ${FSYNC[how] ?? how}.`,
    wipe: (server, snapshotOnly) =>
      snapshotOnly
        ? `The snapshot is gone from ${server}'s disk.`
        : `${server}'s disk is empty now: the server will know nothing.`,
    corrupt: (server, record) =>
      `${record > 0 ? `Record ${record}` : "The snapshot"} on ${server}'s disk is damaged.`,
    unreadable: (server, record) =>
      `${server} cannot read ${record > 0 ? `record ${record}` : "the snapshot"} on its disk, and stays down: ` +
      "it would forget what it promised.",
    refuse: (server, why) => `${server} stays down: ${why}.`,
    power: (server, step) =>
      step === "never"
        ? `${server} keeps its power after all.`
        : `${server} will lose its power when it saves a snapshot, ${step.replace("before-", "just before the ")}.`,
    far: (link, milliseconds) => `Messages on the link ${link} take at least ${milliseconds} ms.`,
    near: (link) => `Messages on the link ${link} take as long as on other links.`,
    jump: (server, milliseconds) =>
      `${server}'s clock jumped ${Math.abs(milliseconds)} ms ${milliseconds > 0 ? "ahead" : "back"}.`,
    clock: (server, percent) =>
      `${server}'s clock runs ${Math.abs(percent)} % ${percent > 0 ? "fast" : "slow"}.`,
    trueClock: (server) => `${server}'s clock runs at the right speed again.`,
    hold: (what) => (what.kind === "all" ? "All messages are held." : `${held(what)}.`),
    release: (what) =>
      what.kind === "all" ? "All held messages are released." : `${released(what)}.`,
    dials: (now) => dials(now),
    recover: "All faults have ended.",
    note: (text) => text,
    typed: (line) => `Command: ${line}`,
    left: "You leave the story here. What happens next is up to you; the story itself is kept as another branch.",
    lost: (message, from, to) => `${message} from ${from} to ${to}: lost on a flaky link.`,
    dropped: (message, from, to) => `${message} from ${from} to ${to}: dropped by a command.`,
    delivered: (message, from, to) => `${message} from ${from} to ${to}: delivered.`,
    wake: (server) => `${server}'s timer goes off.`,
    commit: (index) => `Entry ${index} is committed.`,
    violation: (sentence) => `A promise is broken: ${sentence}`,
    unmet: (expectation) => `The scenario expected something else: ${expectation}`,
    leads: (server, term) => `${server} leads term ${term}.`,
    campaigns: (server, term) => `${server} stands for election in term ${term}.`,
    asksFirst: (server, term) => `${server} asks who would vote for it in term ${term}.`,
    forgets: (server, leader) => `${server} no longer counts on ${leader}.`,
    handsOver: (server, to) => `${server} hands over to ${to}.`,
    leadsOn: (server) => `${server} gives up handing over, and leads on.`,
    reads: (server, request, round) =>
      `${request}: ${server} asks ${round ? `if it still leads, round ${round}` : "nobody"}.`,
    lease: (server, what) => `The lease of ${server} ${what}.`,
    takesSnapshot: (server, index) => `${server} takes a snapshot up to entry ${index}.`,
    installs: (server, index) => `${server} installs a snapshot up to entry ${index}.`,
    decidesBy: (server, index, voters, next, learners) =>
      `${server} decides by ${next ? `the majorities of ${voters} and of ${next}` : voters}` +
      (learners ? `, with ${learners} as learner` : "") +
      (index ? `, since entry ${index}.` : ", as in the beginning."),
    catchesUp: (leader, servers, round, index) =>
      round
        ? `${leader} lets ${servers} catch up, round ${round}: up to entry ${index}.`
        : `${leader} waits no longer for ${servers} to catch up.`,
    follows: (server, term) => `${server} is a follower in term ${term}.`,
    asks: (client, server, operation) => `${client} asks ${server}: ${operation}.`,
    requestLost: (request, client, server) =>
      `The request ${request} of ${client} is lost on its way to ${server}.`,
    answerLost: (request, server, client) =>
      `The answer of ${server} to ${request} is lost on its way to ${client}.`,
    redirects: (server, client, leader) => `${server} redirects ${client} to ${leader}.`,
    takesNone: (server, client) => `${server} hands over, and takes no command of ${client}.`,
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
      told: "as told",
    },
    paused: "paused",
    hash: "trace",
    told: (failure) => `As the story says: ${failure}`,
    causes: (count) => `What led to it: ${plural(count, "event")}`,
  },
  diagram: enRun,
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
};
