// The lab: everything about one run, on one screen.
import { useEffect, useState } from "preact/hooks";
import { freePlay, labLink, type Setup as SetupValue } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { paragraphs } from "../../base/prose.ts";
import type { ScenarioInfo } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { Checks } from "../checks/checks.tsx";
import { Announcer, Feed } from "../feed/feed.tsx";
import { Lazy } from "../lazy-part.tsx";
import { quiet } from "../memo.ts";
import { logsPart } from "../protocols/logs.ts";
import { setupOf } from "../protocols/setup.ts";
import { Ring } from "../ring/panel.tsx";
import { Inspector } from "../server/inspector.tsx";
import { chosenScenario, Setup } from "../setup/setup.tsx";
import { useStateOf } from "../state-of.ts";
import { Time } from "../time/time.tsx";
import { Astray, Ignored, unknownName } from "./astray.tsx";
import { dock, side } from "./parts.ts";
import "../frame/panels.css";
import "./lab.css";

const QuietSetup = quiet(Setup);
const QuietChecks = quiet(Checks);

interface Props extends ViewProps {
  /** setup is that of the address, null for a run that somebody sent: then it is what the engine says of it. */
  setup: SetupValue | null;
}

export function Lab({ state, on, setup: addressed }: Props) {
  const view = { state, on };
  const setup = addressed ?? { ...freePlay, ...(state.frame && setupOf(state.frame)) };
  const scenario = chosenScenario(state, setup);
  const logs = logsPart(state.frame);
  const unknown = useUnknown(view, setup);
  const bar = (
    <>
      <h1 class="unseen">{state.words.nav.lab}</h1>
      <QuietSetup {...view} setup={setup} />
      <Ignored hash={on.hash()} scenario={setup.scenario !== ""} />
    </>
  );
  if (unknown) {
    return (
      <main id="main" class="lab" tabIndex={-1}>
        {bar}
        <Astray {...view} setup={setup} {...unknown} />
      </main>
    );
  }
  return (
    <main id="main" class="lab" tabIndex={-1}>
      {bar}
      <div class={scenario ? "lab-grid panels storied" : "lab-grid panels"}>
        {scenario && (
          <Story key={scenario.id} scenario={scenario} words={state.words.diagram.story} />
        )}
        <Ring {...view} />
        <Inspector {...view} />
        <QuietChecks {...view} />
        {logs && <logs.Panel {...view} />}
        <Time {...view} />
        <section class="panel dock" aria-label={state.words.diagram.label}>
          <Lazy
            load={dock}
            words={state.words.diagram}
            props={{ ...view, story: <Feed {...view} /> }}
          />
        </section>
        <section class="panel side" aria-label={enLab.clients.title}>
          <Lazy load={side} words={state.words.diagram} props={{ ...view, setup }} />
        </section>
      </div>
      <Announcer feed={state.feed} />
    </main>
  );
}

/** useUnknown keeps what the address named wrongly, and puts the banner that said so away. */
function useUnknown({ state, on }: ViewProps, setup: SetupValue): ReturnType<typeof unknownName> {
  const link = labLink(setup);
  const [kept, keep] = useStateOf<ReturnType<typeof unknownName>>(link, null);
  const found = unknownName(state, setup);
  useEffect(() => {
    if (!found) return;
    keep(found);
    on.dispatch({ kind: "dismissed" }); // the page says it instead of the banner
  }, [found?.name]);
  return state.frame ? null : (found ?? kept);
}

/** Story shows how a scenario's story begins; the rest opens over what is below. */
function Story({
  scenario,
  words,
}: {
  scenario: ScenarioInfo;
  words: { more: string; less: string };
}) {
  const [open, setOpen] = useState(false);
  const texts = paragraphs(scenario.story);
  return (
    <section class={open ? "panel story open" : "panel story"} aria-labelledby="story-title">
      <h2 id="story-title">{`${scenario.subject} · ${scenario.title}`}</h2>
      <button
        type="button"
        class="quiet"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        data-testid="story"
      >
        {open ? words.less : words.more}
      </button>
      <div class="text" tabIndex={open ? 0 : undefined}>
        {texts.map(({ text, drawn }) => (
          <p key={text} class={drawn ? "drawn" : undefined}>
            {text}
          </p>
        ))}
      </div>
    </section>
  );
}
