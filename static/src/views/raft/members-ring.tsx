// What changes of the servers add to the ring, fetched with the first run that has them: a band under the servers of
// the configuration that decides, in a joint phase two, and the shapes of servers that are not counted.
import { levelClass } from "../../base/level.ts";
import type { ConfigurationView } from "../../engine/protocol-raft.ts";
import { enChapters } from "../../words/en-chapters.ts";
import { NODE_RADIUS, ringPlaces, round, VIEW } from "../ring/geometry.ts";
import type { AroundProps, UnderProps } from "../ring/part.ts";
import { majorityOf } from "./configuration.ts";
import { decidingOf, type Seat, seatOf } from "./seats.ts";

const words = enChapters.members;
/** A band is so wide; its edge is outside of the ring for the old half, and inside for the new one. */
const WIDTH = 66;
const APART = 5;
const EDGE = WIDTH / 2 + APART;
/** The names of the halves stand in the lower corners. */
const NAME_AT = 402;
const WORD_DISTANCE = 43;
/** A word stands so far from straight inwards, in radians: messages come and go there. */
const WORD_TURN = 0.95;

export function Bands({ frame, places }: UnderProps) {
  const now = decidingOf(frame);
  if (!now) return null;
  const isJoint = now.next.length > 0;
  const count = places.length;
  return (
    <g class="bands" data-voters={now.voters.join(" ")} data-next={now.next.join(" ")}>
      <Band members={now.voters} count={count} at={isJoint ? 1 : 0} />
      {isJoint && <Band members={now.next} count={count} at={-1} />}
      <Heads now={now} isJoint={isJoint} />
    </g>
  );
}

/** Band lies under the members; at is 1 for the outer of two, -1 for the inner, 0 where there is one. */
function Band({
  members,
  count,
  at,
}: {
  members: readonly number[];
  count: number;
  at: -1 | 0 | 1;
}) {
  const radius = VIEW.radius + at * APART;
  const edge = VIEW.radius + (at < 0 ? -EDGE : EDGE);
  const name = at < 0 ? "band next" : "band old";
  return (
    <>
      {neighbours(members, count).map(([first, last]) => (
        <g key={first} class={name}>
          <path d={arc(first, last, count, radius)} stroke-width={WIDTH} />
          <path class="edge" d={arc(first, last, count, edge, 0.16)} />
        </g>
      ))}
    </>
  );
}

/** Heads say how many each half needs. */
function Heads({ now, isJoint }: { now: ConfigurationView; isJoint: boolean }) {
  const needs = (half: readonly number[]): string => words.needs(majorityOf(half), half.length);
  return (
    <>
      <text class="band-name" x={VIEW.width - 2} y={NAME_AT} text-anchor="end">
        {isJoint ? words.old : words.voters}
      </text>
      <text x={VIEW.width - 2} y={NAME_AT + 16} text-anchor="end">
        {needs(now.voters)}
      </text>
      {isJoint && (
        <>
          <text class="band-name next" x={2} y={NAME_AT}>
            {words.next}
          </text>
          <text x={2} y={NAME_AT + 16}>
            {needs(now.next)}
          </text>
        </>
      )}
    </>
  );
}

/** neighbours are the runs of members that stand side by side, as first and last; the last may be above the number of
 * servers, where a run goes on past twelve o'clock. */
export function neighbours(members: readonly number[], count: number): [number, number][] {
  if (members.length >= count) return [[1, count]];
  const isMember = (id: number): boolean => members.includes(((id - 1 + count) % count) + 1);
  return members
    .filter((id) => !isMember(id - 1))
    .map((first) => {
      let last = first;
      while (isMember(last + 1)) last += 1;
      return [first, last];
    });
}

/** arc goes along a circle around the ring's centre, `beyond` radians further at both ends; all servers make a whole
 * circle, of two halves: an arc whose ends are almost one point has its centre anywhere. */
export function arc(
  first: number,
  last: number,
  count: number,
  radius: number,
  beyond = 0.001,
): string {
  const { x, y } = VIEW.centre;
  const step = (2 * Math.PI) / count;
  if (count === 1) return `M ${x} ${y}h.1`;
  const at = (angle: number): string =>
    `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
  const half = `A ${radius} ${radius} 0 1 1`;
  if (last - first + 1 >= count) return `M ${at(0)} ${half} ${at(Math.PI)} ${half} ${at(0)}`;
  const from = (first - 1) * step - Math.PI / 2 - beyond;
  const to = (last - 1) * step - Math.PI / 2 + beyond;
  return `M ${at(from)} A ${radius} ${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`;
}

export function Marks({ server, frame }: AroundProps) {
  const seat = seatOf(frame, server.id);
  if (!seat) return null;
  const leads = server.up && server.raft?.role === "leader";
  return (
    <g data-seat={seat} class={levelClass(server.level)}>
      {!leads && <Apart seat={seat} isUp={server.up} />}
    </g>
  );
}

/** SeatWord says to which half of a joint phase a server belongs. */
export function SeatWord({ server, frame }: Pick<AroundProps, "server" | "frame">) {
  const seat = seatOf(frame, server.id);
  const place = ringPlaces(frame.servers.length)[server.id - 1];
  if (!place || (seat !== "old" && seat !== "new" && seat !== "both")) return null;
  return (
    <text {...inwards(place.angle)} class="seat-word">
      {words.seats[seat]}
    </text>
  );
}

function inwards(angle: number) {
  const at = angle + Math.PI + (Math.cos(angle) < -0.01 ? -WORD_TURN : WORD_TURN);
  const x = round(WORD_DISTANCE * Math.cos(at));
  return {
    x,
    y: round(WORD_DISTANCE * Math.sin(at) + 4),
    "text-anchor": x > 0 ? "start" : "end",
  } as const;
}

/** Apart is drawn over the circle of a server that is not counted: a learner receives, the others have no part in the
 * cluster. */
function Apart({ seat, isUp }: { seat: Seat; isUp: boolean }) {
  const r = NODE_RADIUS;
  if (seat === "learner") {
    return (
      <rect
        class={isUp ? "apart learner" : "apart down"}
        x={-r - 2}
        y={-r - 2}
        width={2 * r + 4}
        height={2 * r + 4}
        rx={13}
      />
    );
  }
  if (seat !== "removed" && seat !== "outside") return null;
  return (
    <>
      <circle class="apart outside" r={r + 1} />
      {seat === "removed" && <path class="apart struck" d="M19.5-19.5L-19.5 19.5" />}
    </>
  );
}
