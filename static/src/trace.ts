// Trace lines, `EVENT TIME_US SERVER KIND details`, and the few of them that tell the story. The engine
// writes them (lab/trace.go); a kind that is not known here is left to the full trace.
import { milliseconds, percent } from "./units.ts";
import type { Holding, Words } from "./words/index.ts";

export interface TraceLine {
  event: number;
  time: number;
  /** actor is a server, a client, or "-" for the world. */
  actor: string;
  kind: string;
  details: string;
}

/** FeedItem is one sentence of the event feed. */
export interface FeedItem {
  event: number;
  time: number;
  tone: "plain" | "good" | "bad";
  text: string;
  /** spoken items go to the live region: what a person who cannot see the ring must hear. */
  spoken: boolean;
}

export function parseLine(line: string): TraceLine | null {
  const match = /^(\d+) (\d+) (\S+) (\S+) ?(.*)$/.exec(line);
  if (!match) return null;
  const [, event, time, actor = "", kind = "", details = ""] = match;
  return { event: Number(event), time: Number(time), actor, kind, details };
}

/** field reads `name=value` out of a line's details; "" when it is not there. */
export function field(details: string, name: string): string {
  return (
    details
      .split(" ")
      .find((part) => part.startsWith(`${name}=`))
      ?.slice(name.length + 1) ?? ""
  );
}

/** Teller is what the story so far must remember. */
export interface Teller {
  /** committed is the last entry that was announced: each is, once, by whichever server says so first. */
  committed: number;
  /** recovery is the event of the last `recover`, 0 for none. */
  recovery: number;
}

export const newTeller: Teller = { committed: 0, recovery: 0 };

export interface Told {
  teller: Teller;
  items: FeedItem[];
}

/** tell turns lines into sentences. In a manual world each delivery and each timer is somebody's
 * decision, and told; elsewhere there are too many. */
export function tell(
  teller: Teller,
  lines: readonly string[],
  words: Words,
  manual: boolean,
): Told {
  const next = { ...teller };
  const items: FeedItem[] = [];
  for (const text of lines) {
    if (!manual && SILENT.has(kindOf(text))) continue;
    const line = parseLine(text);
    if (!line || isKnown(line, next)) continue;
    if (line.kind === "commit") next.committed = committedBy(line);
    if (line.kind === "recover") next.recovery = line.event;
    const said = sentence(line, words) ?? (manual ? manualSentence(line, words) : null);
    if (said) items.push({ event: line.event, time: line.time, ...said });
  }
  return { teller: next, items };
}

/** SILENT are the kinds of most lines, of which nothing is told: a long run is read at once. */
const SILENT: ReadonlySet<string> = new Set([
  "send",
  "deliver",
  "wake",
  "save",
  "apply",
  "log",
  "term",
  "vote",
  "asked",
]);

/** kindOf is the fourth word of a line. */
function kindOf(line: string): string {
  const afterEvent = line.indexOf(" ") + 1;
  const afterTime = line.indexOf(" ", afterEvent) + 1;
  const start = line.indexOf(" ", afterTime) + 1;
  const end = line.indexOf(" ", start);
  return line.slice(start, end < 0 ? line.length : end);
}

/** RECOVERY_LINES is how many lines follow a `recover` that say in detail what it ended: heal, release
 * and dials. */
const RECOVERY_LINES = 3;

/** isKnown is true of a line whose news has been told. */
function isKnown(line: TraceLine, teller: Teller): boolean {
  if (line.kind === "commit") return !(committedBy(line) > teller.committed);
  const recovering = teller.recovery > 0 && line.event <= teller.recovery + RECOVERY_LINES;
  return recovering && ["heal", "release", "dials"].includes(line.kind);
}

function committedBy(line: TraceLine): number {
  return Number(field(line.details, "index"));
}

type Said = Pick<FeedItem, "tone" | "text" | "spoken">;

const said = (tone: FeedItem["tone"], text: string, spoken: boolean): Said => ({
  tone,
  text,
  spoken,
});

function sentence(line: TraceLine, words: Words): Said | null {
  const { actor, kind, details } = line;
  const story = words.story;
  switch (kind) {
    case "role":
      return roleSentence(actor, details, words);
    case "crash":
      return said("bad", crashed(actor, details, words), true);
    case "restart":
      return said("good", story.restart(actor, number(details, "torn")), true);
    case "pause":
      return said("plain", story.pause(actor), true);
    case "resume":
      return said("plain", story.resume(actor), true);
    case "isolate":
      return said("bad", story.isolate(actor), true);
    case "rejoin":
      return said("good", story.rejoin(actor), true);
    case "cut":
      return said("bad", story.cut(arrow(details)), true);
    case "partition":
      return said("bad", story.partition(details), true);
    case "bridge":
      return said("bad", story.bridge(details), true);
    case "flaky":
      return flakySentence(details, words);
    case "heal":
      return said("good", story.heal, true);
    case "slow-disk":
      return diskSentence(actor, details, words);
    case "clock":
      return clockSentence(actor, details, words);
    case "hold":
      return said("bad", story.hold(holding(details)), true);
    case "release":
      return said("good", story.release(holding(details)), true);
    case "dials":
      return said("plain", dialsSentence(details, words), true);
    case "recover":
      return said("good", story.recover, true);
    case "drop":
      return dropSentence(actor, details, words);
    case "do":
      // What comes of it is told aloud.
      return typedSentence(details.replace(/^\d+ /, ""), words);
    case "commit":
      return said("good", story.commit(Number(field(details, "index"))), false);
    case "request":
      return requestSentence(actor, details, words);
    case "answer":
      return answerSentence(actor, details, words);
    case "violation":
      return said("bad", story.violation(details.replace(/^\S+ ?/, "")), true);
    case "unmet":
      return said("bad", story.unmet(details), true);
    case "note":
      return said("plain", details, true);
    default:
      return null; // sends, deliveries, saves: too many to read, and drawn already
  }
}

/** typedSentence tells of a line that somebody typed. That the story is left changes what to expect. */
function typedSentence(line: string, words: Words): Said {
  if (line === "leave") return said("plain", words.story.left, true);
  return said("plain", words.story.typed(line), false);
}

/** manualSentence tells what happens by hand alone in a manual world. */
function manualSentence({ actor, kind, details }: TraceLine, words: Words): Said | null {
  if (kind === "wake") return said("plain", words.story.wake(actor), false);
  if (kind !== "deliver") return null;
  const [, from = "", what = ""] = details.split(" ");
  return said("plain", words.story.delivered(what, from, actor), false);
}

/** number reads a whole number out of a line's details, 0 when it is not there. */
function number(details: string, name: string): number {
  return Number(field(details, name)) || 0;
}

/** arrow writes a link, `S1>S2`, for people. */
function arrow(link: string): string {
  return link.replace(">", " → ");
}

/** `unsynced=22 unread=0 survived=10` */
function crashed(server: string, details: string, words: Words): string {
  const survived = number(details, "survived");
  if (survived === 0) return words.story.crash(server);
  return words.story.crashTorn(server, survived, number(details, "unsynced"));
}

/** `S1>S2 loss_permille=300` */
function flakySentence(details: string, words: Words): Said {
  const link = arrow(details.split(" ", 1)[0] ?? "");
  const permille = number(details, "loss_permille");
  if (permille === 0) return said("good", words.story.steady(link), true);
  return said("bad", words.story.flaky(link, percent(permille)), true);
}

/** `latency_us=50000` */
function diskSentence(server: string, details: string, words: Words): Said {
  const latency = number(details, "latency_us");
  if (latency === 0) return said("good", words.story.quickDisk(server), true);
  return said("bad", words.story.slowDisk(server, milliseconds(latency)), true);
}

/** `skew_permille=-200` */
function clockSentence(server: string, details: string, words: Words): Said {
  const skew = number(details, "skew_permille");
  if (skew === 0) return said("good", words.story.trueClock(server), true);
  return said("bad", words.story.clock(server, percent(skew)), true);
}

/** `all`, `S1>S2` or `m12` */
function holding(details: string): Holding {
  if (details === "all") return { kind: "all" };
  if (details.includes(">")) return { kind: "link", name: arrow(details) };
  return { kind: "message", name: details };
}

/** Only a loss that belongs to one link, or to somebody's hand, is told: `m7 S1 RequestVote … because=flaky` */
function dropSentence(to: string, details: string, words: Words): Said | null {
  const [, from = "", what = ""] = details.split(" ");
  switch (field(details, "because")) {
    case "flaky":
      return said("plain", words.story.lost(what, from, to), false);
    case "dropped":
      return said("plain", words.story.dropped(what, from, to), true);
    default:
      return null;
  }
}

function dialsSentence(details: string, words: Words): string {
  return words.story.dials({
    latency: milliseconds(number(details, "latency_us")),
    jitter: milliseconds(number(details, "jitter_us")),
    loss: percent(number(details, "loss_permille")),
    duplicate: percent(number(details, "duplicate_permille")),
    reorder: percent(number(details, "reorder_permille")),
    reorderBy: milliseconds(number(details, "reorder_us")),
    disk: milliseconds(number(details, "disk_us")),
    torn: percent(number(details, "torn_permille")),
  });
}

function roleSentence(actor: string, details: string, words: Words): Said | null {
  const role = details.split(" ", 1)[0];
  const term = Number(field(details, "term"));
  if (role === "leader") return said("good", words.story.leads(actor, term), true);
  if (role === "candidate") return said("plain", words.story.campaigns(actor, term), false);
  if (role === "follower") return said("plain", words.story.follows(actor, term), false);
  return null;
}

/** `r1 S2 put x 3` */
function requestSentence(client: string, details: string, words: Words): Said | null {
  const match = /^(\S+) (\S+) (.+)$/.exec(details);
  if (!match) return null;
  return said("plain", words.story.asks(client, match[2] ?? "", match[3] ?? ""), false);
}

/** `r1 S2 redirect=S1`, `r1 S1 ok 3`, `r1 S1 refused …` */
function answerSentence(client: string, details: string, words: Words): Said | null {
  const match = /^(\S+) (\S+) (.+)$/.exec(details);
  if (!match) return null;
  const [, , server = "", answer = ""] = match;
  const redirect = field(answer, "redirect");
  if (redirect) return said("plain", words.story.redirects(server, client, redirect), false);
  return said("plain", words.story.answers(server, client, answer), false);
}
