// The violation in one sentence, the explanation of the event that is shown, and the causes from the first to the
// last: each is a link to its event.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { ExplainReply, Frame } from "../../engine/protocol.ts";
import { causeText } from "../../run/causes.ts";
import { parseLine } from "../../run/trace-line.ts";
import type { TraceWords } from "../../words/exercise.ts";

interface Props extends ViewProps {
  words: TraceWords;
  note: string;
}

/** Ending is how the run ended, which a frame of its past does not say. */
type Ending = Pick<Frame, "failure" | "status" | "causes" | "event">;

export function useEnding(frame: Frame | null): Ending | null {
  const [ending, setEnding] = useState<Ending | null>(null);
  useEffect(() => {
    if (frame && !frame.past) setEnding(frame);
  }, [frame]);
  return frame && !frame.past ? frame : ending;
}

export function Violation({ state, on, words, note }: Props) {
  const { frame } = state;
  const ending = useEnding(frame);
  if (!frame || !ending) return null;
  const { failure, status } = ending;
  const bad = failure !== "" && status !== "told";
  return (
    <section class={bad ? "panel broke bad" : "panel broke"} aria-labelledby="broke-title">
      <div class="sentence">
        <h2 id="broke-title">{failure ? words.broke : words.title}</h2>
        <p data-testid="broke">{failure || words.fine}</p>
        {status === "told" && <p class="note">{words.told}</p>}
        {note && <p class="note">{note}</p>}
      </div>
      <Why state={state} on={on} words={words} failure={failure} />
    </section>
  );
}

/** Causes is the list of events that led to the end. */
export function Causes({ state, on, words }: Omit<Props, "note">) {
  const { frame } = state;
  const ending = useEnding(frame);
  const { causes, event: last } = ending ?? { causes: [], event: 0 };
  // The world is shown after a whole step, which may have written more events than the cause itself.
  const atEnd = !frame || frame.event >= last;
  const shown = atEnd ? 0 : (causes.map(eventOf).findLast((event) => event <= frame.event) ?? 0);
  const list = useRef<HTMLOListElement>(null);
  // The place that is shown stays in sight. The list is scrolled and not the page, which shows more than this.
  useEffect(() => {
    const now = list.current?.querySelector<HTMLElement>("[aria-current]")?.parentElement;
    if (list.current && now) list.current.scrollTop = now.offsetTop - list.current.clientHeight / 2;
  }, [shown, atEnd, causes.length]);
  if (causes.length === 0) return null;
  return (
    <nav class="panel led" aria-labelledby="led-title">
      <header>
        <h2 id="led-title">{words.causes}</h2>
      </header>
      <ol ref={list}>
        {causes.map((line) => (
          <Cause
            key={line}
            line={line}
            now={shown}
            protocol={frame?.protocol ?? ""}
            {...{ state, on, words }}
          />
        ))}
        <li>
          <button
            type="button"
            class="quiet"
            aria-current={atEnd ? "true" : undefined}
            onClick={() => on.seek(last)}
            data-testid="to-end"
          >
            <span class="number">{last}</span> <b>{words.breaks}</b>
          </button>
        </li>
      </ol>
    </nav>
  );
}

const eventOf = (line: string): number => parseLine(line)?.event ?? 0;

interface CauseProps extends Omit<Props, "note"> {
  line: string;
  now: number;
  protocol: string;
}

function Cause({ line, now, protocol, state, on, words }: CauseProps) {
  const parsed = parseLine(line);
  if (!parsed) return null;
  const { event } = parsed;
  const text = causeText(line, protocol, state.words);
  return (
    <li>
      <button
        type="button"
        class="quiet"
        aria-label={`${words.event(event)}: ${text}`}
        title={line}
        aria-current={event === now ? "true" : undefined}
        onClick={() => on.seek(event)}
        data-testid="cause"
      >
        <span class="number">{event}</span> {text}
      </button>
    </li>
  );
}

/** useExplanation asks for the event that is shown. While the run plays, nobody could read the answers. */
export function useExplanation({ state, on }: ViewProps): ExplainReply | null {
  const [answer, setAnswer] = useState<ExplainReply | null>(null);
  const event = state.frame?.event ?? 0;
  const { playing } = state;
  const branch = state.frame?.branch ?? 0;
  useEffect(() => {
    if (playing || event === 0) return;
    let wanted = true;
    on.explain(event).then(
      (explanation) => wanted && setAnswer(explanation),
      () => wanted && setAnswer(null),
    );
    return () => {
      wanted = false;
    };
  }, [event, branch, playing]);
  return answer?.event === event ? answer : null;
}

/** Why is empty where it would only repeat the violation. */
function Why({ state, on, words, failure }: Omit<Props, "note"> & { failure: string }) {
  const explanation = useExplanation({ state, on });
  return (
    <div class="because" role="status">
      {explanation?.sentence && !failure.endsWith(explanation.sentence) && (
        <p>
          <b>{words.event(explanation.event)}:</b> {explanation.sentence}{" "}
          <span class="place">{explanation.place}</span>
        </p>
      )}
    </div>
  );
}
