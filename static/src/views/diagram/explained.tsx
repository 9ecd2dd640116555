// The chosen event in words: what it was, its cause and its effects. The engine knows the cause; until it
// has answered, and where it cannot, the lines of the trace are shown.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Controls } from "../../app/controls.ts";
import { seconds } from "../../base/units.ts";
import type { CallView, ExplainReply } from "../../engine/protocol.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { DiagramWords } from "../../words/diagram.ts";
import { enLab } from "../../words/en-lab.ts";
import { where } from "../events/events.tsx";

/** A reader who walks with the keys passes many events: the engine explains only the event where they stop. */
const ASK_AFTER_MS = 120;
const SHOWN_MAX = 6;

/** useExplanation asks the engine about the chosen event; null until it has answered. */
export function useExplanation(
  on: Pick<Controls, "explain">,
  chosen: number,
  revision: number,
): ExplainReply | null {
  const [explanation, setExplanation] = useState<ExplainReply | null>(null);
  useEffect(() => {
    setExplanation(null);
    if (chosen === 0) return;
    let over = false;
    const timer = setTimeout(() => {
      on.explain(chosen).then(
        (answer) => {
          if (!over) setExplanation(answer);
        },
        () => {
          // The lines are shown already, and the banner reports an engine that stopped.
        },
      );
    }, ASK_AFTER_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [chosen, revision]);
  return explanation?.event === chosen ? explanation : null;
}

interface Props {
  timeline: Timeline;
  words: DiagramWords;
  chosen: number;
  causes: readonly number[];
  effects: readonly number[];
  explanation: ExplainReply | null;
  /** first is the earliest event that can be shown. */
  first: number;
  onChoose(event: number): void;
  onSeek(event: number): void;
  /** onCall shows a server's code, at the call of an event. */
  onCall(call: CallView): void;
}

export function Explained(props: Props) {
  const { causes, chosen, effects, explanation, first, onChoose, onSeek } = props;
  const { timeline, words } = props;
  if (chosen === 0) {
    return (
      <p class="explained none" data-testid="explained">
        {words.none}
      </p>
    );
  }
  const line = `${where(timeline, chosen, words)} ${timeline.kindName(chosen)} ${timeline.details(chosen)}`;
  return (
    <div class="explained" data-testid="explained" data-event={chosen}>
      <p class="what" aria-live="polite">
        <span class="line" title={line}>
          <b>{words.event(chosen, seconds(timeline.time(chosen)))}</b>{" "}
          <span class="mono">{line}</span>
        </span>
        {explanation?.sentence && (
          <span class="why" data-testid="why">
            {" "}
            {explanation.sentence} {explanation.place && <em>{explanation.place}</em>}
          </span>
        )}
      </p>
      <span class="links">
        <Links name={words.because} events={causes} {...{ timeline, words, onChoose }}>
          {causes.length === 0 && <span>{words.noCause}</span>}
        </Links>
        {effects.length > 0 && (
          <Links name={words.ledTo} events={effects} {...{ timeline, words, onChoose }} />
        )}
        <ToCalls {...props} />
        <button
          type="button"
          disabled={chosen < first}
          title={chosen < first ? enLab.past.gone(first) : undefined}
          onClick={() => onSeek(chosen)}
          data-testid="go-there"
        >
          {words.goThere}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={words.close}
          onClick={() => onChoose(0)}
          data-testid="unchoose"
        >
          ×
        </button>
      </span>
    </div>
  );
}

/** ToCalls lead to the calls of the learner's code that decided what happened. */
function ToCalls({ explanation, first, words, onCall }: Props) {
  return (
    <>
      {explanation?.calls.map((call) => (
        <button
          key={`${call.rule} ${call.lines.join()}`}
          type="button"
          title={call.rule}
          disabled={call.event < first}
          onClick={() => onCall(call)}
          data-testid="to-call"
        >
          {words.toCall(call.server, call.lines.at(-1) ?? 0)}
        </button>
      ))}
    </>
  );
}

function Links({
  name,
  events,
  timeline,
  words,
  onChoose,
  children,
}: {
  name: string;
  events: readonly number[];
  timeline: Timeline;
  words: DiagramWords;
  onChoose(event: number): void;
  children?: ComponentChildren;
}) {
  return (
    <span class="links-of">
      {name}{" "}
      {events.slice(0, SHOWN_MAX).map((event) => (
        <button
          key={event}
          type="button"
          class="link"
          title={timeline.lines[event - 1]}
          onClick={() => onChoose(event)}
        >
          {event} {timeline.kindName(event)}
        </button>
      ))}
      {events.length > SHOWN_MAX && <span>{words.more(events.length - SHOWN_MAX)}</span>}
      {children}
    </span>
  );
}
