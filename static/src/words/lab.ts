// The texts of the parts of the lab that load after the first picture.
/** Fault is what a click can do to a link, and end. */
export type Fault = "cut" | "lossy" | "slow" | "held";

export interface LogsWords {
  title: string;
  legend(leader: number): string;
  noLeader: string;
  index: string;
  earlier: string;
  later: string;
  latest: string;
  cell(text: string, term: number, state: string): string;
  applied: string;
  committed: string;
  uncommitted: string;
  next: string;
  match: string;
  countsBy: string;
  /** configuration is an entry that changes the servers, as 123>145 or 145. */
  configuration(text: string): string;
}

export interface LabWords {
  /** past: gone says why the slider goes no further back. */
  past: {
    gone(first: number): string;
    /** played is the progress of a run that is played again; of is 0 where its end is not known. */
    played(done: number, of: number): string;
    giveUp: string;
  };
  /** tabs choose on a phone what is shown below the cluster. */
  tabs: Record<"label" | "logs" | "promises" | "server" | "client" | "diagram", string>;
  /** nothingYet stands where the last sentence of the run will. */
  nothingYet: string;
  /** brought is for a run of a whole server that somebody brought; back leads to its folder. */
  brought: { label: string; back: string };
  side: { label: string; clients: string; dials: string; manual: string };
  whose: {
    /** title asks whose code the servers run. */
    title: string;
    reference: string;
    mine: string;
    /** ownFiles names the list of the learner's files. */
    ownFiles: string;
    ownFilesNote: string;
    /** broken is why a file cannot take part. */
    broken(line: number, message: string): string;
    /** without: the run goes on without these. */
    without(titles: readonly string[]): string;
    ownServers: string;
    server(id: number): string;
    edit: string;
    editFile(title: string): string;
  };
  clients: {
    title: string;
    operation: string;
    key: string;
    value: string;
    amount: string;
    expected: string;
    wanted: string;
    via: string;
    leader: string;
    send: string;
    history: string;
    none: string;
    path: string;
    took: string;
    outcome: string;
    outcomes: Record<"pending" | "ok" | "refused" | "unknown", string>;
    badWord: string;
    badNumber: string;
    /** times are when it was asked and when it was answered, in seconds; "" while it waits. */
    times(asked: string, answered: string): string;
    asking: string;
    linearizable(count: number): string;
    broken(sentence: string): string;
    /** culprit marks an operation that no order explains together with the others that are marked. */
    culprit: string;
    /** mode is how a get reads. */
    mode: string;
    modes: Record<"log" | "index" | "lease" | "stale", string>;
    /** modeNotes say what a mode relies on. */
    modeNotes: Record<"index" | "lease" | "stale", string>;
    undecided(sentence: string): string;
  };
  /** plates are what servers would answer, in the picture of the cluster; value is "" for none. */
  plates: { title(server: string, key: string, value: string, up: boolean): string; wrong: string };
  /** links are those of clients, in the picture of the cluster. */
  links: {
    title: string;
    choose: string;
    close: string;
    /** waits, ok, refused and unknown are how a client's last operation stands. */
    outcomes: { pending: string; ok: string; refused: string; unknown: string };
    /** client describes a client: its last operation, and what is wrong on its links. */
    client(id: number, operation: string, faults: readonly string[]): string;
    operation(text: string, outcome: string): string;
    /** say words what a request or an answer says in the trace. */
    say(text: string): string;
    lost(text: string): string;
    wasLost(texts: readonly string[], from: string, to: string): string;
    more(count: number): string;
    milliseconds(count: number): string;
    /** start and end are the acts on a link, and the titles of their buttons. */
    start: Record<Fault, string>;
    end: Record<Fault, string>;
    startTitle: Record<Fault, string>;
    endTitle: Record<Fault, string>;
    /** state says what is wrong with a link. */
    cut: string;
    held: string;
    lossy(percent: number): string;
    slow(milliseconds: number): string;
    sound: string;
  };
  dials: {
    reorder: string;
    reorderBy: string;
    torn: string;
    timeouts: string;
    electionMin: string;
    electionMax: string;
    heartbeat: string;
    unit: string;
    apply: string;
    scripted: string;
    wrongTimeouts: string;
    nemesis: string;
    nemesisSeed: string;
    nemesisNote: string;
    byHand: string;
    /** inequality is §5.6's, in milliseconds. */
    inequality(holds: boolean, broadcast: number, low: number, high: number): string;
    holds: string;
    close: string;
    brokenInequality: string;
    faults(between: number): string;
  };
  manual: {
    toggle: string;
    manualNote: string;
    scripted: string;
    line: string;
    placeholder: string;
    send: string;
    done(line: string): string;
    verbs: string;
    none: string;
  };
  share: ShareWords;
  message: MessageWords;
  server: ServerWords;
  elections: ElectionWords;
  reads: ReadWords;
  sessions: SessionWords;
  gallery: {
    title: string;
    intro: string;
    first: string;
    /** key names what the pictures of runs draw. */
    key: Record<"label" | "follows" | "stands" | "leads" | "crash" | "colour", string>;
    starting: string;
    run: string;
    step: string;
    fork: string;
    named(action: string, title: string): string;
    /** lesson comes before the titles of the lessons that play it. */
    lesson: string;
    breaks(property: string): string;
    /** lacks leads to the same story with wrong rules, compare to another without what this one shows. */
    lacks(rules: string): string;
    compare(title: string): string;
    all: string;
    filter: string;
    none(only: string): string;
  };
  embed: { title: string; open: string; starting: string; nothing: string };
}

/** MessageWords name the actions on one message in flight, each with its effect. */
export interface MessageWords extends Record<MessageAct, string> {
  title: string;
  close: string;
  titles: Record<MessageAct, string>;
}

type MessageAct = "hold" | "release" | "deliver" | "duplicate" | "drop";

export interface ShareWords {
  noCode: string;
  gap: string;
  button: string;
  title: string;
  link: string;
  embed: string;
  copied: string;
  copyIt: string;
  note: string;
  close: string;
}

/** ReadWords are those of reads that do not go through the log. */
export interface ReadWords {
  /** waiting and lease are rows of the inspector. */
  waiting: string;
  lease: string;
  none: string;
  left(milliseconds: number): string;
  /** read is a leader's read, with the servers that answered its round; round 0 is under a lease. */
  read(request: number, index: number, round: number, acks: readonly number[]): string;
  /** asked is a follower's own; index is 0 until the leader has named it. */
  asked(request: number, index: number): string;
  /** notBegun is a read that a leader cannot begin yet. */
  notBegun(request: number): string;
  /** holds is the mark of a lease on the ring. */
  holds(milliseconds: number): string;
  more(count: number): string;
}

/** SessionWords are those of a table of sessions. */
export interface SessionWords {
  title: string;
  titleOf(server: string): string;
  /** The heads of the columns, each with what it means. */
  heads: Record<"session" | "last" | "results" | "expires", [name: string, note: string]>;
  /** session names a session; client is "" for one that was left behind. */
  session(id: number, client: string): string;
  result(sequence: number, text: string): string;
  none: string;
  more(count: number): string;
  never: string;
  at(milliseconds: number): string;
  /** clock says how late it is by the stamps. */
  clock(milliseconds: number): string;
  empty: string;
}

/** ElectionWords are those of elections that do not disturb, and of handing over. */
export interface ElectionWords {
  /** heard, preVotes, answered and target are rows of the inspector, with the names of the state. */
  heard: string;
  yes: string;
  no: string;
  preVotes: string;
  answered: string;
  target: string;
  forget: string;
  interval: string;
  handOver: string;
  /** to is the label of the choice of a server, and toServer one choice. */
  to: string;
  toServer(id: number): string;
  abort: string;
  /** titles say what the acts do. */
  titles: { forget: string; interval: string; handOver: string; abort: string };
  /** hears, awaits, hasAnswered and handsOver are the marks on the ring. */
  hears(leader: string): string;
  hasAnswered(server: string): string;
  awaits(server: string): string;
  handsOver(server: string): string;
  /** whoCounts names the strip of seats; questions are what is asked, and tally how it stands. */
  whoCounts: string;
  questions: {
    preVote(server: string, term: number): string;
    vote(server: string, term: number): string;
    answered(leader: string): string;
    read(request: number, leader: string, round: number): string;
  };
  tally(yes: number, count: number, majority: number): string;
  refusals(servers: readonly string[]): string;
  /** title names the switches of free play. */
  title: string;
  switches: Record<
    "prevote" | "stickiness" | "check-quorum" | "lease",
    [name: string, note: string]
  >;
  note: string;
  scripted: string;
}

export interface ServerWords {
  none: string;
  after(event: number): string;
  actions: string;
  crash: string;
  restart: string;
  pause: string;
  resume: string;
  isolate: string;
  rejoin: string;
  timeout: string;
  wake: string;
  showCode: string;
  hideCode: string;
  lastCall(rule: string, line: number, event: number): string;
  call: string;
  up: string;
  down: string;
  paused: string;
  saving: string;
  nobody: string;
  left(milliseconds: number): string;
  unarmed: string;
  byHand: string;
  clock: string;
  disk: string;
  skew(percent: number): string;
  save(milliseconds: number): string;
  title: string;
  state: string;
  data: string;
  empty: string;
  votes: string;
  timer: string;
  /** badge and level are for a protocol that has no names of its own for them. */
  badge: string;
  level: string;
}
