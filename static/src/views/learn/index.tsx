// The lessons: the list of them, and one lesson with its live labs. Loaded when it is opened first.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { puzzleLink } from "../../address/puzzle-link.ts";
import { galleryLink, lessonLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { askedIn, type Lesson, type Lessons, loadLessons, played } from "../../course/lessons.ts";
import { enLearn } from "../../words/en-learn.ts";
import type { Words } from "../../words/index.ts";
import type { LearnWords } from "../../words/learn.ts";
import { GlossNote } from "../gloss/gloss.tsx";
import { Html } from "../html.tsx";
import { LookUp } from "../look-up/look-up.tsx";
import { Blocks } from "./blocks.tsx";
import { type LessonProgress, openLessonProgress } from "./lesson-progress.ts";
import "./learn.css";
import { messageOf } from "../../base/errors.ts";

export interface PageProps extends ViewProps {
  /** id is a lesson's, "" for the list. */
  id: string;
}

export function Page(props: PageProps) {
  const words = enLearn;
  const [lessons, setLessons] = useState<Lessons | null>(null);
  const [progress, setProgress] = useState<LessonProgress | null>(null);
  const [failure, setFailure] = useState("");
  const load = (): void => {
    setFailure("");
    Promise.all([loadLessons(), openLessonProgress()])
      .then(([loaded, opened]) => {
        setLessons(loaded);
        setProgress(opened);
      })
      .catch((error) => setFailure(messageOf(error)));
  };
  useEffect(load, []);
  const lesson = lessons?.lessons.find((one) => one.id === props.id);
  return (
    <main id="main" class="page learn" tabIndex={-1}>
      {failure && (
        <>
          <h1>{words.title}</h1>
          <p>{words.failed(failure)}</p>
          <button type="button" class="primary" onClick={load}>
            {words.retry}
          </button>
        </>
      )}
      {!failure && !(lessons && progress) && <p class="loading">{words.loading}</p>}
      {lessons && progress && lesson && (
        <Reader
          key={lesson.id}
          {...props}
          lessons={lessons}
          lesson={lesson}
          words={words}
          progress={progress}
        />
      )}
      {lessons && progress && !lesson && (
        <List
          id={props.id}
          lessons={lessons}
          words={words}
          progress={progress}
          lookUp={props.state.words.home.lookUp}
        />
      )}
      <GlossNote />
    </main>
  );
}

interface ListProps {
  id: string;
  lessons: Lessons;
  words: LearnWords;
  progress: LessonProgress;
  lookUp: Words["home"]["lookUp"];
}

function List({ id, lessons, words, progress, lookUp }: ListProps) {
  const letters = [...new Set(lessons.lessons.map((one) => one.letter))];
  return (
    <>
      <h1>{words.title}</h1>
      {id && <p role="status">{words.unknown(id)}</p>}
      <p class="intro">{words.intro}</p>
      <LookUp words={lookUp} />
      {letters.map((letter) => (
        <section key={letter} class="letter-group" aria-labelledby={`letter-${letter}`}>
          <h2 id={`letter-${letter}`}>
            <span class="letter">{letter}</span> {words.letters[letter]?.title}
          </h2>
          <p class="note">{words.letters[letter]?.text}</p>
          <ol>
            {lessons.lessons
              .filter((one) => one.letter === letter)
              .map((one) => (
                <li key={one.id}>
                  <a class="card" href={lessonLink(one.id)}>
                    <span class="number">{lessons.lessons.indexOf(one) + 1}</span>
                    <span class="what">
                      <b>{one.title}</b>
                      <span class="subjects">{`${one.subjects.join(" ")} · ${one.sections}`}</span>
                    </span>
                    {progress.isRead(one.id) && <span class="chip">✓ {words.read}</span>}
                  </a>
                </li>
              ))}
          </ol>
        </section>
      ))}
      <Myths lessons={lessons} words={words} />
    </>
  );
}

function Myths({ lessons, words }: { lessons: Lessons; words: LearnWords }) {
  return (
    <section class="letter-group" aria-labelledby="myths">
      <h2 id="myths">{words.words.myths}</h2>
      <p class="note">{words.words.mythsNote}</p>
      <ul class="myths">
        {lessons.myths.map((one) => (
          <li key={one.myth} class="card">
            <h3>
              <span class="false" aria-hidden="true">
                ✗
              </span>
              <Html as="span" html={`“${one.myth}”`} />
            </h3>
            <Html as="div" class="lesson-text" html={one.truth} />
            <p class="subjects">
              {one.sections}
              {one.link && <a href={one.link}>{words.words.see(one.title)}</a>}
              <Asked lesson={askedIn(lessons, one)} words={words} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asked leads to the lesson whose question asks what happens. */
function Asked({ lesson, words }: { lesson: Lesson | undefined; words: LearnWords }) {
  if (!lesson) return null;
  return <a href={lessonLink(lesson.id)}>{words.words.asked(lesson.title)}</a>;
}

interface ReaderProps extends PageProps {
  lessons: Lessons;
  lesson: Lesson;
  words: LearnWords;
  progress: LessonProgress;
}

function Reader({ state, on, lessons, lesson, words, progress }: ReaderProps) {
  const at = lessons.lessons.indexOf(lesson);
  const end = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const { current } = end;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) progress.read(lesson.id);
    });
    if (current) observer.observe(current);
    return () => observer.disconnect();
  }, []);
  // After each change of the state, since the frame of the page writes its own title then.
  useEffect(() => {
    document.title = `${lesson.title} · ${state.words.title.home}`;
  });
  return (
    <article class="lesson">
      <p class="above">
        <a href={lessonLink()}>{words.list}</a>
        <span>{words.lesson(at + 1, lessons.lessons.length)}</span>
        <span>{`${lesson.subjects.join(" ")} · ${lesson.sections}`}</span>
      </p>
      <h1>{lesson.title}</h1>
      <Blocks state={state} on={on} lesson={lesson} words={words} progress={progress} />
      <Played lesson={lesson} words={words} />
      <ToBreak lesson={lesson} words={words} />
      <nav class="around" aria-label={words.title} ref={end}>
        <Neighbour lesson={lessons.lessons[at - 1]} label={words.previous} />
        {at + 1 < lessons.lessons.length ? (
          <Neighbour lesson={lessons.lessons[at + 1]} label={words.next} />
        ) : (
          <a class="card" href="#/">
            <small>{words.next}</small>
            <b>{words.write}</b>
          </a>
        )}
      </nav>
    </article>
  );
}

/** Played leads to the scenarios of the lesson's labs, where they can be run whole and be forked. */
function Played({ lesson, words }: { lesson: Lesson; words: LearnWords }) {
  const scenarios = played(lesson);
  if (scenarios.length === 0) return null;
  return (
    <p class="played">
      {words.played}{" "}
      {scenarios.map(({ id, subject, title }, i) => (
        <span key={id}>
          {i > 0 && ", "}
          <a href={galleryLink(id)}>{`${subject}: ${title}`}</a>
        </span>
      ))}
    </p>
  );
}

/** ToBreak leads to the puzzles about the same. */
function ToBreak({ lesson: { puzzles }, words }: { lesson: Lesson; words: LearnWords }) {
  if (puzzles.length === 0) return null;
  return (
    <p class="played">
      {words.toBreak}{" "}
      {puzzles.map(({ id, title }, i) => (
        <span key={id}>
          {i > 0 && ", "}
          <a href={puzzleLink(id)}>{title}</a>
        </span>
      ))}
    </p>
  );
}

function Neighbour({ lesson, label }: { lesson: Lesson | undefined; label: string }) {
  if (!lesson) return <span />;
  return (
    <a class="card" href={lessonLink(lesson.id)} data-testid={`lesson-${label.toLowerCase()}`}>
      <small>{label}</small>
      <b>{lesson.title}</b>
    </a>
  );
}
