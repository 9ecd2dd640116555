// Who counts: the questions that are open at this moment, each with one seat a server. A seat is full once its server
// has said yes, and crossed once it has said no. It stands below the logs where something beyond Figure 2 is switched
// on, and where a read waits, and is fetched with the first run in which it does.
import { levelClass } from "../../base/level.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { ConfigurationView } from "../../engine/protocol-raft.ts";
import { refusalsOf } from "../../timeline/raft/refusals.ts";
import { enChapters } from "../../words/en-chapters.ts";
import { enLab } from "../../words/en-lab.ts";
import { countOf, decides, halvesOf, majorityOf, membersOf } from "./configuration.ts";
import { isRaft, leaderOf, type RaftServer } from "./server.ts";

/** Two questions have room below the logs of few servers, one below those of more. */
const FEW_MAX = 3;

export interface Question {
  text: string;
  level: number;
  yes: readonly number[];
  no: readonly number[];
  /** by is the configuration by which the server that asks counts, absent where the servers stay. */
  by?: ConfigurationView;
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
    servers
      .filter(({ raft }) => raft.role === role)
      .map((server) => ({ ...make(server), ...countedBy(server) }));
  const refused = (id: number, yes: readonly number[]): number[] =>
    refusalsOf(id, lines, frame.event).filter((one) => !yes.includes(one));
  const asks = of("pre-candidate", ({ id, level, raft }) => {
    const yes = raft.elections?.preVotes ?? [];
    return { text: words.preVote(`S${id}`, level + 1), level, yes, no: refused(id, yes) };
  });
  // A vote of Figure 2 alone is counted on the ring.
  const stands =
    !frame.raft?.elections && !frame.raft?.members
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
    const text = words.read(read.request, `S${id}`, read.round);
    return [{ text, level, yes: read.acks, no: [], ...countedBy({ raft }) }];
  });
  const open = frame.raft?.members || frame.raft?.snapshots ? commitQuestions(servers) : [];
  const all = [
    ...asks,
    ...stands,
    ...reads,
    ...open,
    ...(frame.raft?.elections?.checkQuorum ? counts : []),
  ];
  return all.slice(0, frame.servers.length > FEW_MAX ? 1 : 2);
}

function countedBy({ raft }: Pick<RaftServer, "raft">): Pick<Question, "by"> {
  return raft.members ? { by: raft.members.counts } : {};
}

/** commitQuestions ask for the entry of the newest leader that waits: a change of the servers first. */
function commitQuestions(servers: readonly RaftServer[]): Question[] {
  const leader = leaderOf(servers);
  if (!leader) return [];
  const { id, raft } = leader;
  const waits = (index: number): boolean => index > raft.commitIndex && index <= raft.lastIndex;
  const change = raft.members?.index ?? 0;
  // An entry of an older term is committed with one of the leader's own (§5.4.2).
  const own = raft.entries.findIndex(
    ({ term }, i) => term === raft.term && waits(raft.logFrom + i),
  );
  const index = waits(change) ? change : own + raft.logFrom;
  const entry = raft.entries[index - raft.logFrom];
  if (!entry || !waits(index)) return [];
  const words = enChapters.members;
  const kind = entry.configuration ? words.configuration(entry.text) : "";
  const yes = raft.matchIndex.flatMap((match, i) =>
    i + 1 === id || match >= index ? [i + 1] : [],
  );
  return [
    {
      text: words.entry(index, entry.term) + kind,
      level: entry.term,
      yes,
      no: [],
      ...countedBy(leader),
    },
  ];
}

export function WhoCounts({ frame, lines }: { frame: Frame; lines: readonly string[] }) {
  const questions = questionsOf(frame, lines);
  if (questions.length === 0) return null;
  const all = { voters: frame.servers.map(({ id }) => id), next: [], learners: [] };
  return (
    <section class="who-counts" aria-label={enLab.elections.whoCounts} data-testid="who-counts">
      {questions.map((question) =>
        question.by && (question.by.next.length > 0 || question.by.learners.length > 0) ? (
          <Halves key={question.text} question={question} by={question.by} />
        ) : (
          <Plain key={question.text} question={question} by={question.by ?? all} />
        ),
      )}
    </section>
  );
}

interface AskedProps {
  question: Question;
  by: ConfigurationView;
}

/** Plain is one strip, with the tally in words. */
function Plain({ question: { text, level, yes, no }, by: { voters } }: AskedProps) {
  const counted = voters.filter((id) => yes.includes(id));
  return (
    <div class={levelClass(level)}>
      <p>
        <b>{text}</b>{" "}
        <span class="tally">{tally(counted, no, voters.length, majorityOf(voters))}</span>
      </p>
      <Seats voters={voters} yes={yes} no={no} />
    </div>
  );
}

/** Halves are a strip for each half of a joint phase, and learners apart: they never count. */
function Halves({ question, by }: AskedProps) {
  const words = enChapters.members;
  const { text, level, yes, no } = question;
  const halves = halvesOf(by);
  const members = membersOf(by);
  const all = countOf(members, yes);
  const isMisleading = all >= majorityOf(members) && !decides(by, yes);
  return (
    <div class={levelClass(level)} data-halves={halves.length}>
      <p>
        <b>{text}</b>
      </p>
      <div class={halves.length > 1 ? "halves" : ""}>
        {halves.map(({ name, voters }) => {
          const [count, majority] = [countOf(voters, yes), majorityOf(voters)];
          const line =
            count >= majority
              ? words.yes(count, voters.length)
              : words.notYet(count, voters.length, majority);
          return (
            <div key={name} class="half" data-half={name}>
              {halves.length > 1 && <b>{name === "next" ? words.next : words.old}</b>}
              <Seats voters={voters} yes={yes} no={no} />
              <span class={count >= majority ? "tally enough" : "tally"}>{line}</span>
            </div>
          );
        })}
        {halves.length > 1 && <span class="both">{words.bothMust}</span>}
      </div>
      {by.learners.length > 0 && (
        <p class="apart">
          {words.apart}:{" "}
          {by.learners.map((id) => (
            <span key={id} class="seat learner">
              {words.learner(`S${id}`, yes.includes(id))}
            </span>
          ))}
        </p>
      )}
      {halves.length > 1 && isMisleading && (
        <p class="tally">{words.notTheRule(all, members.length)}</p>
      )}
    </div>
  );
}

interface SeatsProps {
  voters: readonly number[];
  yes: readonly number[];
  no: readonly number[];
}

function Seats({ voters, yes, no }: SeatsProps) {
  return (
    <span class="seats" aria-hidden="true">
      {voters.map((id) => (
        <Seat key={id} id={id} yes={yes.includes(id)} no={no.includes(id)} />
      ))}
    </span>
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
