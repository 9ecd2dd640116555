// Every text that a reader can see. A language is one object of this type, so that a missing sentence
// is a compile error. The protocol's own names (RequestVote, nextIndex, term) stay English everywhere.
import type { ServerView } from "../protocol.ts";

export interface Words {
  lang: string;
  title: { home: string; lab: string; unknown: string };
  nav: { skip: string; label: string; home: string; lab: string; keys: string; theme: ThemeWords };
  engine: { starting: string; failed: string; dismiss: string };
  home: HomeWords;
  unknown: { title: string; text(path: string): string; home: string; lab: string };
  setup: SetupWords;
  ring: RingWords;
  logs: LogsWords;
  checks: { title: string; holds: string; broken: string };
  feed: { title: string; empty: string; note: string };
  story: StoryWords;
  time: TimeWords;
  server: ServerWords;
  clients: ClientWords;
  dials: DialWords;
  keys: { title: string; close: string; list: [keys: string, what: string][]; note: string };
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
  openLab: string;
  course: string;
  courseNote: string;
  vote: { title: string; text: string; file: string; run: string; runLabel: string };
  scenarios: string;
  scenariosNote: string;
  subjects: Record<string, string>;
  otherSubject: string;
}

export interface SetupWords {
  label: string;
  scenario: string;
  freePlay: string;
  rules: string;
  servers: string;
  seed: string;
  seedBad: string;
  again: string;
  newSeed: string;
  wrong(what: string): string;
}

export interface RingWords {
  title: string;
  summary(servers: number, term: number, messages: number): string;
  role: Record<ServerView["role"], string>;
  crashed: string;
  paused: string;
  term(term: number): string;
  nodeLabel(id: number, state: string, term: number): string;
  diagram: string;
  cut: string;
  pick: string;
  pickOne(id: number): string;
  cutOff: string;
  healAll: string;
  message(kind: string, from: number, to: number, label: string): string;
}

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
}

export interface StoryWords {
  crash(server: string): string;
  restart(server: string): string;
  pause(server: string): string;
  resume(server: string): string;
  isolate(server: string): string;
  rejoin(server: string): string;
  cut(link: string): string;
  partition(groups: string): string;
  heal: string;
  commit(index: number): string;
  violation(sentence: string): string;
  unmet(expectation: string): string;
  leads(server: string, term: number): string;
  campaigns(server: string, term: number): string;
  follows(server: string, term: number): string;
  asks(client: string, server: string, operation: string): string;
  redirects(server: string, client: string, leader: string): string;
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
  status: Record<"playing" | "finished" | "failed", string>;
  paused: string;
  hash: string;
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
  up: string;
  down: string;
  paused: string;
  saving: string;
  nobody: string;
  left(milliseconds: number): string;
  unarmed: string;
  state: string;
  data: string;
  empty: string;
  votes: string;
  timer: string;
}

export interface ClientWords {
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
