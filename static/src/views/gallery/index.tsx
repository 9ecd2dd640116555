// Every scenario, or those of one letter, each with a picture of its run; three to begin with; and one alone with its
// whole story, three ways to open it, and the lessons that play it.

import outline from "outline";
import { useEffect, useState } from "preact/hooks";
import { galleryLink, labLink, lessonLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { grouped } from "../../app/subjects.ts";
import { type Paragraph, paragraphs } from "../../base/prose.ts";
import { loadSketches, type Sketch } from "../../course/sketches.ts";
import type { ScenarioInfo } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import type { Words } from "../../words/index.ts";
import { lessonsOf } from "./lessons-of.ts";
import { SketchPicture } from "./sketch.tsx";
import "./gallery.css";

export interface PageProps extends ViewProps {
  /** only is a subject's letter or a scenario's id, "" for all of them. */
  only: string;
}

/** FIRST_ONES are recommended to whoever comes first. */
const FIRST_ONES = ["c2-figure-8", "a3-split-vote", "a7-stale-leader"];

type Sketches = ReadonlyMap<string, Sketch>;

/** useSketches is empty until they are here; without them everything else is. */
function useSketches(): Sketches {
  const [sketches, setSketches] = useState<Sketches>(new Map());
  useEffect(() => {
    loadSketches().then(setSketches, () => {});
  }, []);
  return sketches;
}

export function Page({ state, only }: PageProps) {
  const words = enLab.gallery;
  const sketches = useSketches();
  const all = state.catalogue?.scenarios ?? [];
  const chosen = all.filter((one) => isNamed(one, only));
  const [alone] = chosen.filter(({ id }) => id === only || chosen.length === 1);
  const groups = alone ? [] : grouped(chosen.length > 0 ? chosen : all, state.words);
  const first = FIRST_ONES.flatMap((id) => all.find((one) => one.id === id) ?? []);
  return (
    <main id="main" class="page gallery" tabIndex={-1}>
      <h1>{words.title}</h1>
      <div class="intro">
        <p>{words.intro}</p>
        <Key />
      </div>
      {all.length === 0 && (
        <p role="status">
          {state.engine === "failed" ? state.words.engine.failed : words.starting}
        </p>
      )}
      {all.length > 0 && only === "" && <First scenarios={first} sketches={sketches} />}
      {all.length > 0 && <Filter only={only} words={state.words} scenarios={all} />}
      {all.length > 0 && chosen.length === 0 && only && <p role="status">{words.none(only)}</p>}
      {alone && (
        <Alone scenario={alone} sketch={sketches.get(alone.id)} half={halfOf(alone, state)} />
      )}
      {groups.map((group) => (
        <section key={group.letter} aria-labelledby={`gallery-${group.letter}`}>
          <h2 id={`gallery-${group.letter}`}>
            <span class="letter">{group.letter}</span> {group.title}
          </h2>
          <ul>
            {group.scenarios.map((one) => (
              <Card key={one.id} scenario={one} sketch={sketches.get(one.id)} />
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

/** Key says what is drawn in the pictures. */
function Key() {
  const { key } = enLab.gallery;
  return (
    <ul class="picture-key" aria-label={key.label}>
      {(["follows", "stands", "leads"] as const).map((one) => (
        <li key={one}>
          <svg class="sketch" width="26" height="10" aria-hidden="true">
            <path class={`lane ${one} t1`} d="M1 5H25" />
          </svg>
          {key[one]}
        </li>
      ))}
      <li>
        <svg class="sketch" width="12" height="10" aria-hidden="true">
          <path class="mark crash" d="M2 1L10 9M10 1L2 9" />
        </svg>
        {key.crash}
      </li>
      <li>{key.colour}</li>
    </ul>
  );
}

interface ListProps {
  scenarios: readonly ScenarioInfo[];
  sketches: Sketches;
}

function First({ scenarios, sketches }: ListProps) {
  return (
    <section class="first-ones" aria-labelledby="first-ones">
      <h2 id="first-ones">{enLab.gallery.first}</h2>
      <ul>
        {scenarios.map((one) => (
          <li key={one.id} class="card large" data-testid={`first-${one.id}`}>
            <SketchPicture sketch={sketches.get(one.id)} size="large" />
            <h3>
              <span class="letter">{one.subject}</span> {one.title}
            </h3>
            <p class="begins">{beginOf(one)}</p>
            <Ways scenario={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** beginOf is the first paragraph of a story. */
export function beginOf({ story }: Pick<ScenarioInfo, "story">): string {
  return paragraphs(story).find(({ drawn }) => !drawn)?.text ?? "";
}

/** isNamed: by a letter, by a subject such as c2, or by its id. */
function isNamed(one: ScenarioInfo, only: string): boolean {
  return one.id === only || [letterOf(one), one.subject].includes(only.toUpperCase());
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

/** Card is a link as a whole: it opens the scenario's own page. */
function Card({ scenario, sketch }: { scenario: ScenarioInfo; sketch: Sketch | undefined }) {
  const { id, subject, title } = scenario;
  return (
    <li class="card small" data-testid={`scenario-${id}`}>
      <SketchPicture sketch={sketch} size="small" />
      <h3>
        <a class="whole" href={galleryLink(id)}>
          <span class="letter">{subject}</span> {title}
        </a>
      </h3>
      <p class="begins">{beginOf(scenario)}</p>
    </li>
  );
}

/** Ways are the three ways to open a scenario in the lab. */
function Ways({ scenario: { id, subject, title } }: { scenario: ScenarioInfo }) {
  const words = enLab.gallery;
  const link = (action: "run" | "step" | "fork", href: string) => (
    <a
      class={action === "run" ? "button primary" : "button"}
      href={href}
      aria-label={words.named(words[action], `${subject} · ${title}`)}
      data-testid={`${action}-${id}`}
    >
      {words[action]}
    </a>
  );
  return (
    <p class="ways">
      {link("run", labLink({ scenario: id }))}
      {link("step", labLink({ scenario: id }, { at: START }))}
      {link("fork", labLink({ scenario: id }, { at: FIRST }))}
    </p>
  );
}

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

interface AloneProps {
  scenario: ScenarioInfo;
  sketch: Sketch | undefined;
  half: Half | undefined;
}

function Alone({ scenario, sketch, half }: AloneProps) {
  const words = enLab.gallery;
  const { breaks, id, subject, title } = scenario;
  const lessons = outline.lessons.filter((one) => lessonsOf(id).includes(one.id));
  return (
    <section class="card alone" aria-labelledby="alone" data-testid={`scenario-${id}`}>
      <SketchPicture sketch={sketch} size="large" />
      <h2 id="alone">
        <span class="letter">{subject}</span> {title}
      </h2>
      <Paragraphs all={paragraphs(scenario.story)} />
      {breaks && <p class="breaks">{words.breaks(breaks)}</p>}
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
      {half && (
        <p>
          <a href={half.href} data-testid={`half-${id}`}>
            {half.text}
          </a>
        </p>
      )}
      <Ways scenario={scenario} />
    </section>
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
