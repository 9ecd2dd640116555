// English: the page of puzzles.
import type { PuzzleWords } from "./puzzles.ts";

/** TOKENS are what a budget counts, one and several, by the verb. */
const TOKENS: Record<string, readonly [string, string]> = {
  crash: ["crash", "crashes"],
  partition: ["cut", "cuts"],
  isolate: ["cut", "cuts"],
  cut: ["cut link", "cut links"],
  latency: ["slow link", "slow links"],
  hold: ["held link", "held links"],
  "hold+message": ["held message", "held messages"],
  wake: ["timer", "timers"],
  timeout: ["timer", "timers"],
  put: ["write", "writes"],
  "compare-and-set": ["purchase", "purchases"],
  propose: ["proposal", "proposals"],
  increment: ["increment", "increments"],
  get: ["read", "reads"],
  retry: ["repeat", "repeats"],
  fsync: ["bad disk", "bad disks"],
  wipe: ["new disk", "new disks"],
  clock: ["slow clock", "slow clocks"],
  deliver: ["message", "messages"],
};

const VERBS: Record<string, string> = {
  crash: "Crash",
  restart: "Restart",
  wake: "Fire the timer of",
  timeout: "Fire the timer of",
  isolate: "Cut off",
  rejoin: "Reconnect",
  wipe: "Empty the disk of",
  fsync: "A bad disk for",
  clock: "Slow the clock of",
  heal: "Heal all links",
  partition: "Cut off a group",
  cut: "Cut a link, one way",
  latency: "Slow a link, one way",
  hold: "Hold a link's messages",
  "hold+message": "Hold a message",
  release: "Let them go on",
  "release+message": "Let a message go on",
  put: "A client writes",
  "put+via": "A client writes x = 2 at",
  get: "A client reads x at",
  "compare-and-set": "A client buys at",
  propose: "A client proposes at",
  increment: "A client increments n",
  "get+stale": "A client reads x at",
  "get+index": "A client reads x at",
  "get+lease": "A client reads x under a lease at",
  retry: "A client sends again",
  deliver: "Deliver a message",
};

/** LINKS are what is done to a link, by the verb. */
const LINKS: Record<string, string> = {
  cut: "Cut",
  latency: "Slow down",
  hold: "Hold",
  release: "Release",
};

/** DONE are sentences about moves, by the beginning of a command. */
const DONE: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^crash (\S+)$/, (server) => `Crashed ${server}`],
  [/^restart (\S+)$/, (server) => `Restarted ${server}`],
  [/^(?:wake|timeout) (\S+)$/, (server) => `Fired the timer of ${server}`],
  [/^isolate (\S+)$/, (server) => `Cut off ${server}`],
  [/^rejoin (\S+)$/, (server) => `Reconnected ${server}`],
  [/^partition (.+) \| .+$/, (group) => `Cut off ${(group ?? "").split(" ").join(" and ")}`],
  [/^cut (\S+) > (\S+)$/, (from, to) => `Cut the link from ${from} to ${to}`],
  [/^latency (\S+) > (\S+) /, (from, to) => `Slowed the link from ${from} to ${to}`],
  [/^hold m\d+$/, () => "Held a message"],
  [/^release m\d+$/, () => "Let a message go on"],
  [/^hold (\S+) > (\S+)$/, (from, to) => `Held the messages from ${from} to ${to}`],
  [/^release (\S+) > (\S+)$/, (from, to) => `Let the messages from ${from} to ${to} go on`],
  [/^heal$/, () => "Healed all links"],
  [/^wipe (\S+)$/, (server) => `Emptied the disk of ${server}`],
  [/^fsync (\S+) forgets$/, (server) => `Gave ${server} a disk that forgets`],
  [/^clock (\S+) slow (\S+)$/, (server, share) => `Slowed the clock of ${server} by ${share}`],
  [/^put (\S+) (\S+) via (\S+)/, (key, value, at) => `A client writes ${key} = ${value} at ${at}`],
  [/^compare-and-set \S+ \S+ (\S+) via (\S+)/, (buyer, server) => `${buyer} buys at ${server}`],
  [/^propose (\S+) (\S+)/, (server, value) => `A client proposes ${value} at ${server}`],
  [/^put (\S+) (\S+)/, (key, value) => `A client writes ${key} = ${value}`],
  [/^increment (\S+)/, (key) => `A client increments ${key}`],
  [/^get (\S+)(?: \w+)? via (\S+)$/, (key, server) => `A client reads ${key} at ${server}`],
  [/^retry (\d+)/, (id) => `The client sends request ${id} again`],
  [/^deliver (\S+) > (\S+)/, (from, to) => `Delivered a message from ${from} to ${to}`],
  [/^expect /, () => "Asked the judge"],
];

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

export const enPuzzles: PuzzleWords = {
  title: "Break it",
  intro:
    "A cluster, a few faults, and a goal: lose a write, elect two leaders, let a client read an old value. The lab's " +
    "checks judge whether you did it.",
  how: [
    "First a rule is wrong, or something is missing: then it can be done. Find out how.",
    "Then try the same as in the paper. There it must be impossible, and to see why is the lesson.",
    "Everything you do can be undone, played again, and sent to somebody as a link.",
  ],
  loading: "Opening the puzzles…",
  failed: (why) => `The puzzles could not be loaded: ${why}. Check your connection and try again.`,
  retry: "Try again",
  unknown: (id) => `There is no puzzle “${id}”.`,
  list: "Puzzles",
  all: "All puzzles",
  progress: (solved, of) => `${solved} of ${of} solved`,
  begin: (title) => `Begin with “${title}”`,
  choose: "Or choose one from the list.",
  state: {
    open: "Not tried",
    tried: (tries) => (tries === 1 ? "Tried once" : `Tried ${tries} times`),
    shown: "Solution seen",
    solved: (moves, shortest) =>
      moves <= shortest
        ? `Solved in ${moves}, the shortest`
        : `Solved in ${moves}, shortest ${shortest}`,
  },
  have: "You have",
  rules: "With",
  hint: (number, of) => `Hint ${number} of ${of}`,
  hints: "Hints",
  share: "Share",
  shared: "The link is copied. It plays your moves again.",
  copyIt: "Copy this link. It plays your moves again.",
  link: "Link",
  again: "Start again",
  giveUp: "Give up: show the shortest",
  whyNot: "Why is it impossible?",
  own: {
    side: "Your own rules",
    building: "Compiling your code…",
    held: "Your rules held",
    fell: "Your rules were broken",
    mend: "Back to your code",
  },
  cluster: "Cluster",
  moment: (seconds) => `${seconds} s`,
  ended: "the run has ended",
  still: "time stands still",
  manual: "nothing happens by itself",
  play: "Let time pass",
  pause: "Stop time",
  wait: (text) => `+ ${text}`,
  past: "You are looking at the past.",
  present: "Back to now",
  moves: {
    title: "Your moves",
    none: "The run has ended. Undo a move, or start again.",
    token(verb, count) {
      const [one, several] = TOKENS[verb] ?? TOKENS[verb.split("+")[0] ?? ""] ?? [verb, verb];
      return `${count === 1 ? "one" : count} ${count === 1 ? one : several}`;
    },
    free: "free",
    spent: "used",
    verb: (verb) => VERBS[verb] ?? verb,
    judge: "Ask the judge",
    cutOff: "Cut off",
    link: (verb) => LINKS[verb] ?? verb,
    from: "from",
    to: "to",
    value: "value",
    write: "Write",
    deliver: "Deliver",
    nothing: "No message is on its way.",
  },
  did: {
    title: "What you did",
    count: (moves) => plural(moves, "move"),
    none: "Nothing yet. Each of your moves will stand here, and can be undone.",
    undo: "Undo",
    line(line) {
      for (const [pattern, say] of DONE) {
        const match = pattern.exec(line);
        if (match) return say(...match.slice(1));
      }
      return line;
    },
    at: (seconds) => `${seconds} s`,
    refused: (why) => `Not possible: ${why}`,
  },
  verdict: {
    reached: "You broke it.",
    played: "Broken.",
    spent: "Not yet.",
    spentText:
      "Your budget is used, and the goal is not reached. Something may still happen: let time pass, or undo a move.",
    impossible: "It cannot be done here.",
    searched: (events) =>
      `A search has tried every order of up to ${events} events: none reaches the goal.`,
    missed: "The run has ended, but not with the goal.",
    shortest: (moves) => `${plural(moves, "move")}, the shortest known`,
    longer: (moves, shortest) => `${plural(moves, "move")}; the shortest known has ${shortest}`,
    never: "Why",
    shown: "This is the shortest solution that is known.",
    other: (name) => `Try it: ${name}`,
    otherNote: "There it must be impossible. Who says no?",
    next: "Next puzzle",
  },
  lesson: "The lesson:",
  logs: "Logs",
  run: "The run",
};
