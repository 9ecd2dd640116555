// The rows of Paxos. One value: acceptors by ballot, with the promise as a gate. Many values: servers by slot.
import type { Frame } from "../../engine/protocol.ts";
import type { BallotView, PaxosRun, SlotView } from "../../engine/protocol-paxos.ts";
import { enPaxos as words } from "../../words/en-paxos.ts";
import { enProtocols } from "../../words/en-protocols.ts";
import { type Question, seatsOf } from "../rows/counts.tsx";
import type { Cell, GridData } from "../rows/grid.tsx";
import { isThere, type PaxosServer, paxosServers } from "./server.ts";

/** BALLOTS_MAX and SLOTS_MAX are how many are shown, the last ones. A slot has the command in words. */
const BALLOTS_MAX = 8;
const SLOTS_MAX = 5;

export function gridOf(frame: Frame): GridData {
  const servers = paxosServers(frame);
  return frame.paxos?.mode === "multi" ? bySlot(servers) : byBallot(servers, frame.paxos);
}

function byBallot(servers: readonly PaxosServer[], run: PaxosRun | undefined): GridData {
  const acceptors = servers.filter(({ paxos }) => paxos.acceptor);
  const ballots = ballotsOf(acceptors, run).slice(-BALLOTS_MAX);
  const place = (number: number): number => ballots.findIndex((one) => one.number === number);
  return {
    columns: ballots.map(({ name, number }) => ({ key: String(number), head: name })),
    noteHead: words.promised,
    rows: acceptors.map(({ id, up, paxos }) => ({
      id,
      isDown: !up,
      cells: ballots.map(({ number }) => {
        const slot = paxos.slots.find(({ accepted }) => accepted.number === number);
        return slot ? cellOf(slot) : null;
      }),
      gate: place(paxos.promised.number),
      note: isThere(paxos.promised) ? words.atLeast(paxos.promised.name) : "",
    })),
  };
}

/** ballotsOf are all ballots that are in sight, by rising number. */
function ballotsOf(acceptors: readonly PaxosServer[], run: PaxosRun | undefined): BallotView[] {
  const all = [
    ...acceptors.flatMap(({ paxos }) => [
      paxos.promised,
      ...paxos.slots.map(({ accepted }) => accepted),
    ]),
    ...(run?.open ?? []).map(({ ballot }) => ballot),
    ...(run?.chosen ?? []).map(({ ballot }) => ballot),
  ];
  const known = new Map(all.filter(isThere).map((one) => [one.number, one]));
  return [...known.values()].sort((a, b) => a.number - b.number);
}

function bySlot(servers: readonly PaxosServer[]): GridData {
  const last = Math.max(0, ...servers.map(({ paxos }) => paxos.lastSlot));
  const first = Math.max(1, last - SLOTS_MAX + 1);
  const slots = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    columns: slots.map((slot) => ({ key: String(slot), head: String(slot) })),
    noteHead: words.promised,
    rows: servers.map(({ id, up, paxos }) => ({
      id,
      isDown: !up,
      cells: slots.map((number) => {
        const slot = paxos.slots.find((one) => one.slot === number);
        return slot ? cellOf(slot) : null;
      }),
      note: isThere(paxos.promised) ? words.atLeast(paxos.promised.name) : "",
    })),
  };
}

/** cellOf is what a server has accepted in a slot, or knows of it. */
function cellOf({ accepted, value, chosen, learned }: SlotView): Cell | null {
  if (value === "" && learned === "") return null;
  const isKnown = learned !== "";
  return {
    text: value || learned,
    small: isThere(accepted) ? `${accepted.name}${isKnown ? " ✓" : ""}` : "✓",
    level: accepted.number,
    look: chosen || value === "" ? "settled" : "taken",
    said: isKnown ? words.known : chosen ? words.chosen : words.accepted,
  };
}

/** QUESTIONS_MAX is how many have room below the rows. */
const QUESTIONS_MAX = 2;

/** questionsOf are who has accepted what is chosen, and the ballots that are open, the newest last. */
export function questionsOf({ paxos: run }: Frame): Question[] {
  if (!run) return [];
  const asked = run.acceptors;
  const place = (slot: number): string => (run.mode === "multi" ? words.questions.slot(slot) : "");
  const chosen = run.chosen.slice(-1).map(({ slot, value, ballot, by, knownBy }) => ({
    text: words.questions.chosen(ballot.name, place(slot)),
    level: ballot.number,
    seats: seatsOf(asked, by),
    need: run.majority,
    verdict: words.questions.knows(value, enProtocols.servers(knownBy) || enProtocols.nobody),
  }));
  const open = run.open.map(({ slot, ballot, value, promises, accepts }) => {
    const isSecond = accepts.length > 0;
    return {
      text: isSecond
        ? words.questions.accepts(ballot.name, value, place(slot))
        : words.questions.promises(ballot.name),
      level: ballot.number,
      seats: seatsOf(asked, isSecond ? accepts : promises),
      need: run.majority,
      verdict: "",
    };
  });
  return [...chosen, ...open.slice(-(QUESTIONS_MAX - chosen.length))];
}
