// What decides a run: scenario, rules, servers, seed. Changing one begins another run.
import { useMemo, useState } from "preact/hooks";
import { isSeed, labLink, SERVERS_MAX, type Setup as SetupValue } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { grouped } from "../../app/subjects.ts";
import type { RulesInfo, ScenarioInfo } from "../../engine/protocol.ts";
import { belongs } from "../../run/belongs.ts";
import { enSetup as words } from "../../words/en-setup.ts";
import { enTeach } from "../../words/en-teach.ts";
import { hasConsole } from "../protocols/clients.ts";
import { Share } from "../share/share.tsx";
import { useStateOf } from "../state-of.ts";
import { BesideLink, ofProtocol, ProtocolPicker, protocolOf } from "./protocol.tsx";
import { WhoseCode } from "./whose.tsx";
import "./setup.css";

interface Props extends ViewProps {
  setup: SetupValue;
  /** waits while nobody knows what a run is that somebody sent: to begin it again would begin another. */
  waits: boolean;
}

export function Setup(props: Props) {
  const { state, on, setup } = props;
  const [open, setOpen] = useState(false);
  return (
    <section class={open ? "setup" : "setup folded"} aria-label={words.label}>
      <Fold {...props} open={open} onFold={() => setOpen(!open)} />
      <ProtocolPicker {...props} />
      <ScenarioPicker {...props} />
      <RulesPicker {...props} />
      <label>
        {words.servers}
        <select
          value={String(state.frame?.servers.length ?? setup.servers)}
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
      <Writers state={state} on={on} />
      {setup.scenario === "" && <BesideLink state={state} setup={setup} />}
      <Share state={state} on={on} />
      <WhoseCode {...props} />
    </section>
  );
}

/** Writers is the switch for clients that write by themselves, from the run's own seed. */
export function Writers({ state: { catalogue, frame }, on }: ViewProps) {
  const [name, note] = enTeach.writers;
  if (!frame || !hasConsole(catalogue, frame)) return null;
  const isOn = frame.writers !== "";
  return (
    <label class="writers" title={note}>
      <input
        type="checkbox"
        checked={isOn}
        disabled={frame.manual}
        onChange={() => on.writers(isOn ? "" : frame.seed)}
        data-testid="writers"
      />
      {name}
    </label>
  );
}

/** Fold shows the setup in one line where there is no room for more, and opens the rest. */
function Fold(props: Props & { open: boolean; onFold(): void }) {
  const { state, setup, open, onFold } = props;
  const scenario = chosenScenario(state, setup);
  const rules = rulesOf(state, setup).find(({ id }) => id === (state.frame?.rules ?? setup.rules));
  return (
    <button type="button" class="fold" aria-expanded={open} onClick={onFold} data-testid="fold">
      <span>
        {words.folded(
          scenario ? `${scenario.subject} · ${scenario.title}` : words.freePlay,
          state.frame?.servers.length ?? setup.servers,
          rules?.title ?? "",
        )}
      </span>
      <span aria-hidden="true">{open ? "▴" : "▾"}</span>
    </button>
  );
}

/** chosenScenario is the one that plays. The engine knows it best: an address may name it by its subject. */
export function chosenScenario(state: State, setup: SetupValue): ScenarioInfo | undefined {
  const id = state.frame?.scenario ?? setup.scenario;
  return state.catalogue?.scenarios.find((one) => one.id === id);
}

function ScenarioPicker({ state, on, setup }: Props) {
  const protocol = protocolOf(state, setup);
  const all = state.catalogue?.scenarios ?? [];
  const scenarios = all.filter((one) => one.protocol === protocol);
  // A random schedule can be played by its name, and is in no list.
  // A name that there is not is shown, too: with free play shown as chosen, nobody could choose it.
  const playing = state.frame?.scenario ?? setup.scenario;
  const unlisted = scenarios.some((one) => one.id === playing) ? "" : playing;
  // The lists are long, and change only with the catalogue.
  const options = useMemo(
    () =>
      grouped(scenarios, state.words).map((group) => (
        <optgroup key={group.letter} label={group.title}>
          {group.scenarios.map((one) => (
            <option key={one.id} value={one.id}>
              {`${one.subject} · ${one.title}`}
            </option>
          ))}
        </optgroup>
      )),
    [state.catalogue, protocol, state.words],
  );
  return (
    <label class="wide">
      {words.scenario}
      <select
        value={chosenScenario(state, setup)?.id ?? unlisted}
        data-testid="scenario"
        onChange={(event) => {
          const scenario = event.currentTarget.value;
          on.open({ ...setup, ...ofProtocol(state, protocol), scenario, seed: "" });
        }}
      >
        <option value="">{words.freePlay}</option>
        {unlisted && <option>{unlisted}</option>}
        {options}
      </select>
    </label>
  );
}

/** rulesOf are the sets of rules that the run can follow. Those of another story are left out. */
function rulesOf(state: State, setup: SetupValue): RulesInfo[] {
  const { catalogue, frame } = state;
  const wanted = frame?.rules ?? setup.rules;
  const protocol = protocolOf(state, setup);
  return (catalogue?.rules ?? []).filter(
    (one) =>
      belongs(one, { protocol }) &&
      (one.story === "" || one.story === setup.scenario || one.id === wanted),
  );
}

function RulesPicker({ state, on, setup }: Props) {
  const rules = rulesOf(state, setup);
  // The reference is the first, and the default.
  const wanted = state.frame?.rules ?? setup.rules;
  const chosen = rules.find((one) => one.id === wanted) ?? (wanted ? undefined : rules[0]);
  const options = useMemo(
    () =>
      rules.map((one) => (
        <option key={one.id} value={one.id}>
          {one.title}
        </option>
      )),
    [state.catalogue, state.frame?.protocol, setup.scenario, wanted],
  );
  return (
    <>
      <label class="wide">
        {words.rules}
        <select
          value={chosen?.id ?? ""}
          data-testid="rules"
          onChange={(event) => on.open({ ...setup, rules: event.currentTarget.value })}
        >
          {options}
        </select>
      </label>
      {chosen?.wrong && <span class="wrong">{words.wrong(chosen.wrong)}</span>}
    </>
  );
}

function SeedForm({ state, on, setup, waits }: Props) {
  // Typed text stays while the requested run begins.
  const [typed, setTyped] = useStateOf<string | null>(labLink(setup), null);
  const draft = typed ?? state.frame?.seed ?? setup.seed;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (draft !== "" && !isSeed(draft)) return;
    setTyped(null);
    on.open({ ...setup, seed: draft });
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
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={waits} data-testid="restart-run">
        {words.again}
      </button>
      <button type="button" disabled={waits} onClick={anotherSeed}>
        {words.newSeed}
      </button>
    </form>
  );
}
