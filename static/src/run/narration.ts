// Sentences for the few trace lines that make the story. Kinds without a sentence appear in the full trace only.
import { milliseconds, percent } from "../base/units.ts";
import type { Frame } from "../engine/protocol.ts";
import type { Holding, Words } from "../words/index.ts";
import { storyOf } from "./stories.ts";
import { type FeedItem, type Said, type Story, said } from "./story.ts";
import { field, kindOf, number, parseLine, type TraceLine } from "./trace-line.ts";

/** Narrator is the state of the story so far. */
export interface Narrator {
  /** reached is how far the run has come by the protocol's own measure; each further step is announced once. */
  reached: number;
  /** recovery is the event of the last `recover`, 0 for none. */
  recovery: number;
}

export const newNarrator: Narrator = { reached: 0, recovery: 0 };

/** narratorAt is the narrator of a run that begins with these servers. */
export function narratorAt({ protocol, servers }: Pick<Frame, "protocol" | "servers">): Narrator {
  return { ...newNarrator, reached: storyOf(protocol).reached(servers) };
}

export interface Narration {
  narrator: Narrator;
  items: FeedItem[];
}

/** narrate turns lines into sentences. In a manual world each delivery and each timer is somebody's decision and
 * gets a sentence; elsewhere there are too many. */
export function narrate(
  narrator: Narrator,
  { lines, manual, protocol }: Pick<Frame, "lines" | "manual" | "protocol">,
  words: Words,
): Narration {
  const story = storyOf(protocol);
  const isSilent = (kind: string): boolean => SILENT.has(kind) || story.silent.has(kind);
  const next = { ...narrator };
  const items: FeedItem[] = [];
  for (const text of lines) {
    if (!manual && isSilent(kindOf(text))) continue;
    const line = parseLine(text);
    if (!line || isKnown(line, next, story)) continue;
    next.reached = story.progress(line) ?? next.reached;
    if (line.kind === "recover") next.recovery = line.event;
    const said =
      story.sentence(line, words) ??
      sentence(line, words) ??
      (manual ? manualSentence(line, words) : null);
    // A sentence without words is one that the page does not tell.
    if (said?.text) items.push({ event: line.event, time: line.time, ...said });
  }
  return { narrator: next, items };
}

/** SILENT are the most frequent kinds, which get no sentence: skipping them early makes long runs quick to read. */
const SILENT: ReadonlySet<string> = new Set(["send", "deliver", "wake", "save", "asked"]);

/** RECOVERY_LINES is how many lines after a `recover` list what it ended: heal, release and dials. */
const RECOVERY_LINES = 3;

/** isKnown is true of a line whose news has been reported. */
function isKnown(line: TraceLine, narrator: Narrator, story: Story): boolean {
  const progress = story.progress(line);
  if (progress !== null) return !(progress > narrator.reached);
  const recovering = narrator.recovery > 0 && line.event <= narrator.recovery + RECOVERY_LINES;
  return recovering && ["heal", "release", "dials"].includes(line.kind);
}

function sentence(line: TraceLine, words: Words): Said | null {
  const { actor, kind, details } = line;
  const story = words.story;
  switch (kind) {
    case "dials":
      return said("plain", dialsSentence(details, words), true);
    case "do":
      // Its effects are announced.
      return typedSentence(details.replace(/^\d+ /, ""), words);
    case "request":
      return requestSentence(actor, details, words);
    case "answer":
      return answerSentence(actor, details, words);
    case "lost":
      return lostSentence(actor, details, words);
    case "violation":
      return said("bad", story.violation(details.replace(/^\S+ ?/, "")), true);
    case "unmet":
      return said("bad", story.unmet(details), true);
    case "note":
      return said("plain", story.note(details), true);
    default:
      // Sends, deliveries and saves are too many to read, and drawn already.
      return serverFault(line, words) ?? networkFault(line, words);
  }
}

/** serverFault is the sentence for a fault of a server, its clock or its disk, and for the fault's end. */
function serverFault(line: TraceLine, words: Words): Said | null {
  const { actor, kind, details } = line;
  const story = words.story;
  switch (kind) {
    case "crash":
      return said("bad", crashed(actor, details, words), true);
    case "restart":
      return said("good", story.restart(actor, number(details, "torn")), true);
    case "pause":
      return said("plain", story.pause(actor), true);
    case "resume":
      return said("plain", story.resume(actor), true);
    case "clock":
      return clockSentence(actor, details, words);
    case "recover":
      return said("good", story.recover, true);
    default:
      return diskFault(line, words);
  }
}

/** diskFault is the sentence for a fault of a server's disk, and for the fault's end. */
function diskFault({ actor, kind, details }: TraceLine, words: Words): Said | null {
  const story = words.story;
  switch (kind) {
    case "slow-disk":
      return diskSentence(actor, details, words);
    case "fsync":
      return said(details === "works" ? "good" : "bad", story.fsync(actor, details), true);
    case "wipe":
      return said("bad", story.wipe(actor, details.startsWith("snapshot")), true);
    case "corrupt":
      return said("bad", story.corrupt(actor, number(details, "record")), true);
    case "refuse":
      return said("bad", refused(actor, details, words), true);
    case "power":
      return said("plain", story.power(actor, field(details, "fails")), true);
    default:
      return null;
  }
}

/** `record=2 because=checksum`, `snapshot because=checksum`, or a reason in words */
function refused(server: string, details: string, words: Words): string {
  const why = details.slice(details.indexOf("because=") + "because=".length);
  if (why !== "checksum") return words.story.refuse(server, why);
  return words.story.unreadable(server, number(details, "record"));
}

/** networkFault is the sentence for a fault of the network, and for its end. */
function networkFault({ actor, kind, details }: TraceLine, words: Words): Said | null {
  const story = words.story;
  switch (kind) {
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
    case "latency":
      return distanceSentence(details, words);
    case "heal":
      return said("good", story.heal, true);
    case "hold":
      return said("bad", story.hold(holding(details)), true);
    case "release":
      return said("good", story.release(holding(details)), true);
    case "drop":
      return dropSentence(actor, details, words);
    default:
      return null;
  }
}

/** typedSentence reports a typed line. To leave the story changes what to expect, so that is announced. */
function typedSentence(line: string, words: Words): Said {
  if (line === "leave") return said("plain", words.story.left, true);
  return said("plain", words.story.typed(line), false);
}

/** manualSentence reports the events that only a command causes in a manual world. */
function manualSentence({ actor, kind, details }: TraceLine, words: Words): Said | null {
  if (kind === "wake") return said("plain", words.story.wake(actor), false);
  if (kind !== "deliver") return null;
  const [, from = "", what = ""] = details.split(" ");
  return said("plain", words.story.delivered(what, from, actor), false);
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

/** `S1>S2 latency_us=120000` */
function distanceSentence(details: string, words: Words): Said {
  const link = arrow(details.split(" ", 1)[0] ?? "");
  const latency = number(details, "latency_us");
  if (latency === 0) return said("good", words.story.near(link), true);
  return said("bad", words.story.far(link, milliseconds(latency)), true);
}

/** `latency_us=50000` */
function diskSentence(server: string, details: string, words: Words): Said {
  const latency = number(details, "latency_us");
  if (latency === 0) return said("good", words.story.quickDisk(server), true);
  return said("bad", words.story.slowDisk(server, milliseconds(latency)), true);
}

/** `skew_permille=-200` or `jump_us=-5000000` */
function clockSentence(server: string, details: string, words: Words): Said {
  const jump = number(details, "jump_us");
  if (jump !== 0) return said("bad", words.story.jump(server, milliseconds(jump)), true);
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

/** Only a loss on a flaky link, or by a command, is reported: `m7 S1 KIND … because=flaky` */
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

/** `r1 S2 put x 3` */
function requestSentence(client: string, details: string, words: Words): Said | null {
  const match = /^(\S+) (\S+) (.+)$/.exec(details);
  if (!match) return null;
  return said("plain", words.story.asks(client, match[2] ?? "", match[3] ?? ""), false);
}

/** `r1 C1 because=cut` about a server, and `r1 S1 because=flaky` about a client */
function lostSentence(to: string, details: string, words: Words): Said | null {
  const [request = "", from = ""] = details.split(" ");
  const what = to.startsWith("C") ? words.story.answerLost : words.story.requestLost;
  return said("plain", what(request, from, to), false);
}

/** `r1 S2 redirect=S1`, `r1 S1 transfer`, `r1 S1 ok 3`, `r1 S1 refused …` */
function answerSentence(client: string, details: string, words: Words): Said | null {
  const match = /^(\S+) (\S+) (.+)$/.exec(details);
  if (!match) return null;
  const [, , server = "", answer = ""] = match;
  const redirect = field(answer, "redirect");
  if (redirect) return said("plain", words.story.redirects(server, client, redirect), false);
  if (answer === "transfer") return said("plain", words.story.takesNone(server, client), false);
  return said("plain", words.story.answers(server, client, answer), false);
}
