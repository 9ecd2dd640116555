// English: events that are too frequent for "What happened", each in a sentence: where they led to a violation.

/** Sent is a message as a trace names it. */
export interface Sent {
  kind: string;
  term: number;
  /** entries is how many it carries. */
  entries: number;
  /** outcome is what an answer says, "" for a request. */
  outcome: string;
}

function message({ kind, term, entries }: Sent): string {
  const carries = entries > 0 ? ` with ${plural(entries)}` : "";
  const of = term > 0 ? ` of term ${term}` : "";
  return `${kind}${of}${carries}`;
}

/** says is the end of the sentence. */
const says = ({ outcome }: Sent): string => (outcome ? `: ${outcome}.` : ".");

function plural(entries: number): string {
  return entries === 1 ? "one entry" : `${entries} entries`;
}

function range(first: number, count: number): string {
  return count === 1 ? `entry ${first}` : `entries ${first} to ${first + count - 1}`;
}

const LOST: Readonly<Record<string, string>> = {
  cut: "the link is cut",
  crashed: "the receiver has crashed",
  loss: "the network lost it",
  flaky: "the link is flaky",
  dropped: "a command dropped it",
};

export const enCauses = {
  send: (server: string, to: string, sent: Sent) =>
    `${server} sends ${to} ${message(sent)}${says(sent)}`,
  deliver: (server: string, from: string, sent: Sent) =>
    `${server} gets ${message(sent)} from ${from}${says(sent)}`,
  drop: (server: string, from: string, sent: Sent, because: string) =>
    `${message(sent)} from ${from} never arrives at ${server}: ${LOST[because] ?? because}.`,
  duplicate: (from: string) => `A message from ${from} will arrive twice.`,
  wake: (server: string) => `${server}'s timer goes off.`,
  fire: (server: string) => `Somebody lets ${server}'s timer go off.`,
  control: (server: string, what: string) => `${server} is told: ${what}.`,
  term: (server: string, term: string) => `${server} goes on to term ${term}.`,
  vote: (server: string, candidate: string, term: string) =>
    server === candidate
      ? `${server} votes for itself in term ${term}.`
      : `${server} votes for ${candidate} in term ${term}.`,
  log: (server: string, from: number, added: number, removed: number) => {
    const adds = `adds ${range(from, added)} to its log`;
    if (removed === 0) return `${server} ${adds}.`;
    const removes = `removes ${plural(removed)} from its log, from index ${from} on`;
    return added === 0 ? `${server} ${removes}.` : `${server} ${removes}, and ${adds}.`;
  },
  boot: (server: string) => `${server} starts.`,
  save: (server: string) => `${server} saves to its disk.`,
  saved: (server: string) => `${server}'s disk is done.`,
  probe: (server: string, to: string) => `${server} looks for the place where ${to} agrees.`,
  replicate: (server: string, to: string) => `${server} sends on to ${to} without waiting.`,
  compact: (server: string, base: string) => `${server} cuts its log up to entry ${base}.`,
  apply: (server: string, index: string, what: string) =>
    `${server} applies entry ${index}${what && `: ${what}`}.`,
  asked: (server: string, request: string) => `Request ${request} arrives at ${server}.`,
  other: (actor: string, kind: string, details: string) =>
    `${actor === "-" ? "" : `${actor}: `}${kind} ${details}`.trimEnd(),
};
