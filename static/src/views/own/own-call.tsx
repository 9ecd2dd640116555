// The learner's own function in a run that goes on: the last call of the chosen server, its lines lit, what it was
// asked, and what it changed. One steps from call to call; the world goes along.
import { useEffect, useState } from "preact/hooks";
import type { OwnFile } from "../../address/link.ts";
import type { ViewProps } from "../../app/controls.ts";
import { seconds } from "../../base/units.ts";
import type { CallView } from "../../engine/protocol.ts";
import type { Calls } from "../../run/calls.ts";
import { enOwn } from "../../words/en-own.ts";
import { inspectorPart } from "../protocols/inspector.ts";
import { fileOf } from "../trace/file-of.ts";
import { Source, Unread } from "./source.tsx";
import { useLit } from "./use-lit.ts";
import "./own.css";

interface Props extends ViewProps {
  files: readonly OwnFile[];
  /** only is the exercise whose calls are shown: those of the chosen server, or of any as long as it made none. */
  only?: string;
}

export function OwnCall({ state, on, files, only = "" }: Props) {
  const words = enOwn;
  const { frame, selected } = state;
  const calls = callsOf(state.calls, { selected, files, only });
  const { at, choose } = useStep(calls, frame?.event ?? 0);
  const call = calls[at] ?? null;
  const file = files.find(({ exercise }) => exercise === only) ?? fileOf(files, call?.rule ?? "");
  const shown = useLit(file.source, call);
  const goTo = (index: number): void => {
    const to = calls[index];
    if (!to) return;
    choose(index);
    if (to.event !== frame?.event) void on.seek(to.event);
  };
  return (
    <section class="panel own-call" aria-labelledby="own-title">
      <header>
        <h2 id="own-title" class="mono">
          {file.exercise && `${file.exercise}.go`}
        </h2>
        {call && <span data-testid="own-note">{words.lit(call.server, call.event)}</span>}
        <span class="grow" />
        <Steps at={at} count={calls.length} goTo={goTo} />
      </header>
      <Source source={file.source} shown={shown} label={words.file(file.exercise)} />
      <footer>
        {call ? (
          <>
            <Told state={state} on={on} call={call} />
            <Unread shown={shown} words={words.unread} />
          </>
        ) : (
          <p class="note">{words.none(selected)}</p>
        )}
      </footer>
    </section>
  );
}

function callsOf(
  history: Calls,
  { selected, files, only }: { selected: number } & Required<Pick<Props, "files" | "only">>,
): Calls {
  const own = history.filter(({ server }) => server === selected);
  if (!only) return own;
  const isAbout = ({ rule }: CallView): boolean => fileOf(files, rule).exercise === only;
  const about = own.filter(isAbout);
  return about.length > 0 ? about : history.filter(isAbout);
}

/** useStep is the number of the call that is shown: the last one at the moment, or the one that was stepped to, since a
 * server may make several at one event. */
function useStep(calls: Calls, event: number): { at: number; choose(index: number): void } {
  const [chosen, setChosen] = useState<CallView | null>(null);
  const last = calls.findLastIndex((one) => one.event <= event);
  const known = chosen ? calls.indexOf(chosen) : -1;
  const at = known >= 0 && calls[known]?.event === calls[last]?.event ? known : last;
  return { at, choose: (index) => setChosen(calls[index] ?? null) };
}

function Steps(props: { at: number; count: number; goTo(index: number): void }) {
  const { at, count, goTo } = props;
  return (
    <span class="buttons">
      <button
        type="button"
        aria-label={enOwn.earlier}
        disabled={at <= 0}
        onClick={() => goTo(at - 1)}
        data-testid="own-earlier"
      >
        ◂
      </button>
      <span class="note" data-testid="own-count">
        {enOwn.call(at + 1, count)}
      </span>
      <button
        type="button"
        aria-label={enOwn.later}
        disabled={at < 0 || at >= count - 1}
        onClick={() => goTo(at + 1)}
        data-testid="own-later"
      >
        ▸
      </button>
    </span>
  );
}

/** Told says what the call was about, what it changed, and which line decided. */
function Told({ state, on, call }: ViewProps & { call: CallView }) {
  const sentence = useSentence(on, call.event, state.frame?.branch ?? 0);
  const changes = changesOf(state, call);
  const decided = call.lines.at(-1) ?? 0;
  return (
    <div role="status" data-testid="own-told">
      {sentence && <p>{sentence}</p>}
      <p>
        <b>{enOwn.decided(decided)}</b> {changes.length > 0 && enOwn.changed}{" "}
        {changes.map(({ name, before, now }) => (
          <code key={name} class="value">{`${name} ${before} → ${now}`}</code>
        ))}
      </p>
    </div>
  );
}

/** ASK_MS: while a run plays, a call is asked about when it has stood for a moment. */
const ASK_MS = 150;

function useSentence(on: ViewProps["on"], event: number, branch: number): string {
  const [told, setTold] = useState({ event: 0, text: "" });
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      on.explain(event).then(
        ({ sentence, place }) => {
          if (!gone) setTold({ event, text: place ? `${sentence} (${place})` : sentence });
        },
        () => {}, // an event that is too long ago has no sentence
      );
    }, ASK_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [event, branch]);
  return told.event === event ? told.text : "";
}

/** changesOf are the rows of the server that the step of the call changed. They are known while that step is shown. */
function changesOf(
  state: ViewProps["state"],
  call: CallView,
): { name: string; before: string; now: string }[] {
  const { frame, words } = state;
  const change = state.changes[call.server];
  const server = frame?.servers[call.server - 1];
  const isShown = frame?.calls.some(({ event }) => event === call.event);
  if (!frame || !isShown || !server || !change || change.event < call.event) return [];
  const rows = inspectorPart(frame.protocol)?.rows({ server, before: change.before, frame, words });
  return (rows ?? []).flatMap(({ name, before, now }) =>
    before === null ? [] : [{ name, before, now }],
  );
}

/** moment is the time of the world, as the header of a panel has it. */
export function moment(frame: ViewProps["state"]["frame"]): string {
  return frame ? `${seconds(frame.now)} s` : "";
}
