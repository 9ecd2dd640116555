// The page's half of the engine protocol. Its other half is wasm/protocol/protocol.go: the same
// names, in the same order. Change both together: a Go test compares them.
//
// Who speaks: the page (static/src/engine/client.ts) and the engine worker (wasm/engine). Every message
// is one JSON text, but for "port" and "guest", which are objects because they carry a port and a module.
//
// Order: the engine's first message is "ready" or "error". After that the page sends one request
// at a time, each with an id; the engine answers each with exactly one reply that carries the same id. "explain"
// and "judge" are answered under the same name, every other request with a "frame"; a request that
// could not be carried out is answered with an "error". Between, the engine may send "spawn" and "terminate", which
// ask the page to start and end the Web Worker that a server lives in. A crashed server's worker is really
// terminated; a restarted server's worker is really a new one.
//
// What any picture can draw of a server is neutral; a protocol's own part stands beside it, under the protocol's
// id, and is read by that protocol's views only.
//
// Times are virtual microseconds since the run began; servers are numbered from 1 and 0 is none.

import type { PaxosRun, PaxosView } from "./protocol-paxos.ts";
import type { RaftRun, RaftView } from "./protocol-raft.ts";
import type { ReplicasRun, ReplicaView } from "./protocol-replicas.ts";
import type { WholeRun, WholeView } from "./protocol-whole.ts";
import type { ZabRun, ZabView } from "./protocol-zab.ts";

export type * from "./protocol-catalogue.ts";
export type * from "./protocol-raft.ts";

/** VERSION is raised whenever a message changes its meaning. Both halves refuse another version. */
export const VERSION = 4;

/** Request is a message from the page to the engine. */
export type Request =
  /** start builds a new world, ends the one before, and boots its servers. `scenario` is an id of the
   * catalogue, a random schedule such as schedule-17, or "" for free play; a scenario brings its own number
   * of servers and its own seed unless `seed` is not "". `seed` is decimal text, because a seed has 64 bits.
   * `text`, unless "", is a scenario's whole text, which is played in place of one of the catalogue;
   * `scenario` is then the id it had. `own` names the servers that follow the learner's program: "", "all"
   * or "S1,S3"; `exercises` are those of that program, such as "append,replicate". With an `event` above 0 the
   * run is played to its end at once, without workers, and the frame shows that event; workers start when the
   * run goes on. */
  | {
      v: 4;
      id: number;
      kind: "start";
      scenario: string;
      text: string;
      servers: number;
      seed: string;
      rules: string;
      own: string;
      exercises: string;
      event: number;
    }
  /** advance runs every event up to `until`, but at most `events` of them. In the past it moves
   * through what happened. */
  | { v: 4; id: number; kind: "advance"; until: number; events: number }
  /** step runs the one next event, or in the past shows the next one that happened. */
  | { v: 4; id: number; kind: "step" }
  /** back shows the world one event before. */
  | { v: 4; id: number; kind: "back" }
  /** do runs one scenario line, as a person acts: `crash S3`, `put x 3 via S1`. In the past it
   * begins a branch there, and the original run is kept. */
  | { v: 4; id: number; kind: "do"; line: string }
  /** finish plays the rest of the scenario at once; the frame then carries the trace's hash. */
  | { v: 4; id: number; kind: "finish" }
  /** seek shows the world just after an event and its direct effects. An event beyond the last is the present. */
  | { v: 4; id: number; kind: "seek"; event: number }
  /** switch goes to another branch, at its end. */
  | { v: 4; id: number; kind: "switch"; branch: number }
  /** peek asks for a branch at a time, with all its lines where `lines` is 1, whatever is shown otherwise. */
  | { v: 4; id: number; kind: "peek"; branch: number; at: number; lines: number }
  /** beside plays a trace's text, and adds it to the run as a branch. The run without an end ends at `event`. */
  | { v: 4; id: number; kind: "beside"; text: string; event: number }
  /** explain asks for the causes and the effects of an event of the branch. */
  | { v: 4; id: number; kind: "explain"; event: number }
  /** judge asks whether what clients have seen so far is linearizable. */
  | { v: 4; id: number; kind: "judge" }
  /** nemesis turns random faults on, those of `seed`, or off where it is "", which ends every fault. While
   * time passes they are typed as lines, and stand in the trace as if a person had. */
  | { v: 4; id: number; kind: "nemesis"; seed: string }
  /** writers turns on clients that write by themselves, those of `seed`, or turns them off where it is "". They are
   * typed as random faults are. */
  | { v: 4; id: number; kind: "writers"; seed: string };

/** Replies pairs requests with their replies, by kind; every other request is answered with a frame. */
export interface Replies {
  explain: ExplainReply;
  judge: JudgeReply;
}

/** ReplyTo is the reply to requests of a kind. */
export type ReplyTo<Kind extends Request["kind"]> = Kind extends keyof Replies
  ? Replies[Kind]
  : Frame;

/** Answer is a reply to any request that was carried out. */
export type Answer = ReplyTo<Request["kind"]>;

/** GuestMessage hands the engine the learner's program, for looking at the past of runs that use it;
 * null removes it. Like PortMessage it is an object, and it has no answer. */
export interface GuestMessage {
  v: 4;
  kind: "guest";
  module: WebAssembly.Module | null;
}

/** WorkerReply is the answer of a server's worker to the engine, on its port: bytes, bytes with the
 * calls of the learner's rules that produced them, or an error message. */
export type WorkerReply = Uint8Array | { output: Uint8Array; calls: string } | string;

/** PortMessage hands the engine the port of a server's worker, in answer to "spawn". */
export interface PortMessage {
  v: 4;
  kind: "port";
  server: number;
  /** error says why the worker could not be started; port is then absent. */
  error?: string;
  port?: MessagePort;
}

/** Reply is a message from the engine to the page. */
export type Reply =
  | { v: 4; kind: "ready" }
  /** spawn asks for a server's worker; `own` is true when it is to run the learner's program. Otherwise it runs a
   * server of the protocol. */
  | { v: 4; kind: "spawn"; server: number; own: boolean; protocol: string }
  | { v: 4; kind: "terminate"; server: number; own: boolean; protocol: string }
  | Failure
  | Progress
  | ExplainReply
  | JudgeReply
  | Frame;

/** Progress says how far a request is that takes long: the event that it has reached, and the last, 0 where that is not
 * known. */
export interface Progress {
  v: 4;
  kind: "progress";
  done: number;
  of: number;
}

/** GIVE_UP is the whole message that ends a request which takes long. That request fails. */
export const GIVE_UP = '{"v":4,"kind":"give-up"}';

/** Failure answers a request that could not be carried out; with id 0 the engine itself could not start. */
export interface Failure {
  v: 4;
  kind: "error";
  id: number;
  message: string;
  /** lacks is true if this engine does not know the protocol or the scenario: one with more protocols may. */
  lacks: boolean;
}

/** Frame is the whole world at one moment, and the trace lines since the frame before. */
export interface Frame {
  v: 4;
  kind: "frame";
  id: number;
  /** now is the virtual clock. */
  now: number;
  /** event is the number of the last trace line that had been written at the moment shown. */
  event: number;
  /** past is true when this is not the end of the run. */
  past: boolean;
  /** last is the number of the run's last event, at its end. */
  last: number;
  /** first is the earliest event that can still be shown: of a long run the beginning is forgotten. */
  first: number;
  /** branch is the run that is shown, 0 for the first. */
  branch: number;
  /** protocol is the id of the protocol that the servers speak, which chooses its views. */
  protocol: string;
  branches: BranchView[];
  seed: string;
  rules: string;
  /** own lists the servers that follow the learner's program. */
  own: number[];
  /** scenario is its id, "" for free play. */
  scenario: string;
  /** title is the scenario's, and story its opening comment; both "" for free play. */
  title: string;
  story: string;
  /** status of the script: playing, finished, or failed with `failure` saying why in one sentence. It is
   * "told" if the story says itself that it ends with this failure. Free play stays "playing" unless a
   * check broke. */
  status: "playing" | "finished" | "failed" | "told";
  failure: string;
  /** causes are the trace lines that led to a broken property, in order. */
  causes: string[];
  /** hash is the SHA-256 of the trace so far, in hex; "" unless the script has ended. */
  hash: string;
  /** telling is true while a story is under way: not in free play, nor once somebody acted and so left
   * it, nor at its end. */
  telling: boolean;
  /** manual is true of a world in which nothing happens by itself: messages wait to be delivered and
   * timers to be fired, each by a line. */
  manual: boolean;
  servers: ServerView[];
  /** changes are the servers whose last change is another than in the frame before. */
  changes: ChangeView[];
  messages: MessageView[];
  /** cuts lists the one-way links that lose everything, [from, to]. */
  cuts: [number, number][];
  /** holds lists the one-way links on which messages wait, [from, to]. */
  holds: [number, number][];
  flaky: FlakyView[];
  /** clients are those that have asked something, or whose links have a fault, in order. */
  clients: ClientView[];
  /** carried are requests and answers on the clients' links, in the order of sending. */
  carried: CarriedView[];
  checks: CheckView[];
  operations: OperationView[];
  dials: Dials;
  /** puzzle is how far a puzzle is, "" for any other run; budget is what is left of its budget. */
  puzzle: "" | "open" | "spent" | "reached" | "missed";
  budget: AllowanceView[];
  /** nemesis is the seed of the random faults that are on, "" for none. */
  nemesis: string;
  /** writers is the seed of the clients that write by themselves, "" for none. */
  writers: string;
  /** betweenFaults is the mean time between random faults, 0 where there are none. */
  betweenFaults: number;
  raft?: RaftRun;
  paxos?: PaxosRun;
  zab?: ZabRun;
  replicas?: ReplicasRun;
  whole?: WholeRun;
  /** calls of the learner's rules: those since the frame before, or those of the step that is shown
   * when it was sought. */
  calls: CallView[];
  /** header are the trace's lines before its first event, in the first frame of a run; else []. They
   * are the same for all its branches. */
  header: string[];
  /** from is the number of the first event of `lines`: the page drops what it has from there on. With
   * no lines it is one more than the last event, and nothing is dropped. */
  from: number;
  /** lines are trace lines (see lab/trace.go for the columns). */
  lines: string[];
}

/** AllowanceView is a part of a budget: `left` of `of` commands with one of the verbs, or any number where `of` is 0.
 * A verb such as get+lease stands for commands that have the second word, too. */
export interface AllowanceView {
  verbs: string[];
  of: number;
  left: number;
}

/** BranchView is one of the runs that were made by acting in the past of another. */
export interface BranchView {
  id: number;
  /** parent is the branch it left, at event `at`. The first run is its own parent, at 0. */
  parent: number;
  at: number;
  /** last is the number of its last event. */
  last: number;
  status: Frame["status"];
}

/** CallView is one call of a rule, a function of the learner's program. */
export interface CallView {
  /** event is the input of the server when it called: a delivery, a timer, a request, a boot. */
  event: number;
  server: number;
  rule: string;
  /** lines of the learner's file in the order they were visited; the last one decided. */
  lines: number[];
  values: string; // what the rule saw, for toolchain/assist.ts
}

/** Arg is an argument of a sentence. */
export interface Arg {
  /** text is the argument in English: a name, a number, or a part of the sentence. */
  text: string;
  /** code names the form of a part, "" for a name or a number. */
  code: string;
  /** args are the arguments of a part. */
  args: Arg[];
}

/** ExplainReply has the causes and the effects of an event. */
export interface ExplainReply {
  v: 4;
  kind: "explain";
  id: number;
  event: number;
  /** causes are the events that led to it, in order, the nearest at the end. */
  causes: number[];
  /** effects are the events that it brought about directly, in order. */
  effects: number[];
  sentence: string;
  /** code names the form of the sentence, "" where there is none. */
  code: string;
  args: Arg[];
  /** place is where the paper has the rule, "" where none is involved. */
  place: string;
  /** calls of the learner's rules that decided it. */
  calls: CallView[];
}

/** JudgeReply says whether what clients saw is linearizable, at the moment that is shown. */
export interface JudgeReply {
  v: 4;
  kind: "judge";
  id: number;
  /** outcome: undecided where the search for an order had to be given up. */
  outcome: "linearizable" | "broken" | "undecided";
  /** operations is how many were judged. */
  operations: number;
  /** sentence is the violation; "" where there is none. */
  sentence: string;
  /** code names the form of the sentence. */
  code: string;
  args: Arg[];
  /** culprits are the ids of the operations that no order explains together. */
  culprits: number[];
}

/** ServerView is one server after its last step. */
export interface ServerView {
  id: number;
  up: boolean;
  paused: boolean;
  /** saving is true while its disk is busy: it takes no input then. */
  saving: boolean;
  /** saveStep is where the save of a snapshot is; absent or "" for none. Then a snapshot is written aside and has not
   * its name yet, or it has and the log is not cut yet. */
  saveStep?: "" | "before-rename" | "before-cut";
  /** skewPermille is how much faster than the world its clock runs, below 0 how much slower. */
  skewPermille: number;
  /** diskLatency is its own disk's, 0 when the dial says it. */
  diskLatency: number;
  /** badge is what the server is at the moment, in a word, such as a role. */
  badge: string;
  /** level is the number that rises in the protocol, such as a term or an epoch. */
  level: number;
  /** rows are names and values, in the order in which they are shown. */
  rows: [string, string][];
  /** data is what the server's state machine holds, sorted by key. */
  data: [string, string][];
  raft?: RaftView;
  paxos?: PaxosView;
  zab?: ZabView;
  replicas?: ReplicaView;
  whole?: WholeView;
}

/** ChangeView is a server's last step that changed something of it, its timers left out, at the moment
 * that is shown. */
export interface ChangeView {
  server: number;
  /** event is the last that the step wrote, 0 when nothing has changed since the run began. */
  event: number;
  /** before is the server before that step, with the last few entries of its log. */
  before: ServerView;
}

/** MessageView is a message in flight. */
export interface MessageView {
  id: number;
  from: number;
  to: number;
  /** kind is the message's name in the protocol: RequestVote, AppendEntriesReply. */
  kind: string;
  /** label is its content in short: "3:t4" entries, "granted", "refused", "match 4". */
  label: string;
  /** fields are all of its content by name, as in Term=3 Entries=[{Term:3 Command:x}]; absent where the label says
   * enough. */
  fields?: string;
  /** level is the sender's. */
  level: number;
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

/** ClientView is a client, from 1 to 9. */
export interface ClientView {
  id: number;
  /** server is the one that it asked last, 0 for none. */
  server: number;
  /** links are those with a fault. */
  links: ClientLinkView[];
}

/** ClientLinkView is one direction between a client and a server: that of requests, or that of answers. */
export interface ClientLinkView {
  server: number;
  answers: boolean;
  cut: boolean;
  held: boolean;
  lossPermille: number;
  /** latency is the link's own, 0 when the dial says it. */
  latency: number;
}

/** CarriedView is a request or an answer on its way, or lost while its client still waits. */
export interface CarriedView {
  request: number;
  client: number;
  server: number;
  answer: boolean;
  /** text is its content, in the words of the trace: `put x 3`, `ok`. */
  text: string;
  sentAt: number;
  /** arriveAt means nothing while the message is held, or when it was lost. */
  arriveAt: number;
  held: boolean;
  lost: boolean;
}

/** CheckView is a property: those that are judged at every step, and whichever other one broke. */
export interface CheckView {
  id: string;
  name: string;
  section: string;
  ok: boolean;
  /** sentence is the violation; "" while ok. */
  sentence: string;
  /** code names the form of the sentence. */
  code: string;
  args: Arg[];
}

/** OperationView is one client operation of the history. */
export interface OperationView {
  id: number;
  /** client is the number of the one that asked. */
  client: number;
  /** text is the scenario line that asked for it: `put x 3`. */
  text: string;
  /** path lists the servers that were asked, in order: more than one when redirected. */
  path: number[];
  invokedAt: number;
  /** returnedAt is 0 while pending. */
  returnedAt: number;
  /** refused did not happen: no leader known, or a compare-and-set that did not match. unknown may have, or may yet. */
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
