// Who counts: the questions that are open at this moment, each with one seat a server. A seat is full once its server
// has said yes, and crossed once it has said no. It stands below the logs where something beyond Figure 2 is switched
// on, and where a read waits, and is fetched with the first run in which it does.
import { levelClass } from "../../base/level.ts";
import type { Frame } from "../../engine/protocol.ts";
import { refusalsOf } from "../../timeline/raft/refusals.ts";
import { enLab } from "../../words/en-lab.ts";
import { isRaft, type RaftServer } from "./server.ts";

/** Two questions have room below the logs of few servers, one below those of more. */
const FEW_MAX = 3;

export interface Question {
  text: string;
  level: number;
  yes: readonly number[];
  no: readonly number[];
}

/** NO_LINES is a run of which no line is known. */
const NO_LINES: readonly string[] = [];

/** questionsOf are those that are open in a frame, as many as have room: the earliest stage of an election first. Lines
 * are the run's, which say who refused. */
export function questionsOf(
  frame: Pick<Frame, "event" | "raft" | "servers">,
  lines: readonly string[] = NO_LINES,
): Question[] {
  const servers = frame.servers.filter(isRaft).filter(({ up }) => up);
  const words = enLab.elections.questions;
  const of = (role: string, make: (server: RaftServer) => Question): Question[] =>
    servers.filter(({ raft }) => raft.role === role).map(make);
  const refused = (id: number, yes: readonly number[]): number[] =>
    refusalsOf(id, lines, frame.event).filter((one) => !yes.includes(one));
  const asks = of("pre-candidate", ({ id, level, raft }) => {
    const yes = raft.elections?.preVotes ?? [];
    return { text: words.preVote(`S${id}`, level + 1), level, yes, no: refused(id, yes) };
  });
  // A vote of Figure 2 alone is counted on the ring.
  const stands = !frame.raft?.elections
    ? []
    : of("candidate", ({ id, level, raft }) => {
        const { votes: yes } = raft;
        return { text: words.vote(`S${id}`, level), level, yes, no: refused(id, yes) };
      });
  const counts = of("leader", ({ id, level, raft }) => {
    return {
      text: words.answered(`S${id}`),
      level,
      yes: [id, ...(raft.elections?.active ?? [])],
      no: [],
    };
  });
  const reads = servers.flatMap(({ id, level, raft }) => {
    const read = raft.reads?.pending.find(({ round }) => round > 0);
    if (!read) return [];
    return [
      { text: words.read(read.request, `S${id}`, read.round), level, yes: read.acks, no: [] },
    ];
  });
  const all = [...asks, ...stands, ...reads, ...(frame.raft?.elections?.checkQuorum ? counts : [])];
  return all.slice(0, frame.servers.length > FEW_MAX ? 1 : 2);
}

export function WhoCounts({ frame, lines }: { frame: Frame; lines: readonly string[] }) {
  const questions = questionsOf(frame, lines);
  if (questions.length === 0) return null;
  const count = frame.servers.length;
  const majority = Math.floor(count / 2) + 1;
  return (
    <section class="who-counts" aria-label={enLab.elections.whoCounts} data-testid="who-counts">
      {questions.map(({ text, level, yes, no }) => (
        <div key={text} class={levelClass(level)}>
          <p>
            <b>{text}</b> <span class="tally">{tally(yes, no, count, majority)}</span>
          </p>
          <span class="seats" aria-hidden="true">
            {frame.servers.map(({ id }) => (
              <Seat key={id} id={id} yes={yes.includes(id)} no={no.includes(id)} />
            ))}
          </span>
        </div>
      ))}
    </section>
  );
}

function Seat({ id, yes, no }: { id: number; yes: boolean; no: boolean }) {
  if (yes) return <span class="seat yes">{`S${id} ✓`}</span>;
  return <span class={no ? "seat no" : "seat"}>{`S${id}`}</span>;
}

/** tally is how a question stands. The seats are for the eye alone, so it names the refusals, too. */
function tally(
  yes: readonly number[],
  no: readonly number[],
  count: number,
  majority: number,
): string {
  const words = enLab.elections;
  const text = words.tally(yes.length, count, majority);
  return no.length > 0 ? `${text}, ${words.refusals(no.map((id) => `S${id}`))}` : text;
}
