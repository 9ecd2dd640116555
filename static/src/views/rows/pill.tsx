// A pill below a server on the ring: what binds it, and what it holds.
import { levelClass } from "../../base/level.ts";

interface Props {
  text: string;
  level: number;
  isSettled: boolean;
}

/** LETTER is the width of a letter, EDGES that of both ends. */
const LETTER = 6.4;
const EDGES = 14;
const TOP = 32;
const HEIGHT = 19;

export function Pill({ text, level, isSettled }: Props) {
  const width = text.length * LETTER + EDGES;
  return (
    <g class={`pill ${levelClass(level)} ${isSettled ? "settled" : ""}`}>
      <rect x={-width / 2} y={TOP} width={width} height={HEIGHT} rx={HEIGHT / 2} />
      <path d={`M${-width / 2 + 7} ${TOP + 4}V${TOP + HEIGHT - 4}`} />
      <text x={4} y={TOP + 13.5}>
        {text}
      </text>
    </g>
  );
}
