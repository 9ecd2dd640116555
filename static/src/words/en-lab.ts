// English, for parts of the lab that load after the first picture, and for the scenarios and the small frame.
import type { LabWords } from "./lab.ts";

const grouped = (count: number): string => count.toLocaleString("en");

export const enLab: LabWords = {
  past: {
    gone: (first) =>
      `What was before event ${first} is no longer kept. Start the run again to see its beginning.`,
    played: (done, of) =>
      of > 0
        ? `event ${grouped(done)} of ${grouped(of)} is played`
        : `event ${grouped(done)} is played`,
    giveUp: "Give up",
  },
  tabs: {
    label: "What is shown below the cluster",
    logs: "Logs",
    promises: "Promises",
    server: "Server",
    client: "Client",
    diagram: "Diagram",
  },
  nothingYet: "Nothing has happened yet.",
  brought: { label: "Your Raft", back: "Back to your Raft" },
  side: {
    label: "Clients, dials and commands",
    clients: "Clients",
    dials: "Dials",
    manual: "Commands",
  },
  whose: {
    title: "Whose code",
    reference: "reference",
    mine: "mine",
    ownFiles: "Your code that takes part",
    ownFilesNote:
      "The servers follow your code of these exercises. Their other rules are the reference's.",
    broken: (line, message) => `does not compile, line ${line}: ${message}`,
    without: (titles) => `Without your code for: ${titles.join(", ")}. It does not compile.`,
    ownServers: "Servers that run it",
    server: (id) => `S${id}`,
    edit: "Edit",
    editFile: (title) => `Edit: ${title}`,
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
    none: "No operation yet. Send one: its way and its answer are seen on the ring.",
    path: "Asked",
    took: "Took",
    outcome: "Outcome",
    outcomes: { pending: "pending", ok: "ok", refused: "refused", unknown: "unknown" },
    badWord: "Use one word without spaces.",
    badNumber: "Use a whole number.",
    times: (asked, answered) => (answered ? `${asked} to ${answered} s` : `since ${asked} s`),
    asking: "Judging what clients saw…",
    linearizable: (count) =>
      `Linearizable: ${count === 1 ? "the operation" : `the ${count} operations`} can be put in one order ` +
      "that every answer fits (§8).",
    broken: (sentence) => `Not linearizable (§8): ${sentence}.`,
    culprit: "no order explains it",
    mode: "Reads",
    modes: {
      log: "through the log",
      index: "index (ReadIndex)",
      lease: "lease",
      stale: "any server (stale)",
    },
    modeNotes: {
      index:
        "The leader asks a majority whether it still leads. A follower asks the leader for the index (thesis §6.4).",
      lease:
        "With a lease the leader asks nobody. Without one it reads by index. It relies on clocks (thesis §6.4.1).",
      stale:
        "The server answers from what it has applied and asks no other: the value may be old (§8).",
    },
    undecided: (sentence) => `Undecided. ${sentence}`,
  },
  plates: {
    title: (server, key, value, up) =>
      value === ""
        ? `${server} has no value of ${key}.`
        : up
          ? `${server} would answer ${key}=${value}.`
          : `${server} is crashed; its disk has ${key}=${value}.`,
    wrong: "That contradicts what a client was told.",
  },
  links: {
    title: "The link of a client",
    choose: "Link",
    close: "Back to all links",
    outcomes: { pending: "waits", ok: "ok", refused: "refused", unknown: "not known" },
    client: (id, operation, faults) =>
      [`Client C${id}`, operation, ...faults].filter((one) => one !== "").join(", "),
    operation: (text, outcome) => `${text}: ${outcome}`,
    say: (text) => {
      if (text === "redirect=none") return "no leader known";
      if (text === "transfer") return "hands over, ask again";
      if (text.startsWith("redirect=")) return `ask ${text.slice("redirect=".length)}`;
      // `put x 3 session=2 request=5 lowest=4`: on a link, the number says which copy of what it is.
      return text.replace(/ session=\d+ request=(\d+).*/, " #$1");
    },
    lost: (text) => `${text}: lost`,
    wasLost: (texts, from, to) => `Lost between ${from} and ${to}: ${texts.join("; ")}`,
    more: (count) => (count > 0 ? ` +${count}` : ""),
    milliseconds: (count) => `${count} ms`,
    start: { cut: "Cut", lossy: "Lose half", slow: "Slow", held: "Hold" },
    end: { cut: "Heal all", lossy: "Lose none", slow: "Not slow", held: "Release" },
    startTitle: {
      cut: "Everything on this link is lost",
      lossy: "Half of what is sent on this link is lost",
      slow: "Everything on this link takes 200 ms",
      held: "Everything on this link waits until it is released",
    },
    endTitle: {
      cut: "Open every link that is cut",
      lossy: "Nothing more is lost on this link",
      slow: "The link is as fast as the others again",
      held: "Deliver what waits on this link",
    },
    cut: "cut",
    held: "held",
    lossy: (percent) => `loses ${percent} %`,
    slow: (milliseconds) => `takes ${milliseconds} ms`,
    sound: "open",
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
      "The heartbeat must be shorter than the minimum election timeout, and the minimum at most the maximum. " +
      "Each is 1 to 10000 ms.",
    nemesis: "Random faults",
    nemesisSeed: "Seed",
    nemesisNote:
      "Crashes, cuts, slow disks and more happen at random. Each is a line of the trace. Off ends all faults.",
    byHand: "Not in a manual run.",
    inequality: (holds, broadcast, low, high) =>
      `broadcastTime ${broadcast} ms ${holds ? "≪" : "should be ≪"} electionTimeout ${low} to ${high} ms`,
    holds: "holds (§5.6)",
    close:
      "The broadcast time should be an order of magnitude less (§5.6). Elections may begin although the leader is up.",
    brokenInequality:
      "A follower times out before the leader's next message can arrive: nobody leads for long (§5.6).",
    faults: (between) =>
      `Faults come about every ${between} ms, and the election timeout should be much less than that (MTBF, §5.6): ` +
      "much of the time nobody leads.",
  },
  manual: {
    toggle: "Manual: nothing happens by itself",
    manualNote:
      "Each message waits until you deliver it, each timer until you fire it. Turning this on or off starts a new run.",
    scripted: "The scenario decides this.",
    line: "Type a command",
    placeholder: "crash leader",
    send: "Run",
    done: (line) => `Done: ${line}`,
    verbs: "All verbs",
    none: "Begin with a verb, such as crash, put or hold.",
  },
  share: {
    button: "Share this moment",
    title: "Share this moment",
    link: "A link to this moment",
    embed: "The same in a small frame, for a course page",
    copied: "The link is copied.",
    copyIt: "Copy the link from here.",
    note: "It carries the seed, your commands and the moment that is shown. Everybody who opens it sees the same run.",
    close: "Close",
    noCode:
      "Servers of this run follow somebody's own rules, but the link does not carry the rules.",
    gap: "The beginning of this run is no longer in memory, so it cannot be shared. Start it again.",
  },
  message: {
    title: "The message",
    hold: "Hold",
    release: "Release",
    deliver: "Deliver",
    duplicate: "Duplicate",
    drop: "Drop",
    close: "Deselect the message",
    titles: {
      hold: "It waits until it is released",
      release: "It arrives now",
      deliver: "It arrives now",
      duplicate: "It arrives now, and a copy stays on its way",
      drop: "It is lost",
    },
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
    timeout: "Let its timer fire",
    wake: "Let its timer fire",
    showCode: "Show my code",
    hideCode: "Hide my code",
    lastCall: (rule, line, event) => `${rule}, line ${line} decided, at event ${event}`,
    call: "own rule",
    up: "up",
    down: "crashed",
    paused: "paused",
    saving: "up, saving",
    nobody: "nobody",
    left: (milliseconds) => `${milliseconds} ms left`,
    unarmed: "not armed",
    byHand: "fires on command",
    clock: "clock",
    disk: "disk",
    skew: (percent) => `${Math.abs(percent)} % ${percent > 0 ? "fast" : "slow"}`,
    save: (milliseconds) => `${milliseconds} ms a save`,
    state: "server",
    title: "Server",
    data: "data",
    empty: "empty",
    votes: "votes",
    timer: "timer",
    badge: "badge",
    level: "level",
  },
  reads: {
    waiting: "reads that wait",
    lease: "lease",
    none: "none",
    left: (milliseconds) => `${milliseconds} ms left`,
    read: (request, index, round, acks) =>
      round === 0
        ? `r${request}: index ${index}, by lease`
        : `r${request}: index ${index}, round ${round}, answered by ${acks.map((id) => `S${id}`).join(" ")}`,
    asked: (request, index) =>
      index === 0
        ? `r${request}: asks the leader for the index`
        : `r${request}: until ${index} is applied`,
    notBegun: (request) => `r${request}: until an entry of the leader's term is committed`,
    holds: (milliseconds) => `It has a lease for ${milliseconds} ms more, by its own clock`,
    more: (count) => `+${count}`,
  },
  sessions: {
    title: "table of sessions",
    titleOf: (server) => `Table of sessions of ${server}`,
    heads: {
      session: ["session", "The index of the entry that opened it, and whose it is now"],
      last: ["last", "The highest number that was carried out"],
      results: ["results", "What a copy of the command would get"],
      expires: ["expires", "When it was not used for too long, by the stamps in the log"],
    },
    session: (id, client) => (client ? `${id} · ${client}` : String(id)),
    result: (sequence, text) => `#${sequence} ${text}`,
    none: "–",
    more: (count) => `+${count}`,
    never: "never",
    at: (milliseconds) => `${milliseconds} ms`,
    clock: (milliseconds) => `The latest stamp is ${milliseconds} ms.`,
    empty: "No session is open.",
  },
  elections: {
    heard: "heard",
    yes: "yes",
    no: "no",
    preVotes: "pre-votes",
    answered: "active",
    target: "transferee",
    forget: "Forget the leader",
    interval: "End the interval",
    handOver: "Hand over",
    to: "Server to hand over to",
    toServer: (id) => `to S${id}`,
    abort: "End the transfer",
    titles: {
      forget: "The server counts its leader as silent from now on",
      interval: "The leader counts now who has answered, and steps down without a majority",
      handOver: "The leader brings the server's log up to its own, and tells it to stand",
      abort: "The leader takes commands again",
    },
    hears: (leader) => `It hears the leader ${leader}`,
    hasAnswered: (server) => `${server} has answered in this interval`,
    awaits: (server) => `${server} has not answered in this interval`,
    handsOver: (server) => `It hands over to ${server}`,
    whoCounts: "Who counts",
    questions: {
      preVote: (server, term) => `Would vote for ${server} in term ${term}`,
      vote: (server, term) => `Vote for ${server} in term ${term}`,
      answered: (leader) => `Answered ${leader} in this interval`,
      read: (request, leader, round) => `r${request}: does ${leader} still lead? Round ${round}`,
    },
    tally: (yes, count, majority) =>
      `${yes} of ${count}, ${yes >= majority ? "a majority" : `needs ${majority}`}`,
    refusals: (servers) => `refused by ${servers.join(" ")}`,
    title: "Elections",
    switches: {
      prevote: ["PreVote", "asks before it stands"],
      stickiness: ["Stickiness", "ignores requests while it hears a leader"],
      "check-quorum": ["CheckQuorum", "a leader without answers steps down"],
      lease: ["Lease", "a leader reads without asking; it needs Stickiness"],
    },
    note: "These are rules beyond Figure 2. A change starts a new run.",
    scripted: "The scenario decides this.",
  },
  gallery: {
    title: "Scenarios",
    intro: "Short stories, each with an end that is checked. The pictures are the runs themselves.",
    first: "Three to begin with",
    key: {
      label: "What is drawn",
      follows: "follows",
      stands: "stands",
      leads: "leads",
      crash: "crash, or lost",
      colour: "one colour for each term, ballot, epoch or version",
    },
    starting: "Starting the engine…",
    run: "Run",
    step: "Step through",
    fork: "Take another way",
    named: (action, title) => `${action}: ${title}`,
    lesson: "In the lesson",
    breaks: (property) =>
      `It ends with a broken promise, as it should: ${property}. Its fault is outside of what Raft tolerates.`,
    lacks: (rules) => `Watch it fail, with wrong rules: ${rules}`,
    compare: (title) => `Compare with ${title}`,
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
