// How a lesson ends: which predictions are open and which were wrong, and the rule to write.

import type { Lesson } from "../../course/lessons.ts";
import type { Memory } from "../../course/memory.ts";
import type { LearnWords } from "../../words/learn.ts";
import { Html } from "../html.tsx";
import type { LessonProgress } from "./lesson-progress.ts";
import { Rule } from "./list.tsx";

interface Props {
  lesson: Lesson;
  words: LearnWords;
  progress: LessonProgress;
}

/** Predictions are the questions of the lesson that are open, or were answered wrongly. */
export function Predictions({ lesson, words, progress }: Props) {
  const { of, answered, wrong } = progress.standing(lesson);
  if (answered === 0) return null;
  const open = lesson.blocks.flatMap((block, i) =>
    block.kind === "predict" && !block.fold && progress.answer(lesson.id, i) < 0 ? [i] : [],
  );
  return (
    <section class="standing" data-testid="standing">
      {open.length === 0 && <p>{words.standing.all(of, wrong.length)}</p>}
      {open.length > 0 && <p>{words.standing.left}</p>}
      <Questions lesson={lesson} places={open} />
      {wrong.length > 0 && <p>{words.standing.comesBack}</p>}
      <Questions lesson={lesson} places={wrong} />
    </section>
  );
}

function Questions({ lesson, places }: { lesson: Lesson; places: readonly number[] }) {
  if (places.length === 0) return null;
  return (
    <ul>
      {places.map((at) => (
        <li key={at}>
          <button type="button" class="quiet" onClick={() => show(`predict-${lesson.id}-${at}`)}>
            <Html as="span" html={questionAt(lesson, at)} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function questionAt({ blocks }: Lesson, at: number): string {
  const block = blocks[at];
  return block?.kind === "predict" ? block.question : "";
}

/** show brings a question into sight, and the keyboard to it. */
function show(id: string): void {
  const question = document.getElementById(id);
  const fold = question?.closest("details");
  if (fold) fold.open = true;
  question?.scrollIntoView({ block: "center" });
  question?.focus({ preventScroll: true });
}

/** ToWrite is the exercise with which the lesson ends. */
export function ToWrite({ lesson, words, memory }: Omit<Props, "progress"> & { memory: Memory }) {
  if (!lesson.writes) return null;
  return (
    <section class="to-write" aria-labelledby="to-write">
      <h2 id="to-write">{words.rule.title}</h2>
      <Rule exercise={lesson.writes} words={words.rule} memory={memory} />
    </section>
  );
}
