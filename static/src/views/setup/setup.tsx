// What decides a run: scenario, rules, servers, seed. Changing one begins another run.
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import type { ScenarioInfo } from "../../protocol.ts";
import { isSeed, SERVERS_MAX, type Setup as SetupValue } from "../../route.ts";
import type { State } from "../../state.ts";
import { grouped } from "../../subjects.ts";
import "./setup.css";

interface Props extends ViewProps {
  setup: SetupValue;
}

export function Setup(props: Props) {
  const { state, on, setup } = props;
  const words = state.words.setup;
  return (
    <section class="setup" aria-label={words.label}>
      <ScenarioPicker {...props} />
      <RulesPicker {...props} />
      <label>
        {words.servers}
        <select
          value={state.frame?.servers.length ?? setup.servers}
          disabled={setup.scenario !== ""}
          data-testid="servers"
          onChange={(event) => on.open({ ...setup, servers: Number(event.currentTarget.value) })}
        >
          {Array.from({ length: SERVERS_MAX }, (_, i) => (
            <option key={i}>{i + 1}</option>
          ))}
        </select>
      </label>
      <SeedForm {...props} />
    </section>
  );
}

/** chosenScenario is the one that plays. The engine knows it best: an address may name it by its subject. */
export function chosenScenario(state: State, setup: SetupValue): ScenarioInfo | undefined {
  const id = state.frame?.scenario ?? setup.scenario;
  return state.catalogue?.scenarios.find((one) => one.id === id);
}

function ScenarioPicker({ state, on, setup }: Props) {
  const words = state.words;
  const scenarios = state.catalogue?.scenarios ?? [];
  // A random schedule can be played by its name, and is in no list.
  const playing = state.frame?.scenario ?? "";
  const unlisted = scenarios.some((one) => one.id === playing) ? "" : playing;
  return (
    <label class="wide">
      {words.setup.scenario}
      <select
        value={chosenScenario(state, setup)?.id ?? unlisted}
        data-testid="scenario"
        onChange={(event) => on.open({ ...setup, scenario: event.currentTarget.value, seed: "" })}
      >
        <option value="">{words.setup.freePlay}</option>
        {unlisted && <option>{unlisted}</option>}
        {grouped(scenarios, words).map((group) => (
          <optgroup key={group.letter} label={group.title}>
            {group.scenarios.map((one) => (
              <option key={one.id} value={one.id}>
                {`${one.subject} · ${one.title}`}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function RulesPicker({ state, on, setup }: Props) {
  const words = state.words.setup;
  const rules = state.catalogue?.rules ?? [];
  const chosen = rules.find((one) => one.id === (state.frame?.rules ?? setup.rules));
  return (
    <>
      <label class="wide">
        {words.rules}
        <select
          value={chosen?.id ?? ""}
          data-testid="rules"
          onChange={(event) => on.open({ ...setup, rules: event.currentTarget.value })}
        >
          {rules.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      {chosen?.wrong && <span class="wrong">{words.wrong(chosen.wrong)}</span>}
    </>
  );
}

function SeedForm({ state, on, setup }: Props) {
  const words = state.words.setup;
  const used = state.frame?.seed ?? setup.seed;
  const [draft, setDraft] = useState(used);
  useEffect(() => setDraft(used), [used]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (draft === "" || isSeed(draft)) on.open({ ...setup, seed: draft });
  };
  const anotherSeed = (): void => {
    const [seed = 1] = crypto.getRandomValues(new Uint32Array(1));
    on.open({ ...setup, seed: String(seed) });
  };
  return (
    <form class="seed" onSubmit={submit}>
      <label>
        {words.seed}
        <input
          value={draft}
          inputMode="numeric"
          pattern="[0-9]{1,20}"
          title={words.seedBad}
          autocomplete="off"
          data-testid="seed"
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
      </label>
      <button type="submit" data-testid="restart-run">
        {words.again}
      </button>
      <button type="button" onClick={anotherSeed}>
        {words.newSeed}
      </button>
    </form>
  );
}
