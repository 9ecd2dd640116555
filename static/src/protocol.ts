// The page's half of the engine protocol. Its other half is wasm/protocol/protocol.go: the same
// names, in the same order. Change both together: a Go test compares them.
//
// Who speaks: the page (static/src/client.ts) and the engine worker (wasm/engine). Every message
// is one JSON text, but for "port", which carries a MessagePort and so is an object.
//
// Order: the engine's first message is "ready" or "error". After that the page sends one request
// at a time, each with an id; the engine answers each with exactly one "frame", "catalogue" or
// "error" that carries the same id. Between, it may send "spawn" and "terminate", which ask the
// page to start and end the Web Worker that a server lives in. A crashed server's worker is really
// terminated; a restarted server's worker is really a new one.
//
// Times are virtual microseconds since the run began; servers are numbered from 1 and 0 is none.

/** VERSION is raised whenever a message changes its meaning. Both halves refuse another version. */
export const VERSION = 2;

/** Request is what the page asks of the engine. */
export type Request =
  /** start builds a new world, ends the one before, and boots its servers. `scenario` is an id of
   * the catalogue, a random schedule such as schedule-17, or "" for free play; a scenario brings its own number of servers and its own
   * seed unless `seed` is not "". `seed` is decimal text, because a seed has 64 bits. */
  | {
      v: 2;
      id: number;
      kind: "start";
      scenario: string;
      servers: number;
      seed: string;
      rules: string;
    }
  /** advance runs every event up to `until`, but at most `events` of them. */
  | { v: 2; id: number; kind: "advance"; until: number; events: number }
  /** step runs the one next event. */
  | { v: 2; id: number; kind: "step" }
  /** do runs one scenario line, as a person acts: `crash S3`, `put x 3 via S1`. */
  | { v: 2; id: number; kind: "do"; line: string }
  /** finish plays the rest of the scenario at once; the frame then carries the trace's hash. */
  | { v: 2; id: number; kind: "finish" }
  /** catalogue asks for the scenarios and the sets of rules. */
  | { v: 2; id: number; kind: "catalogue" };

/** PortMessage hands the engine the port of a server's worker, in answer to "spawn". */
export interface PortMessage {
  v: 2;
  kind: "port";
  server: number;
  /** error says why the worker could not be started; port is then absent. */
  error?: string;
  port?: MessagePort;
}

/** Reply is what the engine sends to the page. */
export type Reply =
  | { v: 2; kind: "ready" }
  | { v: 2; kind: "spawn"; server: number }
  | { v: 2; kind: "terminate"; server: number }
  | { v: 2; kind: "error"; id: number; message: string }
  | Catalogue
  | Frame;

/** Catalogue lists what can be started. */
export interface Catalogue {
  v: 2;
  kind: "catalogue";
  id: number;
  scenarios: ScenarioInfo[];
  rules: RulesInfo[];
}

/** ScenarioInfo names one scenario; `story` is its opening comment. */
export interface ScenarioInfo {
  id: string;
  subject: string;
  title: string;
  story: string;
}

/** RulesInfo names one set of rules: the reference, or one that is wrong on purpose. */
export interface RulesInfo {
  id: string;
  title: string;
  /** wrong says which rule it breaks; "" for the reference. */
  wrong: string;
}

/** Frame is the whole world at one moment, and the trace lines since the frame before. */
export interface Frame {
  v: 2;
  kind: "frame";
  id: number;
  /** now is the virtual clock. */
  now: number;
  /** event is the number of the last trace line. */
  event: number;
  seed: string;
  rules: string;
  /** scenario is its id, "" for free play. */
  scenario: string;
  /** status of the script: playing, finished, or failed with `failure` saying why in one
   * sentence. Free play stays "playing" unless a check broke. */
  status: "playing" | "finished" | "failed";
  failure: string;
  /** causes are the trace lines that led to a broken property, in order. */
  causes: string[];
  /** hash is the SHA-256 of the trace so far, in hex; "" unless the script has ended. */
  hash: string;
  /** manual is true of a world in which nothing happens by itself: messages wait to be delivered and
   * timers to be fired, each by a line. */
  manual: boolean;
  servers: ServerView[];
  messages: MessageView[];
  /** cuts lists the one-way links that lose everything, [from, to]. */
  cuts: [number, number][];
  /** holds lists the one-way links on which messages wait, [from, to]. */
  holds: [number, number][];
  flaky: FlakyView[];
  checks: CheckView[];
  operations: OperationView[];
  dials: Dials;
  /** lines are trace lines (see lab/trace.go for the columns). */
  lines: string[];
}

/** ServerView is one server as it was after its last step. */
export interface ServerView {
  id: number;
  up: boolean;
  paused: boolean;
  /** saving is true while its disk is busy: it takes no input then. */
  saving: boolean;
  /** skewPermille is how much faster than the world its clock runs, below 0 how much slower. */
  skewPermille: number;
  /** diskLatency is its own disk's, 0 when the dial says it. */
  diskLatency: number;
  role: "follower" | "candidate" | "leader";
  term: number;
  votedFor: number;
  leader: number;
  commitIndex: number;
  lastApplied: number;
  /** deadline is when its election timer fires, 0 when none is armed (a leader, a crashed server). */
  deadline: number;
  /** timeout is the length that was drawn for that timer. */
  timeout: number;
  /** votes are the servers that voted for this candidate. */
  votes: number[];
  /** nextIndex and matchIndex have one element per server, in order of id; [] unless it leads. */
  nextIndex: number[];
  matchIndex: number[];
  /** lastIndex is the log's length; entries are its last ones, the first of which has index logFrom. */
  lastIndex: number;
  logFrom: number;
  entries: EntryView[];
  /** data is the key-value state machine, sorted by key. */
  data: [string, string][];
}

/** EntryView is one log entry; `text` is its command in short (`x←3`), "no-op" for a leader's first. */
export interface EntryView {
  term: number;
  text: string;
}

/** MessageView is a message in flight. */
export interface MessageView {
  id: number;
  from: number;
  to: number;
  /** kind is RequestVote, RequestVoteReply, AppendEntries, AppendEntriesReply. */
  kind: string;
  /** label is its content in short: "3:t4" entries, "granted", "refused", "match 4". */
  label: string;
  term: number;
  /** good is false for a refusal, true for everything else. */
  good: boolean;
  sentAt: number;
  /** arriveAt means nothing while the message is held. */
  arriveAt: number;
  held: boolean;
}

/** FlakyView is a one-way link that loses lossPermille of 1000 messages. */
export interface FlakyView {
  from: number;
  to: number;
  lossPermille: number;
}

/** CheckView is a property: Figure 3's five, what clients rely on, and whichever other one broke. */
export interface CheckView {
  id: string;
  name: string;
  section: string;
  ok: boolean;
  /** sentence says what broke; "" while ok. */
  sentence: string;
}

/** OperationView is one client operation of the history. */
export interface OperationView {
  id: number;
  /** text is the scenario line that asked for it: `put x 3`. */
  text: string;
  /** path lists the servers that were asked, in order: more than one when redirected. */
  path: number[];
  invokedAt: number;
  /** returnedAt is 0 while pending. */
  returnedAt: number;
  /** outcome: pending; ok with its result; refused (it did not happen: no leader known, or a
   * compare-and-set that did not match); unknown (it may have happened, or may yet). */
  outcome: "pending" | "ok" | "refused" | "unknown";
  result: string;
}

/** Dials are the network's and disk's settings now. */
export interface Dials {
  latency: number;
  jitter: number;
  /** lossPermille of 1000 messages are lost, duplicatePermille delivered twice. */
  lossPermille: number;
  duplicatePermille: number;
  /** reorderPermille of 1000 messages take up to `reorder` longer, and are overtaken. */
  reorderPermille: number;
  reorder: number;
  /** diskLatency is how long a save takes. */
  diskLatency: number;
  /** tornPermille of 1000 crashes in the middle of a save leave a part of it on the disk. */
  tornPermille: number;
}
