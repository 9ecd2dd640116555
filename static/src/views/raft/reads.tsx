// What reads without the log add to the ring, fetched with the first run that has them: a read that waits, with a tick
// for each server that answered its round, and the lease of a leader as an arc that runs down.

import { milliseconds } from "../../base/units.ts";
import type { ReadsView, ReadView } from "../../engine/protocol-raft.ts";
import { enLab } from "../../words/en-lab.ts";
import { arcPath, inSteps } from "../ring/geometry.ts";
import type { AroundProps } from "../ring/part.ts";

const STILLS = 8;
const LEASE_RADIUS = 33; // in the place of the election timer, which a leader does not have
/** The ticks of a read stand outside of the crown, and none of them under the name of the role. */
const [TICK_FROM, TICK_TO] = [-42, -48];
/** BADGE is where the names of the reads stand, below the server on its left. */
const BADGE = { x: -33, y: 30 };

export function Marks({ server, frame, calm }: AroundProps) {
  const { raft } = server;
  const reads = raft?.reads;
  if (!raft || !reads) return null;
  const confirmed = reads.pending.find(({ round }) => round > 0);
  const left = reads.leaseUntil - frame.now;
  return (
    <g
      data-reads={requests(reads).join(" ")}
      data-acks={confirmed?.acks.join(" ") ?? ""}
      data-lease={reads.leaseUntil > 0}
    >
      {reads.leaseUntil > 0 && (
        <Lease part={left / (frame.raft?.electionMin ?? left)} left={left} calm={calm} />
      )}
      {confirmed && <Answers read={confirmed} count={frame.servers.length} />}
      <Waiting reads={reads} />
    </g>
  );
}

function requests({ pending, asked, waiting }: ReadsView): number[] {
  return [...pending, ...asked, ...waiting].map(({ request }) => request);
}

/** Lease is as long as the part of an election timeout for which the leader trusts it. */
function Lease({ part, left, calm }: { part: number; left: number; calm: boolean }) {
  const whole = Math.min(1, Math.max(0, part));
  return (
    <path
      d={arcPath(calm ? inSteps(whole, STILLS) : whole, LEASE_RADIUS)}
      fill="none"
      stroke="var(--accent)"
      stroke-width={4}
      stroke-linecap="round"
    >
      <title>{enLab.reads.holds(Math.max(0, milliseconds(left)))}</title>
    </path>
  );
}

function Answers({ read, count }: { read: ReadView; count: number }) {
  return (
    <g class="votes">
      <title>{enLab.reads.read(read.request, read.index, read.round, read.acks)}</title>
      {Array.from({ length: count }, (_, i) => (
        <line
          key={i}
          class={read.acks.includes(i + 1) ? "granted" : ""}
          y1={TICK_FROM}
          y2={TICK_TO}
          transform={`rotate(${((i + 0.5) * 360) / count})`}
        />
      ))}
    </g>
  );
}

/** Waiting names the first read, and how many more wait. */
function Waiting({ reads }: { reads: ReadsView }) {
  const [first, ...more] = requests(reads);
  if (first === undefined) return null;
  const words = enLab.reads;
  const lines = [
    ...reads.pending.map((one) => words.read(one.request, one.index, one.round, one.acks)),
    ...reads.asked.map((one) => words.asked(one.request, one.index)),
    ...reads.waiting.map((one) => words.notBegun(one.request)),
  ];
  return (
    <text {...BADGE} text-anchor="end" font-size={11} fill="var(--accent)" class="mono">
      <title>{lines.join("\n")}</title>
      {`r${first}?${more.length > 0 ? ` ${words.more(more.length)}` : ""}`}
    </text>
  );
}
