// The page's English about Paxos.
import type { PromiseText } from "./teach.ts";

export const enPaxos = {
  ballots: "Ballots",
  slots: "Slots",
  legend: "bar = promise: left of it is shut · hatched accepted · solid chosen",
  slotsLegend: "hatched accepted · solid chosen · ✓ its server knows",
  accepted: "accepted",
  chosen: "chosen",
  known: "chosen, and known here",
  promised: "promised",
  level: (ballot: string) => ({ long: `ballot ${ballot}`, short: `b${ballot}` }),
  atLeast: (ballot: string) => `≥ ${ballot}`,
  holds: (ballot: string, value: string) => `${value} at ${ballot}`,
  questions: {
    chosen: (ballot: string, slot: string) => `Ballot ${ballot}${slot} · accepted`,
    slot: (slot: number) => `, slot ${slot}`,
    accepts: (ballot: string, value: string, slot: string) =>
      `Ballot ${ballot}${slot} · accept ${value}`,
    promises: (ballot: string) => `Ballot ${ballot} · promises`,
    knows: (value: string, by: string) => `${value} is chosen, known by ${by}`,
  },
  badge: {
    acceptor: "acceptor",
    idle: "acceptor",
    proposer: "proposer",
    learner: "learner",
    preparing: "preparing",
    accepting: "accepting",
    waiting: "backs off",
    decided: "knows it",
    leader: "leader",
  } as Readonly<Record<string, string>>,
  rows: {
    parts: "parts",
    partNames: { acceptor: "acceptor", proposer: "proposer", learner: "learner" },
    promised: "promised",
    accepted: "accepted",
    ballot: "ballot",
    phase: "phase",
    wish: "wish",
    promises: "promises",
    best: "highest reported",
    reported: (ballot: string, value: string, from: number) => `${ballot} ${value} by S${from}`,
    proposed: "proposes",
    accepts: "accepted by",
    used: "used, on disk",
    refused: "refusals in a row",
    again: "tries again in",
    learned: "knows as chosen",
    leader: "its leader",
    applied: "carried out",
    heard: "heard",
    tally: (ballot: string, value: string, from: string) => `${ballot} ${value}: ${from}`,
    ms: (time: string) => `${time} ms`,
  },
  side: {
    title: "Proposals",
    chosen: "Chosen",
    nothing: "Nothing is chosen yet.",
    value: "value",
    ballot: "ballot",
    since: "since event",
    by: "accepted by",
    knownBy: "known by",
    nobody: "nobody: it is true before anybody can know it",
    slot: (slot: number, value: string) => `slot ${slot}: ${value}`,
    more: "Slots",
    propose: "Propose",
    server: "Proposer",
    wish: "Value",
    begin: "Prepare",
    beginTitle: "The proposer begins a higher ballot at once: phase 1",
    hint: "A proposer asks for promises first, and must take over the value of the highest ballot that is reported.",
    multi: "Here clients write through the leader. Any server may lead: Prepare makes one try.",
  },
  shapes: {
    title: "Shapes of Paxos",
    list: [
      ["follows", "accepts", "an acceptor, which promises and accepts"],
      ["leads", "proposes", "a proposer with a majority of promises, or a leader"],
      ["down", "crashed", "a crashed server"],
      ["asks", "prepare", "a proposer asks for a promise: phase 1"],
      [
        "data",
        "accept",
        "a proposer asks to accept a value: phase 2; or somebody says what is chosen",
      ],
      ["reply", "yes", "a promise, or an acceptance"],
      ["refusal", "no", "refused: a higher ballot was promised"],
      ["routine", "leads on", "a leader says that it leads"],
      ["pill", "≥ 2.1", "what an acceptor has promised, and what it has accepted; solid is chosen"],
    ],
  } as const,
  marks: {
    level: (ballot: string) => `b${ballot}`,
    begins: (ballot: string) => `prepare ${ballot}`,
    proposes: (ballot: string, value: string) => `accept ${ballot} ${value}`,
    chosen: (value: string) => `${value} is chosen`,
    learns: (value: string) => `knows ${value}`,
    leads: (ballot: string) => `leads ${ballot}`,
    yields: "yields",
  },
  stands: { ballot: "highest ballot", chosen: "chosen", known: "known by" },
  promises: {
    agreement: {
      sentence: "Of one instance only a single value is ever chosen.",
      lesson: "g1-paxos",
      breaks: { scenario: "g1-must-obey", rules: "own-wish" },
    },
    validity: {
      sentence: "Only a value that somebody proposed is chosen.",
      lesson: "g1-paxos",
      breaks: null,
    },
    "promise-kept": {
      sentence:
        "An acceptor takes part in no ballot below the one that it has promised, also after a restart.",
      lesson: "g1-paxos",
      breaks: { scenario: "g1-promise-survives", rules: "promise-not-saved" },
    },
    "one-value": {
      sentence: "In one ballot at most one value is proposed.",
      lesson: "g1-paxos",
      breaks: null,
    },
    "ballots-unique": {
      sentence: "A ballot is begun by one server, and only once.",
      lesson: "g1-paxos",
      breaks: { scenario: "g1-ballot-survives", rules: "ballot-not-saved" },
    },
    "learner-honesty": {
      sentence: "What a server takes for chosen, a majority has accepted in one ballot.",
      lesson: "g1-paxos",
      breaks: { scenario: "g1-count-values", rules: "count-values" },
    },
    "in-order": {
      sentence: "Commands are carried out in the order of their slots, without a gap.",
      lesson: "g3-multi-paxos",
      breaks: { scenario: "g3-gap", rules: "apply-around-gaps" },
    },
    linearizability: {
      sentence: "Each operation seems to happen at one moment between the question and its answer.",
      lesson: "h1-consistency",
      breaks: null,
    },
    progress: {
      sentence: "When all faults are over, a command is carried out again.",
      lesson: "g2-livelock",
      breaks: null,
    },
  } satisfies Readonly<Record<string, PromiseText>>,
};

/** Notes say what each row of the inspector is, by its name. */
export const enPaxosNotes: Readonly<Record<string, string>> = {
  [enPaxos.rows.parts]:
    "Which roles it has. One server may be acceptor, proposer and learner at once (§2.3).",
  [enPaxos.rows.promised]:
    "It takes part in no ballot below this one. It is on the disk (§2.2, P1a).",
  [enPaxos.rows.accepted]:
    "The last ballot in which it accepted a value, and that value. It is on the disk (§2.2).",
  [enPaxos.rows.phase]:
    "What it does as a proposer: phase 1 asks for promises, phase 2 asks to accept (§2.2).",
  [enPaxos.rows.used]:
    "The highest ballot that it has begun. On the disk, so that it begins none twice (§2.5).",
  [enPaxos.rows.ballot]: "The ballot that it tries now. Each server has ballots of its own (§2.5).",
  [enPaxos.rows.wish]: "The value that it would propose if it is free to choose (§2.2).",
  [enPaxos.rows.promises]: "Who has promised this ballot. With a majority it may propose (§2.2).",
  [enPaxos.rows.best]:
    "The value of the highest ballot that was reported to it. It must propose that one (§2.2, P2c).",
  [enPaxos.rows.proposed]: "The value that it asks the acceptors to accept in this ballot (§2.2).",
  [enPaxos.rows.accepts]: "Who has accepted it. With a majority it is chosen (§2.2).",
  [enPaxos.rows.refused]:
    "How often it was refused in a row. Each time it waits longer at random (§2.4).",
  [enPaxos.rows.again]:
    "It was refused, and waits for a random time before it tries a higher ballot (§2.4).",
  [enPaxos.rows.leader]:
    "The server to which it sends clients: the last one that it heard from as leader (§2.4, §3).",
  [enPaxos.rows.applied]:
    "Up to which slot it has carried out commands, in their order and without a gap (§3).",
  [enPaxos.rows.heard]:
    "Of each ballot: its value, and who said that it has accepted it. A majority in one ballot is enough (§2.3).",
  [enPaxos.rows.learned]: "The value that it knows to be chosen (§2.3).",
};
