// The logs of whole servers, where a field looks like a log; else how far each has applied.
import type { Frame } from "../../engine/protocol.ts";
import type { WholeView } from "../../engine/protocol-whole.ts";
import { enWhole as words } from "../../words/en-whole.ts";
import type { Question, Seat } from "../rows/counts.tsx";
import type { Cell, GridData } from "../rows/grid.tsx";
import { leaderOf, majority, termOf, type WholeServer, wholeServers } from "./server.ts";

/** COLUMNS_MAX is how many places of the log are shown, the last ones. */
const COLUMNS_MAX = 7;

export function gridOf(frame: Frame): GridData {
  const servers = wholeServers(frame);
  const last = Math.max(0, ...servers.map(({ whole }) => lastOf(whole)));
  const first = Math.max(1, last - COLUMNS_MAX + 1);
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return {
    columns: places.map((place) => ({ key: String(place), head: String(place) })),
    noteHead: words.logs.note,
    rows: servers.map(({ id, up, whole }) => ({
      id,
      isDown: !up,
      cells: places.map((place) => cellAt(whole, place)),
      note: up ? words.logs.applied(whole.applied) : "",
      warns: up && (whole.stuck || whole.trouble !== undefined),
    })),
  };
}

/** logIsKnown is true of a run in which some server's log can be seen. */
export function logIsKnown(frame: Frame): boolean {
  return wholeServers(frame).some(({ whole }) => whole.log.known);
}

function lastOf({ log, applied }: WholeView): number {
  return Math.max(applied, log.entries.at(-1)?.index ?? 0);
}

function cellAt({ log, applied }: WholeView, place: number): Cell | null {
  const entry = log.entries.find(({ index }) => index === place);
  if (entry) {
    return {
      text: entry.text || words.logs.term(entry.term),
      small: `${entry.text ? words.logs.term(entry.term) : ""}${entry.applied ? " ✓" : ""}`.trim(),
      level: entry.term,
      look: entry.applied ? "settled" : "taken",
      said: entry.applied ? words.logs.isApplied : words.logs.inLog,
    };
  }
  if (place > applied) return null;
  const isFolded = log.known && place < log.from;
  return {
    text: isFolded ? words.logs.folded : "",
    small: "✓",
    level: 0,
    look: "settled",
    said: isFolded ? words.logs.inSnapshot : words.logs.isApplied,
  };
}

/** questionsOf are what the cluster counts now, as far as usual fields show it. */
export function questionsOf(frame: Frame): Question[] {
  const servers = wholeServers(frame);
  const leader = leaderOf(servers);
  const asked = leader ? copiesOf(leader, servers) : votesIn(servers);
  return asked ? [asked] : [];
}

/** copiesOf asks who has the first entry that the leader has not applied. */
function copiesOf(leader: WholeServer, servers: readonly WholeServer[]): Question | null {
  const next = leader.whole.log.entries.find(({ applied }) => !applied);
  if (!next) return null;
  const seats = servers.map(({ id, whole }): Seat => {
    const has = whole.log.entries.find(({ index }) => index === next.index);
    return { id, state: has?.term === next.term ? "yes" : "waiting" };
  });
  return {
    text: words.questions.entry(next.index, next.term),
    level: next.term,
    seats,
    need: majority(servers.length),
    verdict: "",
  };
}

/** votesIn asks, while nobody leads, who has voted for whom in the newest term. */
function votesIn(servers: readonly WholeServer[]): Question | null {
  const up = servers.filter((one) => one.up);
  const term = Math.max(0, ...up.map(({ whole }) => termOf(whole)));
  const inTerm = up.filter(({ whole }) => term > 0 && termOf(whole) === term);
  const candidate = inTerm.find(({ id, whole }) => whole.known.votedFor === `S${id}`);
  if (!candidate) return null;
  const seats = servers.map(({ id, whole }): Seat => {
    const voted = inTerm.some((one) => one.id === id) ? (whole.known.votedFor ?? "") : "";
    if (voted === `S${candidate.id}`) return { id, state: "yes" };
    return { id, state: /^S\d$/.test(voted) ? "no" : "waiting" };
  });
  return {
    text: words.questions.votes(candidate.id, term),
    level: term,
    seats,
    need: majority(servers.length),
    verdict: "",
  };
}
