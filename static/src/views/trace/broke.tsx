// What broke, in one sentence, and what led to it: each cause is a place in the run that can be gone to.
// Below it, why the event that is shown happened.
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import type { Explanation, Frame } from "../../protocol.ts";
import { parseLine } from "../../trace.ts";
import type { TraceWords } from "../../words/exercise.ts";

interface Props extends ViewProps {
  words: TraceWords;
  note: string;
}

/** Ending is how the run ended, which a frame of its past does not say. */
type Ending = Pick<Frame, "failure" | "causes" | "event">;

export function useEnding(frame: Frame | null): Ending | null {
  const [ending, setEnding] = useState<Ending | null>(null);
  useEffect(() => {
    if (frame && !frame.past) setEnding(frame);
  }, [frame]);
  return frame && !frame.past ? frame : ending;
}

export function Broke({ state, on, words, note }: Props) {
  const { frame } = state;
  const ending = useEnding(frame);
  if (!frame || !ending) return null;
  const { failure, causes } = ending;
  // The world is shown after a whole step, which may have written more events than the cause itself.
  const shown = causes.map(eventOf).findLast((event) => event <= frame.event) ?? 0;
  return (
    <section class={failure ? "panel broke bad" : "panel broke"} aria-labelledby="broke-title">
      <div class="sentence">
        <h2 id="broke-title">{failure ? words.broke : words.title}</h2>
        <p data-testid="broke">{failure || words.fine}</p>
        {note && <p class="note">{note}</p>}
      </div>
      {causes.length > 0 && (
        <nav aria-label={words.causes}>
          <h3>{words.causes}</h3>
          <ol>
            {causes.map((line) => (
              <Cause key={line} line={line} now={shown} on={on} words={words} />
            ))}
            <li>
              <button type="button" onClick={() => on.seek(ending.event)} data-testid="to-end">
                {words.toBreak} <span aria-hidden="true">⇥</span>
              </button>
            </li>
          </ol>
        </nav>
      )}
      <Why state={state} on={on} words={words} />
    </section>
  );
}

const eventOf = (line: string): number => parseLine(line)?.event ?? 0;

function Cause(props: { line: string; now: number; on: Props["on"]; words: TraceWords }) {
  const { line, now, on, words } = props;
  const parsed = parseLine(line);
  if (!parsed) return null;
  const { event, actor, kind, details } = parsed;
  return (
    <li>
      <button
        type="button"
        aria-label={`${words.event(event)}: ${actor} ${kind} ${details}`}
        aria-current={event === now ? "true" : undefined}
        onClick={() => on.seek(event)}
        data-testid="cause"
      >
        <span class="number">{event}</span> {actor} {kind}
      </button>
    </li>
  );
}

/** useExplanation asks for the event that is shown. While the run plays, nobody could read the answers. */
export function useExplanation({ state, on }: ViewProps): Explanation | null {
  const [answer, setAnswer] = useState<Explanation | null>(null);
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

function Why({ state, on, words }: Omit<Props, "note">) {
  const explanation = useExplanation({ state, on });
  return (
    <div class="because" role="status">
      {explanation?.sentence && (
        <p>
          <b>{words.event(explanation.event)}:</b> {explanation.sentence}{" "}
          <span class="place">{explanation.place}</span>
        </p>
      )}
    </div>
  );
}
