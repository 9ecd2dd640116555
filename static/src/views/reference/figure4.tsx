// Figure 4: the three roles of a server as a picture, lying or standing, and as a list. Each arrow leads to its lesson.
import outline from "outline";
import { exerciseLink, lessonLink } from "../../address/route.ts";
import type { ArrowWords, ReferenceWords } from "../../words/reference.ts";
import { ACROSS, type Layout, RADIUS, UPRIGHT } from "./figure4-layout.ts";

interface Props {
  words: ReferenceWords["figure4"];
}

export function Figure4({ words }: Props) {
  return (
    <>
      <h1>{words.title}</h1>
      <p class="intro">{words.intro}</p>
      <figure class="panel figure-4">
        <Picture layout={ACROSS} name="across" words={words} />
        <Picture layout={UPRIGHT} name="upright" words={words} />
      </figure>
      <h2>{words.list}</h2>
      <ol class="arrows">
        {words.arrows.map((arrow) => (
          <li key={arrow.from}>
            <b>{arrow.from}</b> {arrow.text}
            <span class="from">
              <a href={lessonLink(arrow.lesson)}>
                {words.lesson(titleOf(arrow.lesson, "lessons"))}
              </a>
              <a href={exerciseLink(arrow.exercise)}>
                {words.exercise(titleOf(arrow.exercise, "exercises"))}
              </a>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function titleOf(id: string, kind: "lessons" | "exercises"): string {
  return outline[kind].find((one) => one.id === id)?.title ?? id;
}

function Picture({ layout, name, words }: Props & { layout: Layout; name: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand inside a drawing
    <svg viewBox={layout.viewBox} class={name} role="group" aria-label={words.label}>
      <defs>
        <marker
          id={`head-${name}`}
          viewBox="0 0 10 10"
          refX="8"
          refY="5"
          markerWidth="7"
          markerHeight="7"
          orient="auto-start-reverse"
        >
          <path d="M0 0 10 5 0 10z" class="head" />
        </marker>
      </defs>
      {words.arrows.map((arrow, i) => (
        <Arrow key={arrow.from} arrow={arrow} at={i} layout={layout} head={`url(#head-${name})`} />
      ))}
      {words.states.map(([state, does], i) => {
        const [x = 0, y = 0] = layout.states[i] ?? [];
        return (
          <g key={state} class="state" transform={`translate(${x} ${y})`}>
            <circle r={RADIUS} class={i === 1 ? "middle" : undefined} />
            <text y="-4" class="name">
              {state}
            </text>
            <text y="17">{does}</text>
          </g>
        );
      })}
    </svg>
  );
}

interface ArrowProps {
  arrow: ArrowWords;
  at: number;
  layout: Layout;
  head: string;
}

const LINE_HEIGHT = 17;

function Arrow({ arrow, at, layout, head }: ArrowProps) {
  const place = layout.arrows[at];
  if (!place) return null;
  const { path, x, y, anchor = "middle" } = place;
  return (
    <a
      href={lessonLink(arrow.lesson)}
      aria-label={`${arrow.from} ${arrow.lines.join(" ")}`}
      class="arrow"
    >
      <path d={path} class="target" />
      <path d={path} class="line" marker-end={head} />
      <text x={x} y={y} text-anchor={anchor}>
        {arrow.lines.map((line, i) => (
          <tspan key={line} x={x} dy={i === 0 ? 0 : LINE_HEIGHT}>
            {line}
            {/* For ears: between lines there is a space, which takes no room. */}
            <tspan font-size="0"> </tspan>
          </tspan>
        ))}
      </text>
    </a>
  );
}
