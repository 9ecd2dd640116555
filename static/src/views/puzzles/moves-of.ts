// Which moves a puzzle's budget allows now. Pure: a frame in, rows of commands out.
import type { AllowanceView, Frame, MessageView, ServerView } from "../../engine/protocol.ts";

/** Row is what can be done with one verb. */
export interface Row {
  verb: string;
  /** form says how the command is made: by one press, or in fields of its own. */
  form: "picks" | "partition" | "link" | "put";
  /** after ends the command of a link, "" for nothing. */
  after: string;
  picks: readonly Choice[];
  /** of is how many there were, 0 for any number; left is how many there are. */
  of: number;
  left: number;
}

/** Choice is a command that one press carries out. */
export interface Choice {
  line: string;
  label: string;
  able: boolean;
  /** server is the one that it is about, 0 for none. */
  server: number;
}

type FrameOf = Pick<Frame, "budget" | "servers" | "messages" | "operations">;

export function rowsOf(frame: FrameOf): Row[] {
  return frame.budget.flatMap((allowance) =>
    allowance.verbs.map((verb) => rowOf(verb, allowance, frame)),
  );
}

/** SLOW_LINK is how long a message takes on a slow link, longer than a server waits. */
const SLOW_LINK = " 400ms";

function rowOf(verb: string, { of, left }: AllowanceView, frame: FrameOf): Row {
  const [name = "", word = ""] = verb.split("+");
  const base = { verb, of, left, picks: [], after: "" };
  if (word === SINGLE) return { ...base, form: "picks", picks: singles(name, frame.messages) };
  if (word === AT) return { ...base, form: "picks", picks: onServers(name, word, frame.servers) };
  switch (name) {
    case "partition":
    case "put":
      return { ...base, form: name };
    case "cut":
    case "hold":
    case "release":
      return { ...base, form: "link" };
    case "latency":
      return { ...base, form: "link", after: SLOW_LINK };
    case "heal":
      return one(base, "heal");
    case "increment":
      return one(base, "increment n");
    case "retry":
      return { ...base, form: "picks", picks: frame.operations.map(repeatOf) };
    case "deliver":
      return { ...base, form: "picks", picks: deliveries(frame.messages) };
    default:
      return { ...base, form: "picks", picks: onServers(name, word, frame.servers) };
  }
}

type Base = Omit<Row, "form">;

function one(base: Base, line: string): Row {
  return { ...base, form: "picks", picks: [{ line, label: "", able: true, server: 0 }] };
}

function repeatOf({ id, text }: { id: number; text: string }): Choice {
  return { line: `retry ${id}`, label: `${id} · ${text}`, able: true, server: 0 };
}

function onServers(name: string, word: string, servers: readonly ServerView[]): Choice[] {
  return servers.map((server) => onServer(name, word, server));
}

function onServer(name: string, word: string, server: ServerView): Choice {
  const label = `S${server.id}`;
  return {
    line: lineOf(name, word, server.id),
    label,
    able: isAble(name, server),
    server: server.id,
  };
}

/** AT is the word of a verb that names the server: put+via. */
const AT = "via";

/** BUYERS and VALUES are what clients at S1, S2 and so on ask for, one after the other. */
const BUYERS: readonly string[] = ["ann", "bob", "cyd"];
const VALUES: readonly string[] = ["X", "Y", "Z"];

function ofServer(list: readonly string[], id: number): string {
  return list[(id - 1) % list.length] ?? "";
}

/** CLOCK_SHARE is how much a slow clock is slowed. */
const CLOCK_SHARE = "90%";

function lineOf(name: string, word: string, id: number): string {
  const server = `S${id}`;
  switch (name) {
    case "get":
      return word ? `get x ${word} via ${server}` : `get x via ${server}`;
    case "put":
      return `put x 2 via ${server}`;
    case "compare-and-set":
      return `compare-and-set stock 1 ${ofServer(BUYERS, id)} via ${server} as C${id}`;
    case "propose":
      return `propose ${server} ${ofServer(VALUES, id)}`;
    case "fsync":
      return `fsync ${server} forgets`;
    case "clock":
      return `clock ${server} slow ${CLOCK_SHARE}`;
    default:
      return `${name} ${server}`;
  }
}

/** DOWN are the verbs for a server without power. */
const DOWN: readonly string[] = ["restart", "wipe"];
/** EVER are those for any server. */
const EVER: readonly string[] = ["isolate", "rejoin", "fsync", "clock"];

function isAble(name: string, { up }: ServerView): boolean {
  return EVER.includes(name) || up !== DOWN.includes(name);
}

/** deliveries names each message by its link, and by its place on the link where there are several. */
function deliveries(messages: readonly MessageView[]): Choice[] {
  const seen = new Map<string, number>();
  return messages.map((message) => {
    const { from, to } = message;
    const link = `S${from} > S${to}`;
    const place = (seen.get(link) ?? 0) + 1;
    seen.set(link, place);
    return {
      line: `deliver ${link}${place > 1 ? ` ${place}` : ""}`,
      label: labelOf(message),
      able: true,
      server: 0,
    };
  });
}

/** SINGLE is the word of a verb that is about one message: hold+message. */
const SINGLE = "message";

/** singles are the messages that can be held, or those that can be released. */
function singles(name: string, messages: readonly MessageView[]): Choice[] {
  return messages
    .filter(({ held }) => held === (name === "release"))
    .map(({ id, ...message }) => ({
      line: `${name} m${id}`,
      label: labelOf(message),
      able: true,
      server: 0,
    }));
}

function labelOf({ from, to, kind, label }: Omit<MessageView, "id">): string {
  return `S${from} → S${to} · ${label ? `${kind} ${label}` : kind}`;
}

/** pressOf is what a press on a message in the picture does to it, "" if the budget has nothing for it. */
export function pressOf(frame: FrameOf, id: number): string {
  const at = frame.messages.findIndex((message) => message.id === id);
  const has = (verb: string) =>
    frame.budget.some(({ verbs, of, left }) => verbs.includes(verb) && (of === 0 || left > 0));
  if (has("deliver")) return deliveries(frame.messages)[at]?.line ?? "";
  const verb = frame.messages[at]?.held ? "release" : "hold";
  return at >= 0 && has(`${verb}+${SINGLE}`) ? `${verb} m${id}` : "";
}

/** isOver is true of a run in which nothing more can be done. */
export function isOver({ puzzle }: Pick<Frame, "puzzle">): boolean {
  return puzzle === "reached" || puzzle === "missed";
}

/** tokensOf are what a budget counts. */
export function tokensOf(budget: readonly AllowanceView[]): AllowanceView[] {
  return budget.filter(({ of }) => of > 0);
}
