// One promise as a card: what it says, how it stands in this run, where it is taught, and a run that breaks it.
import outline from "outline";
import { useEffect, useRef } from "preact/hooks";
import { lessonLink } from "../../address/route.ts";
import { standingOf } from "../../run/raft/standing.ts";
import { enTeach } from "../../words/en-teach.ts";
import type { PromiseProps } from "../checks/teaching-part.ts";

const words = enTeach.promises;

export function PromiseCard({ check, frame, show, close }: PromiseProps) {
  const text = words.texts[check.id];
  const lesson = outline.lessons.find(({ id }) => id === text?.lesson);
  const breaks = text?.breaks;
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [check.id]);
  return (
    <section
      ref={box}
      class={check.ok ? "promise" : "promise bad"}
      aria-label={words.more(check.name)}
      data-testid="promise"
    >
      <h3>
        {check.name}
        <button
          type="button"
          class="quiet"
          aria-label={words.close}
          title={words.close}
          onClick={close}
        >
          ✕
        </button>
      </h3>
      <p>{text?.sentence}</p>
      <p class="note">
        {check.ok ? words.here(check.id, standingOf(frame)) : words.broken(check.sentence)}
      </p>
      <p class="note">
        {check.section}
        {lesson && (
          <>
            {` · ${words.lesson} `}
            <a href={lessonLink(lesson.id)}>{lesson.title}</a>
          </>
        )}
      </p>
      {breaks && show ? (
        <p>
          <button
            type="button"
            class="primary"
            onClick={() => show(breaks)}
            data-testid="show-broken"
          >
            {words.show}
          </button>{" "}
          <span class="note">{words.waits}</span>
        </p>
      ) : (
        !breaks && <p class="note">{words.why}</p>
      )}
    </section>
  );
}
