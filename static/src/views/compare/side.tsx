// One of the two branches: its name, its cluster at the moment, what happened, and how it stands.
import type { ViewProps } from "../../app/controls.ts";
import type { BranchView, Frame } from "../../engine/protocol.ts";
import { enCompare as words } from "../../words/en-compare.ts";
import { Diagram as Ring } from "../ring/ring.tsx";
import { differs, type Fact } from "./facts.ts";
import { Story } from "./story.tsx";

interface Props extends ViewProps {
  side: "left" | "right";
  frame: Frame;
  playing: boolean;
  name: string;
  /** happens is what this branch does at the parting, in short. */
  happens: string;
  branches: readonly BranchView[];
  nameOf(id: number): string;
  facts: readonly Fact[];
  story: preact.ComponentProps<typeof Story>;
  onBranch(id: number): void;
  onGoOn(): void;
}

export function Side(props: Props) {
  const { state, side, frame, playing, name, happens, facts, story, onGoOn } = props;
  const picture = {
    ...state,
    frame,
    playing,
    selected: 0,
    picked: 0,
    link: null,
    group: [],
    changes: {},
  };
  return (
    <section class={`panel way ${side}`} aria-label={name} data-testid={`way-${side}`}>
      <header>
        <Name {...props} />
        <h2>{happens}</h2>
        <span class="grow" />
        <button
          type="button"
          class="quiet"
          aria-label={words.goOnWith(name)}
          onClick={onGoOn}
          data-testid={`go-on-${side}`}
        >
          {words.goOn}
        </button>
      </header>
      <Facts side={side} facts={facts} name={name} />
      <section class="ring" aria-label={words.cluster(name)}>
        <Ring state={picture} on={null} frame={frame} />
      </section>
      <Story {...story} />
    </section>
  );
}

/** Name is a choice where there are more than two branches. */
function Name({ side, frame, name, branches, nameOf, onBranch }: Props) {
  if (branches.length < 3) return <span class={`chip ${side}`}>{name}</span>;
  return (
    <select
      class={`chip ${side}`}
      aria-label={words.choose(words[side])}
      value={frame.branch}
      onChange={(event) => onBranch(Number(event.currentTarget.value))}
      data-testid={`compare-${side}`}
    >
      {branches.map(({ id }) => (
        <option key={id} value={id}>
          {nameOf(id)}
        </option>
      ))}
    </select>
  );
}

function Facts({
  side,
  facts,
  name,
}: {
  side: "left" | "right";
  facts: readonly Fact[];
  name: string;
}) {
  return (
    <dl aria-label={words.facts(name)} data-testid={`facts-${side}`}>
      {facts.map((fact) => (
        <div key={fact.name} class={differs(fact) ? "differs" : ""}>
          <dt>
            {fact.name}
            {differs(fact) && <span class="unseen"> ({words.differs})</span>}
          </dt>
          <dd>{fact.values[side === "left" ? 0 : 1]}</dd>
        </div>
      ))}
    </dl>
  );
}
