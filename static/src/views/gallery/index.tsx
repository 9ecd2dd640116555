// Every scenario, or those of one letter, with its story, three ways to open it, and the lessons that play it.

import outline from "outline";
import { galleryLink, labLink, lessonLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { grouped } from "../../app/subjects.ts";
import { type Paragraph, paragraphs } from "../../base/prose.ts";
import type { ScenarioInfo } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import type { Words } from "../../words/index.ts";
import { lessonsOf } from "./lessons-of.ts";
import "./gallery.css";

export interface PageProps extends ViewProps {
  /** only is a subject's letter or a scenario's id, "" for all of them. */
  only: string;
}

export function Page({ state, only }: PageProps) {
  const words = enLab.gallery;
  const all = state.catalogue?.scenarios ?? [];
  const chosen = all.filter((one) => one.id === only || letterOf(one) === only.toUpperCase());
  const groups = grouped(chosen.length > 0 ? chosen : all, state.words);
  return (
    <main id="main" class="page gallery" tabIndex={-1}>
      <h1>{words.title}</h1>
      <p class="intro">{words.intro}</p>
      {all.length === 0 && (
        <p role="status">
          {state.engine === "failed" ? state.words.engine.failed : words.starting}
        </p>
      )}
      {all.length > 0 && <Filter only={only} words={state.words} scenarios={all} />}
      {all.length > 0 && chosen.length === 0 && only && <p role="status">{words.none(only)}</p>}
      {groups.map((group) => (
        <section key={group.letter} aria-labelledby={`gallery-${group.letter}`}>
          <h2 id={`gallery-${group.letter}`}>
            <span class="letter">{group.letter}</span> {group.title}
          </h2>
          <ul>
            {group.scenarios.map((one) => (
              <Card
                key={one.id}
                scenario={one}
                words={state.words}
                half={halfOf(one, state)}
                whole={group.scenarios.length === 1}
              />
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

function letterOf({ subject }: ScenarioInfo): string {
  return subject.charAt(0).toUpperCase();
}

/** Filter is links, so that the choice is in the address. */
function Filter(props: { only: string; words: Words; scenarios: readonly ScenarioInfo[] }) {
  const { only, words, scenarios } = props;
  return (
    <nav class="filter" aria-label={enLab.gallery.filter}>
      <a class="chip" href={galleryLink()} aria-current={only === "" ? "true" : undefined}>
        {enLab.gallery.all}
      </a>
      {grouped(scenarios, words).map(({ letter, title }) => (
        <a
          key={letter}
          class="chip"
          href={galleryLink(letter)}
          aria-current={only.toUpperCase() === letter ? "true" : undefined}
          data-testid={`filter-${letter}`}
        >
          {`${letter} · ${title}`}
        </a>
      ))}
    </nav>
  );
}

/** START waits at the start of a run; FIRST is the first event of one that was played to its end. */
const START = 0;
const FIRST = 1;

interface Half {
  href: string;
  text: string;
}

/** halfOf leads to a run in which what a story shows is missing, if there is one. */
function halfOf({ id, lacks, compare }: ScenarioInfo, { catalogue }: State): Half | undefined {
  const rules = catalogue?.rules.find((one) => one.id === lacks);
  if (rules && lacks) {
    const href = labLink({ scenario: id, rules: lacks });
    return { href, text: enLab.gallery.lacks(rules.title) };
  }
  const other = catalogue?.scenarios.find((one) => one.id === compare);
  if (!other) return undefined;
  const title = `${other.subject} · ${other.title}`;
  return { href: labLink({ scenario: other.id }), text: enLab.gallery.compare(title) };
}

function Card(props: {
  scenario: ScenarioInfo;
  words: Words;
  half: Half | undefined;
  whole: boolean;
}) {
  const { scenario, half, whole } = props;
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
  // A formula or a table belongs to the sentence before it.
  const story = paragraphs(scenario.story);
  const begins = story.slice(0, story[1]?.drawn ? 2 : 1);
  const rest = story.slice(begins.length);
  const { id } = scenario;
  const lessons = outline.lessons.filter((one) => lessonsOf(id).includes(one.id));
  return (
    <li class="card" data-testid={`scenario-${id}`}>
      <h3>
        <span class="letter">{scenario.subject}</span> {scenario.title}
      </h3>
      <Paragraphs all={begins} />
      {rest.length > 0 && (
        <details open={whole}>
          <summary>{words.more}</summary>
          <Paragraphs all={rest} />
        </details>
      )}
      {scenario.breaks && <p class="breaks">{words.breaks(scenario.breaks)}</p>}
      {lessons.length > 0 && (
        <p class="in-lessons">
          {words.lesson}{" "}
          {lessons.map((one, i) => (
            <span key={one.id}>
              {i > 0 && ", "}
              <a href={lessonLink(one.id)}>{one.title}</a>
            </span>
          ))}
        </p>
      )}
      {half && <HalfLink id={id} half={half} />}
      <p class="ways">
        {link("run", labLink({ scenario: id }))}
        {link("step", labLink({ scenario: id }, { at: START }))}
        {link("fork", labLink({ scenario: id }, { at: FIRST }))}
      </p>
    </li>
  );
}

function HalfLink({ id, half }: { id: string; half: Half }) {
  return (
    <p>
      <a href={half.href} data-testid={`half-${id}`}>
        {half.text}
      </a>
    </p>
  );
}

function Paragraphs({ all }: { all: readonly Paragraph[] }) {
  return (
    <>
      {all.map(({ text, drawn }) => (
        // A table may be wider than the card, and keys scroll it, too.
        <p key={text} class={drawn ? "drawn" : undefined} tabIndex={drawn ? 0 : undefined}>
          {text}
        </p>
      ))}
    </>
  );
}
