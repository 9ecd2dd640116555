// Trace lines, `EVENT TIME_US SERVER KIND details`, and the few of them that tell the story. The engine
// writes them (lab/trace.go); a kind that is not known here is left to the full trace.
import type { Words } from "./words/index.ts";

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

/** Teller is what the story so far must remember: each entry is announced as committed once, by
 * whichever server says so first. */
export interface Teller {
  committed: number;
}

export interface Told {
  teller: Teller;
  items: FeedItem[];
}

export function tell(teller: Teller, lines: readonly string[], words: Words): Told {
  let { committed } = teller;
  const items: FeedItem[] = [];
  for (const text of lines) {
    const line = parseLine(text);
    if (!line) continue;
    if (line.kind === "commit") {
      const index = Number(field(line.details, "index"));
      if (!(index > committed)) continue;
      committed = index;
    }
    const said = sentence(line, words);
    if (said) items.push({ event: line.event, time: line.time, ...said });
  }
  return { teller: { committed }, items };
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
      return said("bad", story.crash(actor), true);
    case "restart":
      return said("good", story.restart(actor), true);
    case "pause":
      return said("plain", story.pause(actor), true);
    case "resume":
      return said("plain", story.resume(actor), true);
    case "isolate":
      return said("bad", story.isolate(actor), true);
    case "rejoin":
      return said("good", story.rejoin(actor), true);
    case "cut":
      return said("bad", story.cut(details.replace(">", " → ")), true);
    case "partition":
      return said("bad", story.partition(details), true);
    case "heal":
      return said("good", story.heal, true);
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
