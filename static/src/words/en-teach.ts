// English: how the lab explains itself.
import type { Standing, TeachWords } from "./teach.ts";

const holds = "Here it holds so far.";

const entries = (count: number): string => (count === 1 ? "one entry" : `${count} entries`);

/** HERE has a sentence for each promise of Figure 3, and for what clients were told. */
const HERE: Readonly<Record<string, (now: Standing) => string>> = {
  "election-safety": ({ leader, term }) =>
    leader
      ? `Here it holds: ${leader} leads term ${term}, and nobody else was elected in it.`
      : "Here it holds: nobody leads at this moment.",
  "leader-append-only": ({ leader, length }) =>
    leader
      ? `Here it holds: ${leader} has only added to its log, which has ${entries(length)} now.`
      : "Here it holds: no leader has taken anything out of its log.",
  "log-matching": ({ same, servers }) =>
    same > 0
      ? `Here it holds: the logs of all ${servers} servers are equal up to entry ${same}.`
      : "Here it holds: no two logs that share an entry differ before it.",
  "leader-completeness": ({ leader, committed }) =>
    leader && committed > 0
      ? `Here it holds: ${leader} has all that is committed, up to entry ${committed}.`
      : "Here it holds: nothing is committed yet that a leader could miss.",
  "state-machine-safety": ({ committed }) =>
    committed > 0
      ? `Here it holds: whoever has applied one of the first ${entries(committed)} applied the same as the others.`
      : "Here it holds: nobody has applied anything yet.",
  durability: ({ told }) =>
    told > 0
      ? `Here it holds: ${told === 1 ? "what a client was told" : `all ${told} writes that clients were told`} ` +
        "is done is on the disks of a majority."
      : "Here it holds: no client was told “ok” yet. Write something.",
};

export const enTeach: TeachWords = {
  promises: {
    texts: {
      "election-safety": {
        sentence: "In one term at most one server is elected leader.",
        lesson: "a4-one-vote",
        breaks: { scenario: "a4-one-vote-per-term", rules: "vote-twice" },
      },
      "leader-append-only": {
        sentence:
          "A leader never removes or changes an entry of its own log. It only adds new ones.",
        lesson: "b3-consistency-check",
        breaks: { scenario: "b6-old-leader", rules: "obey-old-leaders" },
      },
      "log-matching": {
        sentence:
          "If two logs have an entry with the same index and the same term, they are equal up to that entry.",
        lesson: "b3-consistency-check",
        breaks: { scenario: "b5-two-phases", rules: "append-anywhere" },
      },
      "leader-completeness": {
        sentence: "What is committed in one term is in the log of every leader of a later term.",
        lesson: "a5-up-to-date",
        breaks: { scenario: "c2-figure-8", rules: "commit-any-term" },
      },
      "state-machine-safety": {
        sentence:
          "If a server has applied an entry, no other server ever applies another one with the same index.",
        lesson: "c1-five-promises",
        breaks: { scenario: "b6-append-only", rules: "keep-conflicts" },
      },
      durability: {
        sentence: "What a client was told is done stays done: a majority has it on its disks.",
        lesson: "c3-crashes-and-answers",
        breaks: { scenario: "a7-stale-leader", rules: "match-log-end" },
      },
      linearizability: {
        sentence:
          "Each operation seems to happen at one moment between the question and its answer.",
        lesson: "e1-stale-reads",
        breaks: null,
      },
      "exactly-once": {
        sentence: "A command that a client sends twice is carried out once.",
        lesson: "e4-sessions",
        breaks: null,
      },
      "snapshot-equivalence": {
        sentence: "A snapshot says the same as the entries in whose place it stands.",
        lesson: "d3-snapshots",
        breaks: null,
      },
      "configuration-safety": {
        sentence: "No two groups of servers can decide without a server that is in both.",
        lesson: "f1-two-majorities",
        breaks: null,
      },
    },
    here: (id, now) => HERE[id]?.(now) ?? holds,
    holds,
    broken: (sentence) => `Here it is broken: ${sentence}`,
    more: (name) => `${name}: what it means`,
    lesson: "lesson",
    show: "Show me one that breaks it",
    why: "None of the lab's wrong rules breaks this one first. Rules of your own can.",
    waits: "your run waits",
    waiting: "Here a promise breaks on purpose. Your own run waits.",
    back: "Back to your run",
    close: "Close",
  },
  legend: {
    title: "Legend",
    shapes: {
      follower: ["follower", "A server that follows: it waits to hear from a leader"],
      candidate: ["candidate", "A server that asks for votes; its marks are the votes that it has"],
      leader: ["leader", "The server that takes writes and sends them to the others"],
      crashed: ["crashed", "Its disk is all that is left of it"],
      arc: ["arc: patience left", "When it has run out, the server stands for election"],
      plate: ["its value", "What the server would answer now"],
      request: ["request", "What a client asks"],
      answer: ["answer", "What a client is told"],
      vote: ["vote?", "A candidate asks for a vote"],
      entries: ["entries", "A leader sends entries of its log"],
      heartbeat: ["heartbeat", "A leader shows that it is there"],
      yes: ["yes", "A vote that is granted, or entries that were taken"],
      no: ["no", "A vote that is refused, or entries that do not fit"],
      cut: ["cut", "Nothing gets through here"],
    },
    colours: "Each term has a colour of its own.",
  },
  tasks: {
    title: "Three first tasks",
    of: (done, count) => `${done} of ${count}`,
    close: "Put the tasks away for good",
    done: "done",
    names: {
      crash: "Crash the leader",
      write: "Write x",
      cut: "Cut two servers off, and write again",
    },
    hints: {
      crash: "The hexagon leads. What do the others do?",
      write: "Send “put x” as a client. When does it count?",
      cut: "The leader and one more. Who gets the write?",
    },
    fell: (server) => `${server} fell. The others lose patience: watch their arcs.`,
    fellAndLeads: (server, leader, term) =>
      `${server} fell. ${leader} lost patience first, and leads term ${term} since.`,
    waits: (operation, holders, majority) =>
      `${operation} is in ${holders === 1 ? "one log" : `${holders} logs`} so far. It counts when ${majority} have it.`,
    wrote: (operation) => `${operation} is in a majority of the logs: the client was told “ok”.`,
    refused: (operation) => `${operation} came to no leader. Write again when there is one.`,
    cutOff: (servers) => `${servers} are cut off. Now write.`,
    counts: (operation, servers) =>
      `${operation} counts: the ${servers} servers that it could reach are a majority.`,
    never: (operation, side, majority) =>
      `${operation} does not count: its leader reaches ${side} servers, and needs ${majority}.`,
  },
  serverActs: {
    crash: "Stops it at once. What it has not saved is lost; its disk stays",
    restart: "Starts it from what is on its disk",
    pause: "Stops it, but loses nothing: messages to it wait",
    resume: "Lets it go on, and gives it the messages that wait",
    isolate: "Cuts all its links to the other servers. Clients still reach it",
    rejoin: "Joins its links to the other servers again",
    fire: "Lets its timer fire now: a follower that waits for its leader stands for election",
  },
  writers: [
    "Clients write by themselves",
    "Two clients write and read x and y. What they do comes from the seed, and stands in the trace",
  ],
  acts: {
    crashLeader: ["Crash the leader", "Stops the server that leads; only its disk is kept"],
    cutOff: ["Cut off", "The chosen servers and the others cannot reach each other any more"],
    heal: ["Heal all", "Joins every link that was cut"],
    choose: "or",
    unfold: "Cut servers off…",
  },
};
