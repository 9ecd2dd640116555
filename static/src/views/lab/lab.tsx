// The lab: everything about one run, on one screen.
import type { ViewProps } from "../../controls.ts";
import { paragraphs } from "../../prose.ts";
import type { ScenarioInfo } from "../../protocol.ts";
import type { Setup as SetupValue } from "../../route.ts";
import { Checks } from "../checks/checks.tsx";
import { Clients } from "../clients/clients.tsx";
import { Dials } from "../dials/dials.tsx";
import { Feed } from "../feed/feed.tsx";
import { Logs } from "../logs/logs.tsx";
import { Ring } from "../ring/ring.tsx";
import { Inspector } from "../server/inspector.tsx";
import { chosenScenario, Setup } from "../setup/setup.tsx";
import { Time } from "../time/time.tsx";
import "./lab.css";

export function Lab({ state, on, setup }: ViewProps & { setup: SetupValue }) {
  const view = { state, on };
  const scenario = chosenScenario(state, setup);
  return (
    <main id="main" class="lab" tabIndex={-1}>
      <h1 class="unseen">{state.words.nav.lab}</h1>
      <Setup {...view} setup={setup} />
      <div class={scenario ? "lab-grid storied" : "lab-grid"}>
        {scenario && <Story scenario={scenario} />}
        <Ring {...view} />
        <Inspector {...view} />
        <Checks {...view} />
        <Logs {...view} />
        <Time {...view} />
        <div class="bottom">
          <Feed {...view} />
          <Clients {...view} />
          <Dials {...view} />
        </div>
      </div>
    </main>
  );
}

function Story({ scenario }: { scenario: ScenarioInfo }) {
  return (
    <section class="panel story" aria-labelledby="story-title">
      <h2 id="story-title">{`${scenario.subject} · ${scenario.title}`}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must take the focus */}
      <div class="text" tabIndex={0}>
        {paragraphs(scenario.story).map((one) => (
          <p key={one}>{one}</p>
        ))}
      </div>
    </section>
  );
}
