// The blocks of a lesson, and the theatre in which its labs play, one at a time.
import { useEffect, useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { Block, Lesson } from "../../course/lessons.ts";
import type { LearnWords } from "../../words/learn.ts";
import { Html } from "../html.tsx";
import { LabBox } from "./lab-box.tsx";
import type { LessonProgress } from "./lesson-progress.ts";
import { Predict } from "./predict.tsx";
import { Stage, type Theatre } from "./stage.ts";
import { Task } from "./task.tsx";

interface BlocksProps extends ViewProps {
  lesson: Lesson;
  words: LearnWords;
  progress: LessonProgress;
  /** onAnswer is called after each answer that was kept. */
  onAnswer(): void;
}

export function Blocks({ state, on, lesson, words, progress, onAnswer }: BlocksProps) {
  const { theatre, stages } = useMemo(() => {
    const theatre: Theatre = { client: on.client, live: null };
    let above: Stage | null = null;
    const stages = lesson.blocks.map((block) => {
      if (block.kind === "lab") above = new Stage(block, theatre, state.words, state.calm);
      return above;
    });
    return { theatre, stages };
  }, [lesson]);
  useEffect(() => {
    for (const stage of stages) stage?.calm(state.calm);
  }, [stages, state.calm]);
  useClock(theatre);
  const piece = (i: number) => {
    const block = lesson.blocks[i];
    if (!block) return null;
    return (
      <Piece
        key={keyOf(block)}
        block={block}
        number={i}
        stage={stages[i] ?? null}
        lesson={lesson}
        words={words}
        progress={progress}
        onAnswer={onAnswer}
        onGo={on.go}
      />
    );
  };
  return (
    <>
      {foldsOf(lesson.blocks).map(({ title, places }) => {
        const pieces = places.map((i) => piece(i));
        if (!title) return pieces;
        return (
          <details
            key={title}
            class="more"
            open={unfolded.has(`${lesson.id}/${title}`)}
            onToggle={({ currentTarget }) => remember(`${lesson.id}/${title}`, currentTarget.open)}
            data-testid={`fold-${places[0]}`}
          >
            <summary>{title}</summary>
            {pieces}
          </details>
        );
      })}
    </>
  );
}

/** unfolded are the folds that a reader has opened: whoever comes back from the lab finds the same place. */
const unfolded = new Set<string>();

function remember(fold: string, isOpen: boolean): void {
  if (isOpen) unfolded.add(fold);
  else unfolded.delete(fold);
}

/** foldsOf are the blocks in their order, by their places: in sight, or folded under a title. */
export function foldsOf(blocks: readonly Block[]): { title: string; places: number[] }[] {
  const folds: { title: string; places: number[] }[] = [];
  blocks.forEach(({ fold: title = "" }, i) => {
    const last = folds.at(-1);
    if (last?.title === title) last.places.push(i);
    else folds.push({ title, places: [i] });
  });
  return folds;
}

interface PieceProps extends Omit<BlocksProps, "on" | "state"> {
  block: Block;
  number: number;
  /** stage is the block's own lab, or the one above it. */
  stage: Stage | null;
  onGo(link: string): void;
}

/** REACHED stands in the progress for a task that was reached, where a question has its option. */
const REACHED = 0;

function Piece({ block, number, stage, lesson, words, progress, onAnswer, onGo }: PieceProps) {
  if (block.kind === "html") return <Html as="div" class="lesson-text" html={block.html} />;
  if (!stage) return null;
  if (block.kind === "lab") {
    return <LabBox stage={stage} number={number} words={words} onGo={onGo} />;
  }
  const name = `${lesson.id}-${number}`;
  const given = progress.answer(lesson.id, number);
  if (block.kind === "do") {
    return (
      <Task
        block={block}
        stage={stage}
        words={words}
        name={name}
        wasReached={given === REACHED}
        onReached={() => progress.answered(lesson, number, REACHED)}
      />
    );
  }
  return (
    <Predict
      block={block}
      stage={stage}
      words={words}
      given={given}
      name={name}
      onAnswer={(option) => {
        progress.answered(lesson, number, option);
        onAnswer();
      }}
    />
  );
}

function keyOf(block: Block): string {
  switch (block.kind) {
    case "html":
      return block.html;
    case "lab":
      return block.caption;
    case "predict":
      return block.question;
    case "do":
      return block.task;
  }
}

/** useClock lets the live lab's time pass, and ends it with the page. */
function useClock(theatre: Theatre): void {
  useEffect(() => {
    let last = performance.now();
    let request = 0;
    const frame = (now: number): void => {
      theatre.live?.tick(now - last);
      last = now;
      request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
    return () => {
      cancelAnimationFrame(request);
      theatre.live?.leave();
    };
  }, [theatre]);
}
