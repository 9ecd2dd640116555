// The first page: what this is, a cluster that is already running, and the way in.

import outline from "outline";
import { exerciseLink, galleryLink, labLink, lessonLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { review } from "../frame/load.ts";
import { LookUp } from "../look-up/look-up.tsx";
import { usePart } from "../part-of.ts";
import { Diagram } from "../ring/ring.tsx";
import { moment } from "../time/moment.ts";
import "./home.css";

export function Home({ state, on }: ViewProps) {
  const words = state.words.home;
  return (
    <main id="main" class="page home" tabIndex={-1}>
      <div class="hero">
        <div>
          <h1>{words.title}</h1>
          <p class="intro">{words.intro}</p>
          <p class="links">
            <Onward state={state} />
            <a class="button" href={labLink({})}>
              {words.openLab}
            </a>
          </p>
        </div>
        <Live state={state} on={on} />
      </div>
      <ComesBack state={state} />
      <Course state={state} />
    </main>
  );
}

/** ComesBack asks again what was answered wrongly in a lesson, when it is time. */
function ComesBack({ state }: Part) {
  const part = usePart(state.memory.comesBack, review);
  return part && <part.Review />;
}

function Live({ state }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel live" aria-labelledby="live-title">
      <header>
        <h2 id="live-title">{words.home.live}</h2>
        <span class="grow" />
        <span class="mono" data-testid="moment">
          {moment(state)}
        </span>
      </header>
      <div class="stage">{frame && <Diagram state={state} on={null} frame={frame} />}</div>
      <p class="note">{words.home.liveNote}</p>
    </section>
  );
}

interface Part {
  state: State;
}

/** The letters of the subjects are the course's stages, in this order. */
const STAGES = ["A", "B", "C", "D", "E", "F"];

function Course({ state }: Part) {
  const { memory, words } = state;
  const { home } = words;
  return (
    <section aria-labelledby="course-title">
      <h2 id="course-title">{home.course}</h2>
      <p class="note">
        {home.courseNote}{" "}
        <span data-testid="progress">
          {home.progress(
            outline.exercises.filter(({ id }) => memory.passed.includes(id)).length,
            outline.exercises.length,
            outline.lessons.filter(({ id }) => memory.read.includes(id)).length,
            outline.lessons.length,
          )}
        </span>
      </p>
      <LookUp words={home.lookUp} />
      <ol class="path">
        {STAGES.map((letter) => (
          <Stage key={letter} letter={letter} state={state} />
        ))}
      </ol>
    </section>
  );
}

function Stage({ letter, state }: Part & { letter: string }) {
  const { memory, words, catalogue } = state;
  const { home } = words;
  const exercises = outline.exercises.filter((one) => one.letter === letter);
  const lessons = outline.lessons.filter((one) => one.letter === letter);
  const scenarios = catalogue?.scenarios.filter((one) => one.subject.startsWith(letter)) ?? [];
  const [first] = exercises;
  const isDone = first && exercises.every(({ id }) => memory.passed.includes(id));
  return (
    <li class={isDone ? "stage-of-path done" : "stage-of-path"}>
      <h3>
        <span class="letter">{letter}</span> {home.subjects[letter]}
        {isDone && <span class="mark good">✓ {home.passed}</span>}
      </h3>
      <div class="ways">
        <div>
          <h4>{home.readNote}</h4>
          <ul class="lessons">
            {lessons.map(({ id, title }) => (
              <li key={id}>
                <a href={lessonLink(id)}>{title}</a>
                {memory.read.includes(id) && <span class="mark good">✓ {home.read}</span>}
              </li>
            ))}
          </ul>
          <p>
            <a href={galleryLink(letter)}>{home.watch(scenarios.length)}</a>
          </p>
        </div>
        <div hidden={!first}>
          <h4>{home.writeNote}</h4>
          <ul class="cards">
            {exercises.map(({ id, title, text }) => (
              <li key={id}>
                <a class="card" href={exerciseLink(id)} data-testid={`exercise-${id}`}>
                  <b>
                    {outline.exercises.findIndex((one) => one.id === id) + 1} · {title}
                    <Mark id={id} state={state} />
                  </b>
                  <span>{text}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </li>
  );
}

/** Mark says how far the learner is with an exercise. */
function Mark({ id, state }: Part & { id: string }) {
  const { memory, words } = state;
  if (memory.passed.includes(id)) return <span class="mark good">✓ {words.home.passed}</span>;
  if (memory.begun.includes(id)) return <span class="mark">{words.home.begun}</span>;
  return null;
}

/** Onward leads to the last exercise, or the next one, and to the next lesson. */
function Onward({ state }: Part) {
  const { memory, words } = state;
  const { resume, next } = words.home;
  const { exercises } = outline;
  const last = exercises.find((one) => one.id === memory.last);
  const isOpen = ({ id }: { id: string }): boolean => !memory.passed.includes(id);
  const following = exercises.slice(last ? exercises.indexOf(last) : 0).find(isOpen);
  const to = last && isOpen(last) ? last : (following ?? exercises.find(isOpen) ?? last);
  return (
    <>
      {last && to && (
        <a class="button primary" href={exerciseLink(to.id)} data-testid="resume">
          {to === last ? resume(to.title) : next(to.title)}
        </a>
      )}
      <NextLesson state={state} isFirst={!last} />
    </>
  );
}

/** NextLesson is the first unread lesson behind the last read one; a new learner begins with the first. */
function NextLesson({ state, isFirst }: Part & { isFirst: boolean }) {
  const { nextLesson, start } = state.words.home;
  const { lessons } = outline;
  const isRead = ({ id }: { id: string }): boolean => state.memory.read.includes(id);
  const at = lessons.findLastIndex(isRead);
  const to = at < 0 && !isFirst ? null : lessons.slice(at + 1).find((one) => !isRead(one));
  if (!to) return null;
  return (
    <a class={isFirst ? "button primary" : "button"} href={lessonLink(to.id)} data-testid="start">
      {at < 0 ? start : nextLesson(to.title)}
    </a>
  );
}
