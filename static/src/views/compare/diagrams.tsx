// The diagrams of both branches, on one scale: what is moved or zoomed in one is so in the other.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Frame } from "../../engine/protocol.ts";
import { rulesOf } from "../../timeline/protocols.ts";
import { Timeline } from "../../timeline/timeline.ts";
import type { DiagramWords } from "../../words/diagram.ts";
import { enCompare as words } from "../../words/en-compare.ts";
import { Diagram } from "../diagram/diagram.tsx";
import { firstView, reveal, type Span, type View } from "../diagram/scale.ts";
import type { Scene } from "../diagram/scene.ts";
import type { Frames } from "./facts.ts";
import type { Courses } from "./load.ts";

interface Props {
  courses: Courses;
  frames: Frames;
  names: readonly [string, string];
  at: number;
  parting: number;
  /** span is what is seen until a reader moves it; without it, as much as has room from the parting on. */
  span?: Span;
  words: DiagramWords;
  onGo(time: number): void;
}

/** BEFORE is how much of what both have in common is seen at first, in microseconds. */
const BEFORE = 60_000;

export function Diagrams({ courses, frames, names, at, parting, span, words: texts, onGo }: Props) {
  const first = { ...firstView("time"), left: parting - BEFORE, follow: false };
  const [view, setView] = useState<View | null>(span ? null : first);
  useEffect(() => {
    if (span) setView(null);
  }, [span?.[0], span?.[1]]);
  const scene = useRef<() => Scene | null>(() => null);
  const now = scene.current();
  // Where the moment leaves the stretch that is seen, both go with it.
  const seen = view && now && at > parting && !span ? reveal(view, now.plot, at) : view;
  const shared = {
    words: texts,
    view: seen,
    span,
    onView: (how: (old: View) => View) => {
      const old = seen ?? scene.current()?.view;
      if (old) setView(how(old));
    },
  };
  return (
    <div class="diagrams">
      {([0, 1] as const).map((i) => (
        <One
          key={i}
          {...shared}
          id={i === 0 ? "left" : "right"}
          name={names[i]}
          lines={courses[i].lines}
          whole={courses[i].from === 1}
          frame={{ ...frames[i], now: at }}
          onScene={(get) => {
            if (i === 0) scene.current = get;
          }}
          onGo={onGo}
        />
      ))}
    </div>
  );
}

interface OneProps {
  id: string;
  name: string;
  lines: readonly string[];
  whole: boolean;
  frame: Frame;
  words: DiagramWords;
  view: View | null;
  span: Span | undefined;
  onView(how: (old: View) => View): void;
  onScene(get: () => Scene | null): void;
  onGo(time: number): void;
}

function One({ id, name, lines, whole, frame, onGo, ...shared }: OneProps) {
  const timeline = useMemo(() => {
    const made = new Timeline(rulesOf(frame.protocol, frame.servers.length));
    made.take(1, lines);
    return made;
  }, [lines]);
  const go = (event: number): void => {
    if (event > 0) onGo(timeline.time(event));
  };
  return (
    <section aria-label={words.diagram(name)}>
      <p class="over">{name}</p>
      {whole ? (
        <Diagram
          {...shared}
          id={id}
          timeline={timeline}
          frame={frame}
          chosen={0}
          causes={[]}
          effects={[]}
          onChoose={go}
          onSeek={go}
        />
      ) : (
        <p class="empty">{words.tooLong}</p>
      )}
    </section>
  );
}
