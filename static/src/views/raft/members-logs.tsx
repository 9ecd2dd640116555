// Changes of the servers in the logs: what each server is, and by which configuration it counts.
import type { MembersView } from "../../engine/protocol-raft.ts";
import { enChapters } from "../../words/en-chapters.ts";
import { membersOf, namesOf, shortOf } from "./configuration.ts";
import type { Seat as SeatName } from "./seats.ts";

const words = enChapters.members;

/** Seat stands below a server's name, where that is not simply a voter. */
export function Seat({ seat }: { seat: SeatName | null }) {
  if (!seat || seat === "voter") return null;
  return <small>{words.seats[seat]}</small>;
}

/** CountsBy is a server's own view of the configuration, which may be older than that of others. */
export function CountsBy({ id, members }: { id: number; members: MembersView }) {
  const { counts, index } = members;
  const isLearner = counts.learners.includes(id);
  const isIn = isLearner || membersOf(counts).includes(id);
  const seat = isLearner ? words.seats.learner : isIn ? "" : words.notInIt;
  return (
    <span title={namesOf(counts)}>
      <span class="mono">{shortOf(counts)}</span>
      <small>{words.countsBy(index, seat)}</small>
    </span>
  );
}
