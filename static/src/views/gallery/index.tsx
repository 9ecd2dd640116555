// Every scenario, by the letters of the subject, with its story and three ways to open it.
import type { ViewProps } from "../../controls.ts";
import { paragraphs } from "../../prose.ts";
import type { ScenarioInfo } from "../../protocol.ts";
import { labLink } from "../../route.ts";
import { grouped } from "../../subjects.ts";
import { enLab } from "../../words/en-lab.ts";
import "./gallery.css";

export function Page({ state }: ViewProps) {
  const words = enLab.gallery;
  const groups = grouped(state.catalogue?.scenarios ?? [], state.words);
  return (
    <main id="main" class="page gallery" tabIndex={-1}>
      <h1>{words.title}</h1>
      <p class="intro">{words.intro}</p>
      {groups.length === 0 && <p role="status">{words.starting}</p>}
      {groups.map((group) => (
        <section key={group.letter} aria-labelledby={`gallery-${group.letter}`}>
          <h2 id={`gallery-${group.letter}`}>
            <span class="letter">{group.letter}</span> {group.title}
          </h2>
          <ul>
            {group.scenarios.map((one) => (
              <Card key={one.id} scenario={one} />
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

/** START waits at the start of a run; FIRST is the first event of one that was played to its end. */
const START = 0;
const FIRST = 1;

function Card({ scenario }: { scenario: ScenarioInfo }) {
  const words = enLab.gallery;
  const title = `${scenario.subject} · ${scenario.title}`;
  const link = (action: "run" | "step" | "fork", href: string) => (
    <a
      class={action === "run" ? "button primary" : "button"}
      href={href}
      aria-label={words.named(words[action], title)}
      data-testid={`${action}-${scenario.id}`}
    >
      {words[action]}
    </a>
  );
  const [first = "", ...rest] = paragraphs(scenario.story);
  const { id } = scenario;
  return (
    <li class="card" data-testid={`scenario-${id}`}>
      <h3>
        <span class="letter">{scenario.subject}</span> {scenario.title}
      </h3>
      <p>{first}</p>
      {rest.map((one) => (
        <p key={one}>{one}</p>
      ))}
      <p class="ways">
        {link("run", labLink({ scenario: id }))}
        {link("step", labLink({ scenario: id }, { at: START }))}
        {link("fork", labLink({ scenario: id }, { at: FIRST }))}
      </p>
    </li>
  );
}
