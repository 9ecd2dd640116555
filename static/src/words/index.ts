// Every text that a reader can see. A language is one object of this type, so that a missing sentence
// is a compile error. The protocol's own names (RequestVote, nextIndex, term) stay English everywhere.
import type { ReferencePage } from "../address/route.ts";
import type { RaftView } from "../engine/protocol.ts";
import type { RunWords } from "./diagram.ts";

export interface Words {
  lang: string;
  title: {
    home: string;
    lab: string;
    exercise: string;
    trace: string;
    learn: string;
    break: string;
    scenarios: string;
    reference: string;
    compare: string;
    embed: string;
    bring: string;
    unknown: string;
  };
  /** page is for a page whose code could not be fetched. */
  page: { failed(why: string): string; retry: string };
  nav: {
    skip: string;
    label: string;
    home: string;
    learn: string;
    lab: string;
    break: string;
    scenarios: string;
    keys: string;
    theme: ThemeWords;
  };
  engine: { starting: string; failed: string; dismiss: string };
  home: HomeWords;
  unknown: { title: string; text(path: string): string; home: string; lab: string };
  setup: SetupWords;
  ring: RingWords;
  /** checks: the page says promise for what reports and code call a property; note links the two. */
  checks: { title: string; note: string; holds: string; broken: string };
  feed: { title: string; empty: string; note: string; cause: string };
  story: StoryWords;
  time: TimeWords;
  diagram: RunWords;
  dials: DialWords;
}

export interface ThemeWords {
  label(now: string): string;
  system: string;
  light: string;
  dark: string;
}

export interface HomeWords {
  title: string;
  intro: string;
  live: string;
  liveNote: string;
  /** telling has the first page's own sentences; an empty one is not told. */
  telling: Partial<StoryWords>;
  strike: {
    crash: string;
    /** waits is for a strike that waits for a leader, starts for one that waits for the engine. */
    waits: string;
    starts: string;
    restart(server: number): string;
    /** stuck: too few servers are up. */
    stuck(down: number): string;
  };
  /** start is the way in for a newcomer, go on for others. */
  start: { title: string; note: string; go: string };
  openLab: string;
  /** lookUp comes before the links to the pages of reference, in their order. */
  lookUp: { title: string; pages: Record<ReferencePage, string> };
  subjects: Record<string, string>;
  otherSubject: string;
}

/** SetupWords are what is said while own code is fetched and compiled. */
export interface SetupWords {
  fetching(percent: number): string;
  building: string;
}

export interface RingWords {
  title: string;
  summary(servers: number, level: string, messages: number): string;
  /** manual and allHeld come after the summary. */
  manual: string;
  allHeld: string;
  crashed: string;
  paused: string;
  /** level is for a protocol that has no word of its own for it, as Raft has role and term. */
  level(level: number): string;
  role: Record<RaftView["role"], string>;
  /** seat: what a server without a vote is. */
  seat: Record<"learner" | "removed" | "outside", string>;
  term(term: number): string;
  nodeLabel(id: number, state: string, level: string): string;
  own: string;
  skew(percent: number): string;
  slowDisk(milliseconds: number): string;
  diagram: string;
  cut: string;
  pick: string;
  pickOne(id: number): string;
  cutOff: string;
  healAll: string;
  message(kind: string, from: string, to: string, label: string): string;
  /** waits is added to a message that is held. */
  waits(message: string): string;
  more(count: number): string;
  held(from: string, to: string): string;
  flaky(from: string, to: string, percent: number): string;
}

/** Holding names held messages: all, those of a link, or one. */
export type Holding =
  | { kind: "all" }
  | { kind: "link"; name: string }
  | { kind: "message"; name: string };

/** DialsNow are all dials, in milliseconds and per cent. */
export interface DialsNow {
  latency: number;
  jitter: number;
  loss: number;
  duplicate: number;
  /** reorder per cent of the messages take up to reorderBy milliseconds longer. */
  reorder: number;
  reorderBy: number;
  disk: number;
  /** torn per cent of the crashes in the middle of a save leave a part of it. */
  torn: number;
}

export interface StoryWords {
  crash(server: string): string;
  crashTorn(server: string, survived: number, bytes: number): string;
  /** restart: torn is how many bytes of a half-written record were cut off, mostly 0. */
  restart(server: string, torn: number): string;
  pause(server: string): string;
  resume(server: string): string;
  isolate(server: string): string;
  rejoin(server: string): string;
  cut(link: string): string;
  partition(groups: string): string;
  bridge(groups: string): string;
  flaky(link: string, percent: number): string;
  steady(link: string): string;
  heal: string;
  slowDisk(server: string, milliseconds: number): string;
  quickDisk(server: string): string;
  /** fsync: how is forgets, fails, hangs or works. */
  fsync(server: string, how: string): string;
  /** wipe: snapshotOnly is true if the log stays. */
  wipe(server: string, snapshotOnly: boolean): string;
  /** corrupt, unreadable: record is 0 for the snapshot. */
  corrupt(server: string, record: number): string;
  unreadable(server: string, record: number): string;
  refuse(server: string, why: string): string;
  /** power: step is before-rename, before-cut or never. */
  power(server: string, step: string): string;
  far(link: string, milliseconds: number): string;
  near(link: string): string;
  /** jump: milliseconds are below 0 for a clock that went back. */
  jump(server: string, milliseconds: number): string;
  /** clock: percent is below 0 for a clock that is slow. */
  clock(server: string, percent: number): string;
  trueClock(server: string): string;
  hold(what: Holding): string;
  release(what: Holding): string;
  dials(now: DialsNow): string;
  recover: string;
  note(text: string): string;
  typed(line: string): string;
  /** left: somebody acted in the middle of a story. */
  left: string;
  lost(message: string, from: string, to: string): string;
  dropped(message: string, from: string, to: string): string;
  delivered(message: string, from: string, to: string): string;
  wake(server: string): string;
  commit(index: number): string;
  violation(sentence: string): string;
  unmet(expectation: string): string;
  leads(server: string, term: number): string;
  campaigns(server: string, term: number): string;
  asksFirst(server: string, term: number): string;
  forgets(server: string, leader: string): string;
  handsOver(server: string, to: string): string;
  leadsOn(server: string): string;
  /** reads: round is that of the heartbeats that confirm the read, "" under a lease. */
  reads(server: string, request: string, round: string): string;
  /** lease: what is begins or ends. */
  lease(server: string, what: string): string;
  takesSnapshot(server: string, index: string): string;
  installs(server: string, index: string): string;
  /** decidesBy: next is "" but in a joint phase, and learners "" where there are none. */
  decidesBy(server: string, index: number, voters: string, next: string, learners: string): string;
  /** catchesUp: round is 0 once nobody has to catch up any more. */
  catchesUp(leader: string, servers: string, round: number, index: number): string;
  follows(server: string, term: number): string;
  asks(client: string, server: string, operation: string): string;
  requestLost(request: string, client: string, server: string): string;
  answerLost(request: string, server: string, client: string): string;
  redirects(server: string, client: string, leader: string): string;
  /** takesNone: the server hands over, and takes no command meanwhile. */
  takesNone(server: string, client: string): string;
  answers(server: string, client: string, answer: string): string;
}

export interface TimeWords {
  title: string;
  play: string;
  pause: string;
  step: string;
  speed: string;
  times(speed: number): string;
  noRun: string;
  moment(event: number, seconds: string): string;
  finish: string;
  status: Record<"playing" | "finished" | "failed" | "told", string>;
  paused: string;
  hash: string;
  told(failure: string): string;
  causes(count: number): string;
}

export interface DialWords {
  title: string;
  note: string;
  latency: string;
  jitter: string;
  loss: string;
  duplicate: string;
  disk: string;
  milliseconds(value: number): string;
  percent(value: number): string;
}
