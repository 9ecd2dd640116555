// Snapshots in the logs: one block over the columns of the entries that were folded away, and another over those that
// a snapshot on its way brings.
import { levelClass } from "../../base/level.ts";
import type { ArrivingView, SnapshotsView } from "../../engine/protocol-raft.ts";
import { enChapters } from "../../words/en-chapters.ts";

const words = enChapters.snapshots;

interface FoldedProps {
  snapshots: SnapshotsView;
  /** first is the first column that the block covers. */
  first: number;
  columns: number;
}

/** Folded is aligned with the indexes. Its strip shows the terms of the entries, its right edge that of the last. */
export function Folded({ snapshots, first, columns }: FoldedProps) {
  const { base, baseTerm, folded } = snapshots;
  const runs = folded
    .map(({ term, from, count }) => ({ term, from: Math.max(from, first), to: from + count - 1 }))
    .filter(({ from, to }) => to >= from);
  const all = folded.map(({ term, from, count }) => words.run(term, from, from + count - 1));
  return (
    <div
      class={`folded ${levelClass(baseTerm)}${first > 1 ? " open" : ""}`}
      title={words.runs(all)}
      data-base={base}
    >
      <span>{columns > 1 ? words.block(base, baseTerm) : words.short(base)}</span>
      <span class="unseen">{words.runs(all)}</span>
      <span class="runs" aria-hidden="true">
        {runs.map(({ term, from, to }) => (
          <i key={from} class={levelClass(term)} style={{ flex: to - from + 1 }} />
        ))}
      </span>
    </div>
  );
}

const PERCENT = 100;
/** In more columns than these there is room for the whole sentence. */
const FULL = 2;

/** Arriving is dashed: of what has come nothing is installed yet. Its ground says how much that is. */
export function Arriving({ arriving, columns }: { arriving: ArrivingView; columns: number }) {
  const { chunk, chunks, lastIndex, lastTerm, have, bytes } = arriving;
  const part = bytes > 0 ? have / bytes : 0;
  return (
    <div class={`arriving ${levelClass(lastTerm)}`} data-arriving={`${chunk}/${chunks}`}>
      <i style={{ width: `calc(${(part * PERCENT).toFixed(1)}% - 6px)` }} />
      {columns > FULL ? (
        <span>{words.comes(lastIndex, chunk, chunks)}</span>
      ) : (
        <span title={words.comes(lastIndex, chunk, chunks)}>{words.part(chunk, chunks)}</span>
      )}
    </div>
  );
}
