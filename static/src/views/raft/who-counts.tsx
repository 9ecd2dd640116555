// Who counts: the questions that are open at this moment, each with one seat a server. A seat is full once its server
// has said yes. It stands below the logs where something beyond Figure 2 is switched on, and where a read waits.
import { levelClass } from "../../base/level.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { isRaft, type RaftServer } from "./server.ts";

/** Two questions have room below the logs of few servers, one below those of more. */
const FEW_MAX = 3;

export interface Question {
  text: string;
  level: number;
  yes: readonly number[];
}

/** questionsOf are those that are open in a frame, as many as have room: the earliest stage of an election first. */
export function questionsOf(frame: Pick<Frame, "raft" | "servers">): Question[] {
  const servers = frame.servers.filter(isRaft).filter(({ up }) => up);
  const words = enLab.elections.questions;
  const of = (role: string, make: (server: RaftServer) => Question): Question[] =>
    servers.filter(({ raft }) => raft.role === role).map(make);
  const asks = of("pre-candidate", ({ id, level, raft }) => {
    return { text: words.preVote(`S${id}`, level + 1), level, yes: raft.elections?.preVotes ?? [] };
  });
  // A vote of Figure 2 alone is counted on the ring.
  const stands = !frame.raft?.elections
    ? []
    : of("candidate", ({ id, level, raft }) => {
        return { text: words.vote(`S${id}`, level), level, yes: raft.votes };
      });
  const counts = of("leader", ({ id, level, raft }) => {
    return { text: words.answered(`S${id}`), level, yes: [id, ...(raft.elections?.active ?? [])] };
  });
  const reads = servers.flatMap(({ id, level, raft }) => {
    const read = raft.reads?.pending.find(({ round }) => round > 0);
    if (!read) return [];
    return [{ text: words.read(read.request, `S${id}`, read.round), level, yes: read.acks }];
  });
  const all = [...asks, ...stands, ...reads, ...(frame.raft?.elections?.checkQuorum ? counts : [])];
  return all.slice(0, frame.servers.length > FEW_MAX ? 1 : 2);
}

export function WhoCounts({ frame }: { frame: Frame }) {
  const questions = questionsOf(frame);
  if (questions.length === 0) return null;
  const count = frame.servers.length;
  const majority = Math.floor(count / 2) + 1;
  return (
    <section class="who-counts" aria-label={enLab.elections.whoCounts} data-testid="who-counts">
      {questions.map(({ text, level, yes }) => (
        <div key={text} class={levelClass(level)}>
          <p>
            <b>{text}</b>{" "}
            <span class="tally">{enLab.elections.tally(yes.length, count, majority)}</span>
          </p>
          <span class="seats" aria-hidden="true">
            {frame.servers.map(({ id }) => (
              <span key={id} class={yes.includes(id) ? "seat yes" : "seat"}>
                {`S${id}${yes.includes(id) ? " ✓" : ""}`}
              </span>
            ))}
          </span>
        </div>
      ))}
    </section>
  );
}
