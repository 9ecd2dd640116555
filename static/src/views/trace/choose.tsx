// Before a run is open: choose a file, and whose rules its servers follow.
import { useRef, useState } from "preact/hooks";
import { exercisesOf } from "../../address/link.ts";
import type { Opened } from "../../address/opened.ts";
import { labLink } from "../../address/route.ts";
import type { State } from "../../app/state.ts";
import type { TraceWords } from "../../words/exercise.ts";

export function Choose(props: { why: string; words: TraceWords; onFile(file: File): void }) {
  const { why, words, onFile } = props;
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    const [file] = field.files ?? [];
    if (file) onFile(file);
    field.value = "";
  };
  return (
    <div class="choose">
      <div role="alert">
        {why && (
          <p class="why" data-testid="trace-problem">
            <b>{words.failed}.</b> {why}
          </p>
        )}
      </div>
      <h2>{words.choose}</h2>
      <p>{words.chooseNote}</p>
      <p>
        <button type="button" class="primary" onClick={() => input.current?.click()}>
          {words.chooseFile}
        </button>{" "}
        <span class="note">{words.drop}</span>
      </p>
      <input
        ref={input}
        type="file"
        accept=".trace,.txt,text/plain"
        hidden
        onChange={choose}
        data-testid="trace-file"
      />
      <p class="note">
        {words.noneYet}{" "}
        <a href={labLink({ scenario: "c2-figure-8", rules: "commit-any-term" })}>{words.example}</a>
      </p>
    </div>
  );
}

export function Whose(props: {
  state: State;
  opened: Opened;
  words: TraceWords;
  onRules(opened: Opened, exercises: readonly string[]): void;
}) {
  const { state, opened, words, onRules } = props;
  const { begun } = state.memory;
  const named = exercisesOf(opened.run.files);
  const hasAll = named.length > 0 && named.every((id) => begun.includes(id));
  const choices = hasAll && named.length > 1 ? [named.join(","), ...begun] : begun;
  const [chosen, setChosen] = useState((hasAll ? named.join(",") : begun[0]) ?? "");
  return (
    <form
      class="choose"
      onSubmit={(event) => {
        event.preventDefault();
        onRules(opened, chosen.split(",").filter(Boolean));
      }}
    >
      <h2>{words.whose}</h2>
      <p>{words.noSource(named)}</p>
      <label>
        {words.whose}{" "}
        <select
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data-testid="whose"
        >
          {choices.map((ids) => (
            <option key={ids} value={ids}>
              {words.mine(ids.split(","))}
            </option>
          ))}
          <option value="">{words.reference}</option>
        </select>
      </label>{" "}
      <button type="submit" class="primary" data-testid="use-mine">
        {words.useMine}
      </button>
    </form>
  );
}
