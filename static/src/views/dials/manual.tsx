// Typed commands: everything that can be clicked can be typed, and more. An error stands under its line.
import { useId, useState } from "preact/hooks";
import type { Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { VerbInfo } from "../../engine/protocol.ts";
import { belongs } from "../../run/belongs.ts";
import { enLab } from "../../words/en-lab.ts";
import { manualPart } from "../protocols/manual.ts";
import { examplesOf, topicsOf, verbOf } from "./verbs.ts";

export function Manual({ state, on, setup }: ViewProps & { setup: Setup }) {
  const words = enLab.manual;
  const all = state.catalogue?.verbs ?? [];
  const verbs = all.filter((one) => !one.setup && belongs(one, state.frame));
  const scripted = setup.scenario !== "";
  const Acts = state.frame && manualPart(state.frame.protocol);
  return (
    <div class="manual">
      {Acts && state.frame && <Acts on={on} frame={state.frame} />}
      <label class="switch">
        <input
          type="checkbox"
          checked={state.frame?.manual ?? false}
          disabled={scripted || !state.frame}
          onChange={(event) => on.open({ ...setup, manual: event.currentTarget.checked })}
          data-testid="manual"
        />
        {words.toggle}
      </label>
      <p class="note">{scripted ? words.scripted : words.manualNote}</p>
      <TypedLine on={on} verbs={verbs} />
      <details>
        <summary>{words.verbs}</summary>
        {topicsOf(verbs).map(({ topic, verbs: members }) => (
          <section key={topic}>
            <h2>{topic}</h2>
            <dl>
              {members.map((one) => (
                <div key={one.name}>
                  <dt class="mono">{one.usage}</dt>
                  <dd>{one.help}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </details>
    </div>
  );
}

interface Answer {
  wrong: boolean;
  text: string;
}

function TypedLine({ on, verbs }: Pick<ViewProps, "on"> & { verbs: VerbInfo[] }) {
  const words = enLab.manual;
  const id = useId();
  const { line, answer, edit, submit, recall } = useTypedLine(on);
  return (
    <form class="typed" onSubmit={(event) => void submit(event)}>
      <label for={`${id}-line`}>{words.line}</label>
      <span class="typed-row">
        <input
          id={`${id}-line`}
          class="mono"
          list={`${id}-verbs`}
          value={line}
          placeholder={words.placeholder}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby={`${id}-help`}
          aria-invalid={answer?.wrong ?? false}
          onInput={(event) => edit(event.currentTarget.value)}
          onKeyDown={recall}
          data-testid="typed-line"
        />
        <button type="submit" disabled={line.trim() === ""} data-testid="typed-send">
          {words.send}
        </button>
      </span>
      <datalist id={`${id}-verbs`}>
        {examplesOf(verbs).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <p class={answer?.wrong ? "wrong" : "note"} role="status" data-testid="typed-answer">
        {answer?.text}
      </p>
      <p id={`${id}-help`} class="note">
        <VerbHelp verb={verbOf(line, verbs)} />
      </p>
    </form>
  );
}

/** useTypedLine has the line that is being typed, the engine's answer to the last one, and those before. */
function useTypedLine(on: ViewProps["on"]) {
  const [line, setLine] = useState("");
  const [past, setPast] = useState<readonly string[]>([]);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const edit = (next: string): void => {
    setLine(next);
    setAnswer(null);
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const typed = line.trim();
    if (!typed) return;
    const wrong = await on.type(typed);
    setAnswer({ wrong: wrong !== "", text: wrong || enLab.manual.done(typed) });
    setPast([...past.filter((one) => one !== typed), typed]);
    // A line that was refused stays, so that it can be corrected.
    if (!wrong) setLine("");
  };
  /** The arrow keys go through what was typed before, as in a terminal; with a list of completions open
   * the browser keeps them for itself. */
  const recall = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || past.length === 0 || (line !== "" && !past.includes(line))) return;
    event.preventDefault();
    const at = line === "" ? past.length : past.indexOf(line);
    setLine(past[at + step] ?? (step > 0 ? "" : (past[0] ?? "")));
  };
  return { line, answer, edit, submit, recall };
}

function VerbHelp({ verb }: { verb: VerbInfo | null }) {
  if (!verb) return <>{enLab.manual.none}</>;
  return (
    <>
      <span class="mono">{verb.usage}</span>
      <br />
      {verb.help}
    </>
  );
}
