// The rules of Figure 2 as cells, each filled when the rule has passed, each a way to its exercise.
import type { State } from "../../app/state.ts";
import { enPath } from "../../words/en-path.ts";
import { hexagon } from "../ring/geometry.ts";
import { linkOf, OWN_RAFT, progressOf } from "./path.ts";
import "./cells.css";

/** CELL is the radius of a cell, STEP how far its neighbours are from the middle. */
const CELL = 34;
const STEP = 63;

export function Cells({ memory }: { memory: State["memory"] }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: what is in it has names
    <svg class="rule-cells" viewBox="-105 -105 210 210">
      {OWN_RAFT.map((id, i) => (
        <Cell key={id} id={id} place={i} memory={memory} />
      ))}
    </svg>
  );
}

/** Cell stands around the middle, which is the last rule's. */
function Cell({ id, place, memory }: { id: string; place: number; memory: State["memory"] }) {
  const progress = progressOf({ kind: "exercise", id }, memory);
  const isMiddle = place === OWN_RAFT.length - 1;
  const angle = (place * Math.PI) / 3 - Math.PI / 2;
  const [x, y] = isMiddle ? [0, 0] : [STEP * Math.cos(angle), STEP * Math.sin(angle)];
  const { yours, begun } = enPath.own;
  const word = { done: yours, begun, open: "" }[progress];
  return (
    <a
      href={linkOf({ kind: "exercise", id })}
      class={`cell ${progress}`}
      aria-label={`${id} ${word}`}
    >
      <g transform={`translate(${x.toFixed(1)},${y.toFixed(1)})`}>
        <polygon points={hexagon(CELL)} transform="rotate(30)" />
        <text y={word ? -2 : 4}>{id}</text>
        {word && <text y={12}>{word}</text>}
      </g>
    </a>
  );
}
