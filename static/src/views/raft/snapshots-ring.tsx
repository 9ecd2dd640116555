// What snapshots add to the ring, fetched with the first run that has them: beside each server a stack, with the index
// up to which its log is folded away.
import { enChapters } from "../../words/en-chapters.ts";
import { ONE_LINE_MAX, ringPlaces } from "../ring/geometry.ts";
import type { AroundProps } from "../ring/part.ts";

const words = enChapters.snapshots;
/** The stack stands so far beside a server; where labels stand there too, on their inner side. */
const BESIDE = 48;
const LABEL_DISTANCE = 56;
const FROM_LABEL = 25;
/** UPRIGHT: how close to straight above or below a label is still centred, so that the place beside is free. */
const UPRIGHT = 0.4;
/** ASIDE: of few servers, those so far to the side have their labels beside them; the stack stands above those. */
const ASIDE = 0.75;
const ABOVE_LABEL = -28;

export function Stack({ server, frame }: Pick<AroundProps, "server" | "frame">) {
  const snapshots = server.raft?.snapshots;
  const place = ringPlaces(frame.servers.length)[server.id - 1];
  if (!snapshots || !place) return null;
  const { arriving, base, last } = snapshots;
  const across = Math.cos(place.angle);
  const side = across < -0.01 ? -1 : 1;
  const down = Math.sin(place.angle);
  const apart = LABEL_DISTANCE * down + 4 + (down < 0 ? FROM_LABEL : -FROM_LABEL);
  const isFew = frame.servers.length <= ONE_LINE_MAX;
  const isBeside = Math.abs(across) < (isFew ? ASIDE : UPRIGHT);
  return (
    <g
      transform={`translate(${side * BESIDE},${isBeside ? 0 : isFew ? ABOVE_LABEL : apart.toFixed(1)})`}
      data-base={base}
      data-snapshot={last?.lastIndex ?? 0}
      data-arriving={arriving ? `${arriving.chunk}/${arriving.chunks}` : ""}
    >
      <title>{words.whole(base, last?.lastIndex ?? 0)}</title>
      <Pile isEmpty={!last} />
      <text x={side * 12} y={4.5} text-anchor={side < 0 ? "end" : "start"} class="stack-base">
        {words.stack(base)}
      </text>
    </g>
  );
}

/** Pile is a stack of entries that became one thing; dashed while there is none. */
function Pile({ isEmpty }: { isEmpty: boolean }) {
  return (
    <g fill="var(--panel)" stroke="var(--ink-2)" stroke-width={1.5}>
      <rect
        x={-6.5}
        y={-8}
        width={13}
        height={16}
        rx={2}
        stroke-dasharray={isEmpty ? "2 2.5" : undefined}
      />
      {!isEmpty && <path d="M-6.5-2.7H6.5M-6.5 2.7H6.5" />}
    </g>
  );
}
