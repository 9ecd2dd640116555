// A scenario's small picture: time goes to the right, each server has a lane in the colour of its level. The name
// beside it says to a screen reader what it is.
import { levelClass } from "../../base/level.ts";
import { LANES, MARKS, type Sketch } from "../../course/sketches.ts";
import { memo } from "../memo.ts";

/** WIDTH is that of the drawing, its margins included; a large one has more room between lanes. */
const WIDTH = 320;
const MARGIN = 8;
const STEPS = 1000;
const HEIGHTS = { large: 132, small: 92 };

interface Props {
  sketch: Sketch | undefined;
  size: keyof typeof HEIGHTS;
}

export const SketchPicture = memo(({ sketch, size }: Props) => {
  const height = HEIGHTS[size];
  const gap = (height - 2 * MARGIN - 8) / Math.max(1, (sketch?.servers ?? 1) - 1);
  const x = (time: number): number => round(MARGIN + (time / STEPS) * (WIDTH - 2 * MARGIN));
  const y = (server: number): number =>
    round((sketch?.servers === 1 ? height / 2 : MARGIN + 4) + (server - 1) * gap);
  const at: At = { x, y };
  return (
    <svg class="sketch" viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
      {sketch && (
        <>
          <Ways sketch={sketch} at={at} />
          <Lanes sketch={sketch} at={at} />
          <Marks sketch={sketch} at={at} />
        </>
      )}
    </svg>
  );
});

interface At {
  x(time: number): number;
  y(server: number): number;
}

interface PartProps {
  sketch: Sketch;
  at: At;
}

/** Ways draws the messages of a level as one path: there are many. */
function Ways({ sketch: { ways }, at: { x, y } }: PartProps) {
  const paths = new Map<number, string>();
  let lost = "";
  for (const [from = 0, begin = 0, to = 0, end = 0, level = 0, isLost] of chunks(ways, 6)) {
    const [endX, endY] = [x(end), isLost ? (y(from) + y(to)) / 2 : y(to)];
    paths.set(level, `${paths.get(level) ?? ""}M${x(begin)} ${y(from)}L${endX} ${round(endY)}`);
    if (isLost) lost += cross(endX, endY, 2);
  }
  return (
    <>
      {[...paths].map(([level, path]) => (
        <path key={level} class={`way ${levelClass(level)}`} d={path} />
      ))}
      <path class="lost-ways" d={lost} />
    </>
  );
}

function Lanes({ sketch: { lanes }, at: { x, y } }: PartProps) {
  return (
    <>
      {chunks(lanes, 5).map(([server = 0, begin = 0, end = 0, level = 0, what = 0], i) => (
        <path
          key={i}
          class={`lane ${LANES[what]} ${levelClass(level)}`}
          d={`M${x(begin)} ${y(server)}H${x(end)}`}
        />
      ))}
    </>
  );
}

function Marks({ sketch, at: { x, y } }: PartProps) {
  return (
    <>
      {chunks(sketch.marks, 3).map(([server = 0, time = 0, kind = 0], i) => (
        <path
          key={i}
          class={`mark ${MARKS[kind]} ${levelClass(levelAt(sketch, server, time))}`}
          d={shapeOf(kind)}
          transform={`translate(${x(time)},${y(server)})`}
        />
      ))}
    </>
  );
}

/** levelAt is the level of a server's lane that begins there. */
function levelAt({ lanes }: Sketch, server: number, time: number): number {
  const all = chunks(lanes, 5);
  return all.findLast(([one, begin = 0]) => one === server && begin <= time)?.[3] ?? 0;
}

function shapeOf(kind: number): string {
  switch (MARKS[kind]) {
    case "stands":
      return "M0-4.5L4.5 0L0 4.5L-4.5 0Z";
    case "leads":
      return "M4.3-2.5V2.5L0 5L-4.3 2.5V-2.5L0-5Z";
    case "crash":
      return cross(0, 0, 4);
    default:
      return "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0";
  }
}

function cross(x: number, y: number, half: number): string {
  const [left, right, top, bottom] = [x - half, x + half, y - half, y + half].map(round);
  return `M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}`;
}

export function chunks(all: readonly number[], size: number): number[][] {
  return Array.from({ length: all.length / size }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
