// One promise as a card: what it says, how it stands in this run, where it is taught, and a run that breaks it.
import outline from "outline";
import type { FunctionComponent } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { lessonLink } from "../../address/route.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enTeach } from "../../words/en-teach.ts";
import type { PromiseText } from "../../words/teach.ts";
import type { PromiseProps } from "./teaching-part.ts";

const words = enTeach.promises;

/** Here says how a promise stands in a run, while it holds. */
type Here = (id: string, frame: Frame) => string;

/** promiseCard is the card of a protocol with these texts. */
export function promiseCard(
  texts: Readonly<Record<string, PromiseText>>,
  here: Here = () => words.holds,
): FunctionComponent<PromiseProps> {
  return (props) => <Card {...props} text={texts[props.check.id]} here={here} />;
}

interface Props extends PromiseProps {
  text: PromiseText | undefined;
  here: Here;
}

function Card({ check, frame, show, close, text, here }: Props) {
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
      <p class="note">{check.ok ? here(check.id, frame) : words.broken(check.sentence)}</p>
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
