// The legend of a protocol beside the first: each shape of its picture, with its name.
import type { JSX } from "preact";
import { hexagon } from "../ring/geometry.ts";
import "../ring/legend.css";

export type DrawnShape = keyof typeof DRAWN;

/** DRAWN are shapes as the ring draws them, each within 11 of its middle. */
const DRAWN = {
  follows: <circle class="line" r={8} />,
  leads: (
    <>
      <polygon class="full" points={hexagon(8)} />
      <polygon class="line thin" points={hexagon(10.5)} />
    </>
  ),
  asks: <path class="full" d="M0-7L7 0L0 7L-7 0Z" />,
  data: <rect class="full" x={-6} y={-6} width={12} height={12} rx={2} />,
  routine: <rect class="full" x={-3} y={-3} width={6} height={6} rx={1} />,
  reply: <circle class="line" r={5} />,
  refusal: (
    <>
      <circle class="line" r={5.5} />
      <path class="line" d="M-2.5-2.5L2.5 2.5M2.5-2.5L-2.5 2.5" />
    </>
  ),
  apart: <rect class="down" x={-8} y={-8} width={16} height={16} rx={4} />,
  down: <circle class="down" r={8} />,
  pill: <rect class="line" x={-11} y={-6} width={22} height={12} rx={6} />,
  box: <rect class="line" x={-10} y={-5} width={20} height={10} rx={2} />,
} as const satisfies Readonly<Record<string, JSX.Element>>;

interface Props {
  title: string;
  shapes: readonly (readonly [shape: DrawnShape, name: string, note: string])[];
}

export function Shapes({ title, shapes }: Props) {
  return (
    <ul class="shapes t1" aria-label={title} data-testid="legend">
      {shapes.map(([shape, name, note]) => (
        <li key={name} title={note}>
          <svg width="22" height="23" viewBox="-13 -13 26 26" aria-hidden="true">
            {DRAWN[shape]}
          </svg>
          {name}
          <span class="unseen">{`: ${note}`}</span>
        </li>
      ))}
    </ul>
  );
}
