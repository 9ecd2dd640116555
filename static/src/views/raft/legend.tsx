// Every shape of the picture, with its name. It folds, and is open on the first visit.
import type { JSX } from "preact";
import { enTeach } from "../../words/en-teach.ts";
import type { ShapeName } from "../../words/teach.ts";
import { arcPath, hexagon } from "../ring/geometry.ts";
import "../ring/legend.css";

const words = enTeach.legend;

/** DRAWN are the shapes as the ring draws them, each within 11 of its middle. */
const DRAWN: Readonly<Record<ShapeName, JSX.Element>> = {
  follower: <circle class="line" r={8} />,
  candidate: (
    <>
      <circle class="line thick" r={7.5} />
      <path class="line" d="M0-9V-12M9-3L11.6-3.8" />
    </>
  ),
  leader: (
    <>
      <polygon class="full" points={hexagon(8)} />
      <polygon class="line thin" points={hexagon(10.5)} />
    </>
  ),
  crashed: <circle class="down" r={8} />,
  arc: (
    <>
      <circle class="line" r={6.5} />
      <path class="patience" d={arcPath(0.7, 10)} />
    </>
  ),
  plate: (
    <>
      <rect class="paper" x={-14} y={-7} width={28} height={14} rx={3} />
      <text y={3.8}>x=1</text>
    </>
  ),
  request: <path class="dark" d="M-8-5.5H2L8 0L2 5.5H-8Z" />,
  answer: <path class="darkline" d="M-8-5.5H2L8 0L2 5.5H-8Z" />,
  vote: <path class="full" d="M0-7L7 0L0 7L-7 0Z" />,
  entries: <rect class="full" x={-6} y={-6} width={12} height={12} rx={2} />,
  heartbeat: <rect class="full" x={-3} y={-3} width={6} height={6} rx={1} />,
  yes: <circle class="line" r={5} />,
  no: (
    <>
      <circle class="line" r={5.5} />
      <path class="line" d="M-2.5-2.5L2.5 2.5M2.5-2.5L-2.5 2.5" />
    </>
  ),
  cut: <path class="cut" d="M-10 0H10M-4-4L4 4M4-4L-4 4" />,
};

export function Legend() {
  return (
    <ul class="shapes t1" aria-label={`${words.title}. ${words.colours}`} data-testid="legend">
      {(Object.keys(DRAWN) as ShapeName[]).map((name) => {
        const [short, note] = words.shapes[name];
        return (
          <li key={name} title={note}>
            <svg
              width={name === "plate" ? 30 : 22}
              height="23"
              viewBox={name === "plate" ? "-16 -13 32 26" : "-13 -13 26 26"}
              aria-hidden="true"
            >
              {DRAWN[name]}
            </svg>
            {short}
            <span class="unseen">{`: ${note}`}</span>
          </li>
        );
      })}
    </ul>
  );
}
