// The text of an exercise. Its stories play within it: a button stands where the text speaks of one, and its lab opens
// below. Loaded after the text, which has links to the lab until then.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Controls, ViewProps } from "../../app/controls.ts";
import type { Exercise, Play } from "../../course/exercises.ts";
import { enLearn } from "../../words/en-learn.ts";
import type { Words } from "../../words/index.ts";
import { Html } from "../html.tsx";
import { LabBox } from "./lab-box.tsx";
import { Stage, type Theatre } from "./stage.ts";
import "./plays.css";

interface Props extends ViewProps {
  exercise: Exercise;
  /** html is the part of the exercise's text. */
  html: string;
}

/** PLAYS is the list into which the build turned the commands of a text; NUMBER is a story's place in it. */
const PLAYS = /(<ul class="plays">[\s\S]*?<\/ul>)/;
const NUMBER = /data-play="(\d+)"/g;

/** numbersOf are the stories of a piece of text, null where it is text alone. */
export function numbersOf(piece: string): number[] | null {
  return PLAYS.test(piece) ? numbersIn(piece) : null;
}

function numbersIn(html: string): number[] {
  return [...html.matchAll(NUMBER)].map(([, number]) => Number(number));
}

/** left is the story of each exercise that was opened last: who comes back finds it open, and paused. */
const left = new Map<string, number>();

/** FOLD is a part of the text that the reader opens. */
const FOLD = /(<details class="more">[\s\S]*?<\/details>)/;
const INSIDE = /^<details class="more"><summary>(.*?)<\/summary>([\s\S]*)<\/details>$/;

/** foldsOf are the parts of a text: each in sight, or folded under a title. */
export function foldsOf(html: string): { title: string; html: string }[] {
  return html.split(FOLD).map((part) => {
    const [, title = "", inside = part] = INSIDE.exec(part) ?? [];
    return { title, html: inside };
  });
}

export function Story({ exercise, html, state, on }: Props) {
  const { id, plays = [] } = exercise;
  const { words, calm } = state;
  const theatre = useMemo<Theatre>(() => ({ client: on.client, live: null }), [html]);
  const before = useMemo(() => left.get(id), [id]);
  const [open, setOpen] = useState<readonly number[]>(before === undefined ? [] : [before]);
  const [isNew, setNew] = useState(false);
  const toggle = (number: number): void => {
    const next = open.includes(number) ? open.filter((one) => one !== number) : [...open, number];
    const last = next.at(-1);
    if (last === undefined) left.delete(id);
    else left.set(id, last);
    setOpen(next);
    setNew(true);
  };
  const parts = useMemo(() => foldsOf(html), [html]);
  const piece = (text: string, i: number) => {
    const numbers = numbersOf(text);
    if (!numbers) return <Html key={i} as="div" html={text} />;
    return (
      <ul key={i} class="plays-here">
        {numbers.map((number) => (
          <PlayHere
            key={number}
            play={plays[number]}
            number={number}
            isOpen={open.includes(number)}
            isNew={isNew}
            onToggle={() => toggle(number)}
            on={on}
            theatre={theatre}
            words={words}
            calm={calm}
          />
        ))}
      </ul>
    );
  };
  return (
    <>
      {parts.map(({ title, html }, i) => {
        const pieces = html.split(PLAYS).map(piece);
        if (!title) return <div key={i}>{pieces}</div>;
        const wasOpen = before !== undefined && numbersIn(html).includes(before);
        return (
          <details key={i} class="more" open={wasOpen}>
            <Html as="summary" html={title} />
            {pieces}
          </details>
        );
      })}
    </>
  );
}

interface PlayHereProps extends Pick<PlayingProps, "on" | "words" | "calm"> {
  play: Play | undefined;
  number: number;
  isOpen: boolean;
  isNew: boolean;
  onToggle(): void;
  theatre: Theatre;
}

function PlayHere({ play, isOpen, onToggle, ...rest }: PlayHereProps) {
  if (!play) return null;
  const { title, rulesTitle } = play;
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        data-testid={`play-${rest.number}`}
      >
        <span aria-hidden="true">{isOpen ? "✕ " : "▶ "}</span>
        {rulesTitle ? enLearn.lab.withRules(title, rulesTitle) : title}
      </button>
      {isOpen && <Playing play={play} {...rest} />}
    </li>
  );
}

interface PlayingProps {
  play: Play;
  number: number;
  /** isNew is false of a story that an earlier visit left open. */
  isNew: boolean;
  on: Pick<Controls, "go">;
  /** theatre is that of all stories of the page: the engine plays one at a time. */
  theatre: Theatre;
  words: Words;
  calm: boolean;
}

/** Playing is the lab of a story. It begins to play at once, unless it was left open. */
function Playing({ play, number, isNew, on, theatre, words, calm }: PlayingProps) {
  const stage = useMemo(
    () =>
      new Stage({ ...play, kind: "lab", caption: "", at: 0, frame: null }, theatre, words, calm),
    [play],
  );
  const [, redraw] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => stage.watch(() => redraw((count) => count + 1)), [stage]);
  useEffect(() => stage.calm(calm), [stage, calm]);
  useEffect(() => {
    if (isNew) void stage.play().then(() => box.current?.scrollIntoView({ block: "nearest" }));
    else void stage.open();
    return () => stage.leave();
  }, [stage]);
  useClock(stage);
  return (
    <div class="learn play-here" ref={box}>
      {stage.state.frame ? (
        <LabBox stage={stage} number={number} words={enLearn} onGo={on.go} />
      ) : (
        <p role="status">{stage.failure || words.engine.starting}</p>
      )}
    </div>
  );
}

/** useClock lets time pass in a story while it plays. */
function useClock(stage: Stage): void {
  const playing = stage.isLive && stage.state.playing;
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    const frame = (now: number): void => {
      stage.tick(now - last);
      last = now;
      request = requestAnimationFrame(frame);
    };
    let request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [stage, playing]);
}
