// The list of the lessons, one part of the course after the other, each rule to write behind its lesson; and the myths.
import { BRING, SKELETON } from "../../address/bring-link.ts";
import { exerciseLink, lessonLink } from "../../address/route.ts";
import { askedIn, type Lesson, type Lessons, type Written } from "../../course/lessons.ts";
import type { Memory } from "../../course/memory.ts";
import type { Words } from "../../words/index.ts";
import type { LearnWords } from "../../words/learn.ts";
import { Html } from "../html.tsx";
import { LookUp } from "../look-up/look-up.tsx";
import type { LessonProgress } from "./lesson-progress.ts";
import "./steps.css";

interface ListProps {
  id: string;
  lessons: Lessons;
  words: LearnWords;
  progress: LessonProgress;
  memory: Memory;
  lookUp: Words["home"]["lookUp"];
}

export function List({ id, lessons, words, progress, memory, lookUp }: ListProps) {
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
              .flatMap((one) => [
                <li key={one.id}>
                  <LessonCard lesson={one} words={words} progress={progress} />
                </li>,
                one.writes && (
                  <li key={one.writes.id}>
                    <Rule exercise={one.writes} words={words.rule} memory={memory} />
                  </li>
                ),
              ])}
            {letter === WHOLE && wholeCards(words)}
          </ol>
        </section>
      ))}
      <Myths lessons={lessons} words={words} />
    </>
  );
}

/** WHOLE is the part of the course behind whose lesson a whole server is written, or brought. */
const WHOLE = "I";

function wholeCards({ whole }: LearnWords) {
  const cards = [
    { ...whole.write, href: SKELETON, testid: "to-skeleton" },
    { ...whole.bring, href: BRING, testid: "to-bring" },
  ];
  return cards.map(({ title, text, href, testid }) => (
    <li key={href}>
      <a class="card course-step rule-step" href={href} data-testid={testid}>
        <span class="sign" aria-hidden="true" />
        <span class="what">
          <b>{title}</b>
          <span class="subjects">{text}</span>
        </span>
      </a>
    </li>
  ));
}

interface LessonProps {
  lesson: Lesson;
  words: LearnWords;
  progress: LessonProgress;
}

function LessonCard({ lesson, words, progress }: LessonProps) {
  const isRead = progress.isRead(lesson.id);
  return (
    <a class={`card course-step lesson-step${isRead ? " done" : ""}`} href={lessonLink(lesson.id)}>
      <span class="sign" aria-hidden="true">
        {isRead && "✓"}
      </span>
      <span class="what">
        <b>{lesson.title}</b>
        <span class="subjects">{words.sections(lesson.sections)}</span>
      </span>
      <Standing lesson={lesson} words={words} progress={progress} />
    </a>
  );
}

/** Standing is how far the reader is with a lesson. */
function Standing({ lesson, words, progress }: LessonProps) {
  const { of, answered, wrong } = progress.standing(lesson);
  const isRead = progress.isRead(lesson.id);
  if (!isRead && answered === 0) return null;
  return (
    <span class="how">
      <span class={isRead ? "chip" : "subjects"}>
        {isRead ? words.read : words.standing.some(answered, of)}
      </span>
      {wrong.length > 0 && <span class="subjects">{words.standing.wrong(wrong.length)}</span>}
    </span>
  );
}

interface RuleProps {
  exercise: Written;
  words: LearnWords["rule"];
  memory: Memory;
}

/** Rule is an exercise in its place behind a lesson. */
export function Rule({ exercise: { id, title, text }, words, memory }: RuleProps) {
  const hasPassed = memory.passed.includes(id);
  return (
    <a class={`card course-step rule-step${hasPassed ? " done" : ""}`} href={exerciseLink(id)}>
      <span class="sign" aria-hidden="true">
        {hasPassed && "✓"}
      </span>
      <span class="what">
        <b>
          {words.write} {title}
        </b>
        <span class="subjects">{text}</span>
      </span>
      {(hasPassed || memory.begun.includes(id)) && (
        <span class={hasPassed ? "chip" : "subjects"}>
          {hasPassed ? words.passed : words.begun}
        </span>
      )}
    </a>
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
