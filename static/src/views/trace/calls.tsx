// The learner's code at the event that is shown: the called function, its server, the lines that it visited, and
// the one that decided.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Run } from "../../address/link.ts";
import { exerciseLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { CallView } from "../../engine/protocol.ts";
import { parseLine } from "../../run/trace-line.ts";
import { enOwn } from "../../words/en-own.ts";
import type { TraceWords } from "../../words/exercise.ts";
import { Source, Unread } from "../own/source.tsx";
import { useLit } from "../own/use-lit.ts";
import { useStateOf } from "../state-of.ts";
import { fileOf } from "./file-of.ts";
import { useEnding, useExplanation } from "./violation.tsx";

interface Props extends ViewProps {
  run: Run;
  words: TraceWords;
}

export function Calls({ state, on, run, words }: Props) {
  const explanation = useExplanation({ state, on });
  const ofStep = state.frame?.calls ?? [];
  const calls = ofStep.length > 0 ? ofStep : (explanation?.calls ?? []);
  const event = state.frame?.event ?? 0;
  // The last call is nearest to the event.
  const last = Math.max(0, calls.length - 1);
  const [chosen, setChosen] = useStateOf(`${event} ${last}`, last);
  // A test waits for this; an event without an explanation counts as answered, too.
  const answered = ofStep.length > 0 || explanation !== null;
  const before = useBefore({ state, on }, answered && calls.length === 0);
  const call = calls[Math.min(chosen, calls.length - 1)] ?? before.call;
  const file = fileOf(run.files, call?.rule ?? "");
  const shown = useLit(file.source, call);
  return (
    <section class="panel did" aria-labelledby="did-title">
      <header>
        <h2 id="did-title">{words.code}</h2>
        {call && (
          <span class="mono" data-testid="did-rule">
            {words.codeNote(call.rule, call.server)}
          </span>
        )}
        <span class="grow" />
        {calls.length > 1 && (
          <Chooser count={calls.length} chosen={chosen} onChoose={setChosen} words={words} />
        )}
      </header>
      <Source source={file.source} shown={shown} label={words.source(`${file.exercise}.go`)} bad />
      <footer>
        <div role="status" data-testid="did" data-answered={String(answered)}>
          {calls.length === 0 && before.of > 0 && !call && <p>{words.noCall}</p>}
          {call && (
            <Decided call={call} exercise={file.exercise} words={words} event={before.event}>
              {before.event > 0 && (
                <button
                  type="button"
                  onClick={() => on.seek(before.event)}
                  data-testid="to-decision"
                >
                  {words.toDecision(before.event)}
                </button>
              )}
            </Decided>
          )}
          <Unread shown={shown} words={enOwn.unread} />
        </div>
      </footer>
    </section>
  );
}

/** BACK_MAX bounds the search for an earlier call: each event is a question to the engine. */
const BACK_MAX = 200;

/** Before is the last call before an event that has none: a reader looks for it at the violation. */
interface Before {
  /** event is the one that was asked about, once the search is over; 0 until then. */
  of: number;
  event: number;
  call: CallView | null;
}

const nothing: Before = { of: 0, event: 0, call: null };

function useBefore({ state, on }: ViewProps, isWanted: boolean): Before {
  const [found, setFound] = useState<Before>(nothing);
  const causes = useEnding(state.frame)?.causes ?? [];
  const event = state.frame?.event ?? 0;
  const branch = state.frame?.branch ?? 0;
  useEffect(() => {
    if (!isWanted || state.playing) return;
    let wanted = true;
    const look = async (): Promise<void> => {
      for (const one of earlier(event, causes)) {
        const explanation = await on.explain(one).catch(() => null);
        if (!wanted) return;
        const call = explanation?.calls.at(-1);
        if (call) return setFound({ of: event, event: one, call });
      }
      setFound({ of: event, event: 0, call: null });
    };
    void look();
    return () => {
      wanted = false;
    };
  }, [event, branch, isWanted, state.playing]);
  return isWanted && found.of === event ? found : nothing;
}

/** earlier lists the events to search: first the causes of the end, then every event before this one. */
export function earlier(event: number, causes: readonly string[]): number[] {
  const led = causes.map((line) => parseLine(line)?.event ?? 0).filter((one) => one > 0);
  const before = led.filter((one) => one < event).reverse();
  const others = Array.from({ length: Math.min(BACK_MAX, event - 1) }, (_, i) => event - 1 - i);
  return [...new Set([...before, ...others])];
}

function Chooser(props: {
  count: number;
  chosen: number;
  onChoose(index: number): void;
  words: TraceWords;
}) {
  const { count, chosen, onChoose, words } = props;
  return (
    <span class="buttons">
      <button
        type="button"
        aria-label={words.earlierCall}
        disabled={chosen <= 0}
        onClick={() => onChoose(chosen - 1)}
      >
        ◂
      </button>
      <span class="note">{words.call(chosen + 1, count)}</span>
      <button
        type="button"
        aria-label={words.laterCall}
        disabled={chosen >= count - 1}
        onClick={() => onChoose(chosen + 1)}
      >
        ▸
      </button>
    </span>
  );
}

/** Decided names the line; `event` is that of an earlier call, 0 where the call is of this very event. */
function Decided(props: {
  call: CallView;
  exercise: string;
  words: TraceWords;
  event: number;
  children: ComponentChildren;
}) {
  const { call, exercise, words, event, children } = props;
  const line = call.lines.at(-1) ?? 0;
  return (
    <p class="decides">
      {line > 0 && (
        <span data-testid="decided" data-line={line}>
          <span aria-hidden="true">▶ </span>
          {words.decided(line, event)}
        </span>
      )}
      {children}
      {line > 0 && (
        <a class="button" href={exerciseLink(exercise, line)} data-testid="open-editor">
          {words.open(line)}
        </a>
      )}
    </p>
  );
}
