// One story on two protocols: the same steps, at the same moments, with what the servers of each have.
import { useState } from "preact/hooks";
import { besideLink, type Side as SideName, type StoryRoute } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { seconds } from "../../base/units.ts";
import type { ProtocolInfo } from "../../engine/protocol.ts";
import { diagramWords } from "../../words/diagram-of.ts";
import { enBeside as words } from "../../words/en-beside.ts";
import { Diagrams } from "../compare/diagrams.tsx";
import { canPlay } from "../protocols/heads.ts";
import { logsPart } from "../protocols/logs.ts";
import { Diagram as Ring } from "../ring/ring.tsx";
import { factsOf, HEADS } from "./facts.ts";
import { type Chosen, type Pair, type Played, usePair } from "./load.ts";
import { beginsOf, STORIES, type StoryId } from "./stories.ts";
import "../diagram/diagram.css";
import "../frame/panels.css";
import "./beside.css";

interface Props extends ViewProps {
  route: StoryRoute;
}

export function Page({ state, on, route }: Props) {
  const protocols = (state.catalogue?.protocols ?? []).filter(({ id }) => canPlay(id));
  const chosen = chosenOf(route, protocols);
  return (
    <main id="main" class="beside" tabIndex={-1}>
      <Head on={on} protocols={protocols} chosen={chosen} />
      {state.catalogue ? (
        <Loaded key={Object.values(chosen).join()} state={state} on={on} chosen={chosen} />
      ) : (
        <p role="status">{words.opening}</p>
      )}
    </main>
  );
}

/** chosenOf is what the address names, as far as it can be played. */
function chosenOf(route: StoryRoute, protocols: readonly ProtocolInfo[]): Chosen {
  const known = (id: string, place: number): string =>
    protocols.some((one) => one.id === id) ? id : (protocols[place]?.id ?? id);
  const story = STORIES.find((id) => id === route.id) ?? "leader-dies";
  return { story, left: known(route.left, 0), right: known(route.right, 1) };
}

interface HeadProps extends Pick<ViewProps, "on"> {
  protocols: readonly ProtocolInfo[];
  chosen: Chosen;
}

function Head({ on, protocols, chosen }: HeadProps) {
  const go = (change: Partial<Chosen>): void => {
    const { story, left, right } = { ...chosen, ...change };
    on.go(besideLink({ id: story, left, right }));
  };
  const side = (name: SideName) => (
    <label>
      {words[name]}
      <select
        value={chosen[name]}
        onChange={(event) => go({ [name]: event.currentTarget.value })}
        data-testid={`beside-${name}`}
      >
        {protocols.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="setup">
      <h1>{words.title}</h1>
      <label>
        {words.story}
        <select
          value={chosen.story}
          onChange={(event) => go({ story: event.currentTarget.value as StoryId })}
          data-testid="beside-story"
        >
          {STORIES.map((id) => (
            <option key={id} value={id}>
              {words.stories[id]}
            </option>
          ))}
        </select>
      </label>
      {side("left")}
      {side("right")}
    </div>
  );
}

function Loaded({ state, on, chosen }: ViewProps & { chosen: Chosen }) {
  const pair = usePair(on, chosen);
  if (pair === null) return <p role="status">{words.opening}</p>;
  if (typeof pair === "string") return <p role="alert">{pair}</p>;
  return <Shown state={state} on={on} chosen={chosen} pair={pair} />;
}

interface ShownProps extends ViewProps {
  chosen: Chosen;
  pair: Pair;
}

function Shown({ state, on, chosen, pair }: ShownProps) {
  const [step, setStep] = useState(0);
  const begins = beginsOf(chosen.story);
  const titles = pair.map(
    ({ protocol }) =>
      state.catalogue?.protocols.find(({ id }) => id === protocol)?.title ?? protocol,
  );
  const names = [titles[0] ?? "", titles[1] ?? ""] as const;
  const frames = pair.map(({ frames: all }) => all[step] ?? all[0]);
  const [left, right] = frames;
  if (!left || !right) return null;
  const goTo = (time: number): void =>
    setStep(
      Math.max(
        0,
        begins.findLastIndex((one) => one <= time),
      ),
    );
  return (
    <>
      <div class="beside-grid">
        <Way state={state} on={on} played={pair[0]} step={step} title={names[0]} />
        <Steps chosen={chosen} step={step} begins={begins} onStep={setStep} />
        <Way state={state} on={on} played={pair[1]} step={step} title={names[1]} />
      </div>
      <section class="panel beside-runs">
        <Diagrams
          courses={[
            { from: 1, lines: pair[0].lines },
            { from: 1, lines: pair[1].lines },
          ]}
          frames={[left, right]}
          names={names}
          at={left.now}
          parting={begins[step] ?? 0}
          span={[begins[step] ?? 0, left.now]}
          words={diagramWords(state.words.lang)}
          onGo={goTo}
        />
      </section>
      <Table pair={pair} step={step} titles={names} />
    </>
  );
}

interface StepsProps {
  chosen: Chosen;
  step: number;
  begins: readonly number[];
  onStep(step: number): void;
}

function Steps({ chosen, step, begins, onStep }: StepsProps) {
  const told = words.told[chosen.story];
  return (
    <section class="panel beside-steps" aria-label={words.steps}>
      <header>
        <h2>{words.steps}</h2>
        <span role="status">{words.step(step + 1, told.length)}</span>
      </header>
      <ol>
        {told.map((text, i) => (
          <li key={text}>
            <button
              type="button"
              class="quiet"
              aria-current={i === step ? "step" : undefined}
              onClick={() => onStep(i)}
              data-testid={`beside-step-${i + 1}`}
            >
              <b>{i + 1}</b> <span>{text}</span> <small>{words.at(seconds(begins[i] ?? 0))}</small>
            </button>
          </li>
        ))}
      </ol>
      <p class="buttons">
        <button type="button" disabled={step === 0} onClick={() => onStep(step - 1)}>
          {words.back}
        </button>
        <button
          type="button"
          class="primary"
          disabled={step === told.length - 1}
          onClick={() => onStep(step + 1)}
          data-testid="beside-next"
        >
          {words.next}
        </button>
      </p>
      <p class="note">{words.same}</p>
    </section>
  );
}

interface WayProps extends ViewProps {
  played: Played;
  step: number;
  title: string;
}

function Way({ state, played, step, title }: WayProps) {
  const frame = played.frames[step];
  if (!frame) return null;
  const logs = logsPart(frame);
  const quiet = { selected: 0, picked: 0, link: null, group: [], changes: {}, playing: false };
  return (
    <section class="panel beside-way" aria-label={title} data-testid={`beside-${played.protocol}`}>
      <header>
        <h2>{title}</h2>
      </header>
      <section class="ring" aria-label={words.cluster(title)}>
        <Ring state={{ ...state, ...quiet, frame }} on={null} frame={frame} />
      </section>
      {logs && <logs.Lesson frame={frame} title={words.rows(title)} />}
    </section>
  );
}

function Table({ pair, step, titles }: { pair: Pair; step: number; titles: readonly string[] }) {
  return (
    <section class="panel beside-facts">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="scroll" tabIndex={0}>
        <table aria-label={words.compared}>
          <thead>
            <tr>
              <th scope="col">{words.protocol}</th>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pair.map(({ frames, lines }, i) => (
              <tr key={titles[i]}>
                <th scope="row">{titles[i]}</th>
                {frames[step] &&
                  factsOf(frames[step], lines).map((fact, k) => <td key={HEADS[k]}>{fact}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
