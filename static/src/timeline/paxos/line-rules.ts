// The lines of Paxos: `ballot ballot=2.1 wish=X`, `accept slot=3 ballot=2.1 value=X`, and its messages.
import type { Change, LineRules } from "../line-rules.ts";

/** BADGES are what a server is after a line. */
const BADGES: ReadonlyMap<string, string> = new Map([
  ["ballot", "preparing"],
  ["propose", "accepting"],
  ["refused", "waiting"],
  ["lead", "leader"],
  ["yield", "acceptor"],
  ["learn", "acceptor"],
]);

/** RULES are by the number of servers: a ballot such as 2.1 is the number 6 among five of them. */
const RULES: readonly LineRules[] = Array.from({ length: 9 }, (_, i) => rulesFor(i + 1));

export function paxosRules(servers: number): LineRules {
  return RULES[servers - 1] ?? rulesFor(servers);
}

function rulesFor(servers: number): LineRules {
  const levelOf = (details: string): number => ballotNumber(details, servers);
  return {
    work: [...BADGES.keys(), "promise", "accept", "chosen", "apply"],
    applied: "apply",
    marks: ["ballot", "propose", "chosen", "lead", "yield", "refused"],
    messages: [
      ["Prepare", "Promise"],
      ["Accept", "Accepted"],
      ["PrepareAll", "PromiseAll"],
      ["Ask", "Chosen"],
    ],
    others: [
      ["Suggest", ""],
      ["Heartbeat", ""],
    ],
    badges: ["acceptor", "preparing", "accepting", "waiting", "leader"],
    changes(kind, details): Change | null {
      // A proposer promises its own ballot first, and then has a line of its own.
      if (kind === "promise") return { badge: "acceptor", level: levelOf(details) };
      // Of many values, a server learns one after the other, and what it does stays.
      const isOneOfMany = details.includes("slot=");
      const badge = isOneOfMany ? undefined : BADGES.get(kind);
      return badge === undefined ? null : { badge, level: levelOf(details) };
    },
    levelOf,
    isRefusal: (details) => details.includes(" refused"),
  };
}

/** ballotNumber is a ballot as the number that keeps the order, 0 for none. */
function ballotNumber(details: string, servers: number): number {
  const match = /\bballot=(\d+)(?:\.(\d+))?/.exec(details);
  if (!match) return 0;
  const [, round, id] = match;
  return id === undefined ? Number(round) : (Number(round) - 1) * servers + Number(id);
}
