// What elections that do not disturb add to the ring, fetched with the first run that has them: who counts as heard,
// who would vote for a pre-candidate, and to whom a leader hands over.
import type { ElectionsView, Frame, ServerView } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { NODE_RADIUS, ringPlaces, round } from "../ring/geometry.ts";
import { isRaft, type RaftServer } from "./server.ts";

/** ON_CROWN is how far from a leader's middle its marks stand, around the crown. */
const ON_CROWN = 42;
const PRE_VOTES = 40;
/** The arrow of a transfer begins and ends so far from the two servers. */
const [FROM, TO] = [50, 46];

export function Marks({ server, frame }: { server: ServerView; frame: Frame }) {
  const elections = server.raft?.elections;
  if (!isRaft(server) || !elections) return null;
  const { active, heard, preVotes, transferee } = elections;
  const { leader, role } = server.raft;
  return (
    <g
      data-heard={heard}
      data-active={active.join(" ")}
      data-pre-votes={preVotes.join(" ")}
      data-transferee={transferee}
    >
      {role === "pre-candidate" && <PreVotes votes={preVotes} count={frame.servers.length} />}
      {role !== "leader" && heard && leader > 0 && (
        <Heard from={server} leader={leader} frame={frame} />
      )}
      {role === "leader" && <Answered server={server} elections={elections} frame={frame} />}
      {transferee > 0 && <HandOver from={server.id} to={transferee} frame={frame} />}
    </g>
  );
}

/** PreVotes is as the ring of a candidate's votes is, with hollow ones: a pre-vote is no vote. */
function PreVotes({ votes, count }: { votes: readonly number[]; count: number }) {
  return (
    <g class="votes">
      {Array.from({ length: count }, (_, i) =>
        votes.includes(i + 1) ? (
          <circle
            key={i}
            r={3.5}
            cy={-PRE_VOTES}
            fill="var(--panel)"
            stroke="var(--level)"
            stroke-width={2}
            transform={`rotate(${(i * 360) / count})`}
          />
        ) : (
          <line key={i} y1={-37} y2={-43} transform={`rotate(${(i * 360) / count})`} />
        ),
      )}
    </g>
  );
}

/** Heard is a dot on a follower's rim, on the side of its leader. */
function Heard({ from, leader, frame }: { from: RaftServer; leader: number; frame: Frame }) {
  const { x, y } = toward(from.id, leader, frame, NODE_RADIUS);
  return (
    <circle cx={x} cy={y} r={4} fill="var(--level)" stroke="var(--panel)" stroke-width={1.5}>
      <title>{enLab.elections.hears(`S${leader}`)}</title>
    </circle>
  );
}

interface AnsweredProps {
  server: RaftServer;
  elections: ElectionsView;
  frame: Frame;
}

/** Answered is a dot on a leader for each follower, on its side: full once it has answered in this interval. */
function Answered({ server, elections, frame }: AnsweredProps) {
  if (!frame.raft?.elections?.checkQuorum) return null;
  return (
    <>
      {frame.servers
        .filter(({ id }) => id !== server.id)
        .map(({ id }) => {
          const { x, y } = toward(server.id, id, frame, ON_CROWN);
          const has = elections.active.includes(id);
          const fill = has ? "var(--level)" : "var(--panel)";
          const words = enLab.elections;
          return (
            <circle
              key={id}
              cx={x}
              cy={y}
              r={3.5}
              fill={fill}
              stroke="var(--level)"
              stroke-width={1.5}
            >
              <title>{has ? words.hasAnswered(`S${id}`) : words.awaits(`S${id}`)}</title>
            </circle>
          );
        })}
    </>
  );
}

/** HandOver is an arrow from a leader to the server that shall lead. */
function HandOver({ from, to, frame }: { from: number; to: number; frame: Frame }) {
  const { distance, angle } = way(from, to, frame);
  const end = distance - TO;
  return (
    <g
      transform={`rotate(${round((angle * 180) / Math.PI)})`}
      fill="none"
      stroke="var(--accent)"
      stroke-width={2.5}
      stroke-linejoin="round"
    >
      <title>{enLab.elections.handsOver(`S${to}`)}</title>
      <path d={`M${FROM} 0H${round(end - 3)}`} stroke-dasharray="7 5" />
      <path d={`M${round(end - 9)}-6L${round(end)} 0L${round(end - 9)} 6`} />
    </g>
  );
}

/** way is the distance and the direction from one server to another. */
function way(from: number, to: number, frame: Frame): { distance: number; angle: number } {
  const places = ringPlaces(frame.servers.length);
  const [a, b] = [places[from - 1], places[to - 1]];
  if (!a || !b) return { distance: 0, angle: 0 };
  return { distance: Math.hypot(b.x - a.x, b.y - a.y), angle: Math.atan2(b.y - a.y, b.x - a.x) };
}

/** toward is the point so far from a server's middle, in the direction of another. */
function toward(from: number, to: number, frame: Frame, radius: number): { x: number; y: number } {
  const { angle } = way(from, to, frame);
  return { x: round(radius * Math.cos(angle)), y: round(radius * Math.sin(angle)) };
}
