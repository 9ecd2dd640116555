// A prediction that was wrong comes back, in another dress, and is answered in place. Loaded when one waits.
import { useEffect, useState } from "preact/hooks";
import { lessonLink } from "../../address/route.ts";
import type { State } from "../../app/state.ts";
import {
  answerReview,
  keepComesBack,
  nextReview,
  type Review as Question,
  readComesBack,
  STAYS_AWAY,
} from "../../course/comes-back.ts";
import { type Lessons, loadLessons } from "../../course/lessons.ts";
import type { Storage } from "../../course/storage.ts";
import { theStorage } from "../../course/the-storage.ts";
import { enLearn } from "../../words/en-learn.ts";
import type { LearnWords } from "../../words/learn.ts";
import { Html } from "../html.tsx";
import { AgainPicture } from "./again-picture.tsx";
import "./review.css";

interface Opened {
  storage: Storage;
  lessons: Lessons;
}

/** Review is empty while nothing is due, and when the lessons cannot be fetched: the page has more to do. */
export function Review({ state }: { state: State }) {
  const words = enLearn.review;
  const [opened, setOpened] = useState<Opened | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(() => {
    Promise.all([theStorage(), loadLessons()]).then(
      ([storage, lessons]) => {
        setOpened({ storage, lessons });
        setQuestion(nextReview(readComesBack(storage), lessons));
      },
      () => {},
    );
  }, []);
  if (!opened || !question) return null;
  const { storage, lessons } = opened;
  return (
    <section class="panel review" aria-labelledby="review-title" data-testid="review">
      <header>
        <h2 id="review-title">{words.title}</h2>
        <a href={lessonLink(question.lesson.id)}>{words.from(question.lesson.title)}</a>
        <span class="grow" />
        <span class="mono">{words.waiting(question.waiting)}</span>
      </header>
      <Asked
        key={`${question.id} ${question.right}`}
        question={question}
        words={words}
        state={state}
        onAnswer={(isRight) => {
          keepComesBack(storage, answerReview(readComesBack(storage), question.id, isRight));
        }}
        onNext={() => setQuestion(nextReview(readComesBack(storage), lessons))}
      />
    </section>
  );
}

interface Props {
  state: State;
  question: Question;
  words: LearnWords["review"];
  onAnswer(isRight: boolean): void;
  onNext(): void;
}

function Asked({ state, question, words, onAnswer, onNext }: Props) {
  const [given, setGiven] = useState(-1);
  const { again } = question;
  const choose = (option: number): void => {
    if (given >= 0) return;
    setGiven(option);
    onAnswer(option === again.right);
  };
  return (
    <div class="asked-again">
      {again.picture && <AgainPicture id={question.id} state={state} />}
      <p id="review-question">
        <Html as="span" html={again.question} />
      </p>
      <ul aria-labelledby="review-question">
        {again.options.map((option, i) => {
          const mark = given < 0 ? "" : i === again.right ? "right" : i === given ? "yours" : "";
          return (
            <li key={option}>
              <button
                type="button"
                class={`option ${mark}`}
                aria-disabled={given >= 0}
                onClick={() => choose(i)}
              >
                <Html as="span" html={option} />
                {mark && <em>{mark === "right" ? `✓ ${words.isRight}` : `✗ ${words.yours}`}</em>}
              </button>
            </li>
          );
        })}
      </ul>
      <div role="status">
        {given >= 0 && <Verdict question={question} words={words} given={given} />}
      </div>
      {given < 0 ? (
        <p class="note">{words.note}</p>
      ) : (
        <button type="button" onClick={onNext} data-testid="review-next">
          {words.next}
        </button>
      )}
    </div>
  );
}

/** Verdict says why, and whether the question comes back once more. */
function Verdict({
  question,
  words,
  given,
}: Pick<Props, "question" | "words"> & { given: number }) {
  const { again, right } = question;
  const isRight = given === again.right;
  return (
    <div class={`answer ${isRight ? "right" : "wrong"}`}>
      <p>
        <b>{isRight ? words.right : words.wrong}</b>{" "}
        <Html as="span" html={isRight ? again.why : `${again.answers[given] ?? ""} ${again.why}`} />
      </p>
      <p class="note">
        {!isRight ? words.again : right + 1 < STAYS_AWAY ? words.onceMore : words.away}
      </p>
    </div>
  );
}
