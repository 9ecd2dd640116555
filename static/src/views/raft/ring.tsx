// Raft on the ring: a leader is crowned, the election timer runs down around a server, and a candidate counts votes.
import { usePart } from "../part-of.ts";
import { arcPath, inSteps } from "../ring/geometry.ts";
import type { AroundProps, RingPart } from "../ring/part.ts";
import { shapeOf } from "./shape.ts";
import { timerLeft } from "./timer.ts";
import "./ring.css";

const STILLS = 8;
const TIMER_RADIUS = 33;

export const raftRing: RingPart = {
  badge: ({ badge, raft }, words) => (raft ? words.ring.role[raft.role] : badge),
  level: (term, words) => ({ long: words.ring.term(term), short: `t${term}` }),
  isCrowned: ({ raft }) => raft?.role === "leader",
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
  shape: ({ kind, label }) => shapeOf(kind, label !== ""),
};

const elections = () => import("./elections.tsx");
const reads = () => import("./reads.tsx");

function Around({ server, frame, calm }: AroundProps) {
  const { raft, up } = server;
  const more = usePart(raft?.elections !== undefined, elections);
  const waiting = usePart(raft?.reads !== undefined, reads);
  if (!raft) return null;
  // In a manual world a timer fires only when somebody fires it, whatever the time is.
  const left = up && !frame.manual ? timerLeft(raft, frame.now) : 0;
  return (
    <>
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
