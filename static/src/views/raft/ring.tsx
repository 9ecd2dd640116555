// Raft on the ring: a leader is crowned, the election timer runs down around a server, and a candidate counts votes.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";
import { usePart } from "../part-of.ts";
import { arcPath, inSteps } from "../ring/geometry.ts";
import type { AroundProps, RingPart, UnderProps } from "../ring/part.ts";
import { useChapters } from "./chapter-part.ts";
import { seatOf } from "./seats.ts";
import { shapeOf } from "./shape.ts";
import { timerLeft } from "./timer.ts";
import "./ring.css";

const STILLS = 8;
const TIMER_RADIUS = 33;

export const raftRing: RingPart = {
  badge,
  level: (term, words) => ({ long: words.ring.term(term), short: `t${term}` }),
  isCrowned: ({ raft }) => raft?.role === "leader",
  leads: ({ badge: one }) => one === "leader",
  facts: ({ raft }) =>
    raft
      ? {
          "data-role": raft.role,
          "data-term": raft.term,
          "data-commit": raft.commitIndex,
          "data-applied": raft.lastApplied,
        }
      : {},
  Around,
  Beside,
  hangs: () => false,
  Under,
  shape: ({ kind, label }) => shapeOf(kind, label !== ""),
};

const elections = () => import("./elections.tsx");
const reads = () => import("./reads.tsx");

/** badge is the role, or what a follower is that has no vote. */
function badge({ id, badge: plain, raft }: ServerView, words: Words, frame: Frame): string {
  if (!raft) return plain;
  const seat = seatOf(frame, id);
  const more: Partial<Record<string, string>> = words.ring.seat;
  return (raft.role === "follower" && seat && more[seat]) || words.ring.role[raft.role];
}

function Beside(props: AroundProps) {
  const part = useChapters(props.frame.raft);
  return part && <part.Beside {...props} />;
}

function Under(props: UnderProps) {
  const part = useChapters(props.frame.raft);
  return part && <part.Bands {...props} />;
}

function Around({ server, frame, calm }: AroundProps) {
  const { raft, up } = server;
  const more = usePart(raft?.elections !== undefined, elections);
  const waiting = usePart(raft?.reads !== undefined, reads);
  const part = useChapters(frame.raft);
  if (!raft) return null;
  // In a manual world a timer fires only when somebody fires it, whatever the time is.
  const left = up && !frame.manual ? timerLeft(raft, frame.now) : 0;
  return (
    <>
      {part && <part.SeatMarks server={server} frame={frame} calm={calm} />}
      <path class="timer" d={arcPath(calm ? inSteps(left, STILLS) : left, TIMER_RADIUS)} />
      {up && raft.role === "candidate" && <Votes votes={raft.votes} count={frame.servers.length} />}
      {more && up && <more.Marks server={server} frame={frame} />}
      {waiting && up && <waiting.Marks server={server} frame={frame} calm={calm} />}
    </>
  );
}

/** One tick for each server; those that voted for this candidate are drawn strong. */
function Votes({ votes, count }: { votes: number[]; count: number }) {
  return (
    <g class="votes">
      {Array.from({ length: count }, (_, i) => (
        <line
          key={i}
          class={votes.includes(i + 1) ? "granted" : ""}
          y1={-37}
          y2={-43}
          transform={`rotate(${(i * 360) / count})`}
        />
      ))}
    </g>
  );
}
