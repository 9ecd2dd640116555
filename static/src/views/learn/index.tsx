// The lessons: the list of them, and one lesson with its live labs. Loaded when it is opened first.
import { useEffect, useState } from "preact/hooks";
import { puzzleLink } from "../../address/puzzle-link.ts";
import { galleryLink, lessonLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { type Lesson, type Lessons, loadLessons, played } from "../../course/lessons.ts";
import { enLearn } from "../../words/en-learn.ts";
import type { LearnWords } from "../../words/learn.ts";
import { GlossNote } from "../gloss/gloss.tsx";
import { Blocks } from "./blocks.tsx";
import { Predictions, ToWrite } from "./lesson-end.tsx";
import { type LessonProgress, openLessonProgress } from "./lesson-progress.ts";
import { List } from "./list.tsx";
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
          memory={props.state.memory}
          lookUp={props.state.words.home.lookUp}
        />
      )}
      <GlossNote />
    </main>
  );
}

interface ReaderProps extends PageProps {
  lessons: Lessons;
  lesson: Lesson;
  words: LearnWords;
  progress: LessonProgress;
}

function Reader({ state, on, lessons, lesson, words, progress }: ReaderProps) {
  const at = lessons.lessons.indexOf(lesson);
  const [, redraw] = useState(0);
  // After each change of the state, since the frame of the page writes its own title then.
  useEffect(() => {
    document.title = `${lesson.title} · ${state.words.title.home}`;
  });
  return (
    <article class="lesson">
      <p class="above">
        <a href={lessonLink()}>{words.list}</a>
        <span>
          {words.lesson(at + 1, lessons.lessons.length, words.letters[lesson.letter]?.title ?? "")}
        </span>
        <span>{words.sections(lesson.sections)}</span>
      </p>
      <h1>{lesson.title}</h1>
      <Blocks
        state={state}
        on={on}
        lesson={lesson}
        words={words}
        progress={progress}
        onAnswer={() => redraw((count) => count + 1)}
      />
      <Predictions lesson={lesson} words={words} progress={progress} />
      <ToWrite lesson={lesson} words={words} memory={state.memory} />
      <Played lesson={lesson} words={words} />
      <ToBreak lesson={lesson} words={words} />
      <nav class="around" aria-label={words.title}>
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
      {scenarios.map(({ id, title }, i) => (
        <span key={id}>
          {i > 0 && ", "}
          <a href={galleryLink(id)}>{title}</a>
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
