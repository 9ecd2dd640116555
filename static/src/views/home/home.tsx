// The first page: what this is, a cluster that is already running, and the way in.
import type { ViewProps } from "../../controls.ts";
import { exerciseLink, labLink } from "../../route.ts";
import type { State } from "../../state.ts";
import { grouped } from "../../subjects.ts";
import { Diagram } from "../ring/ring.tsx";
import { moment } from "../time/time.tsx";
import "./home.css";

export function Home({ state, on }: ViewProps) {
  const words = state.words.home;
  return (
    <main id="main" class="page home" tabIndex={-1}>
      <div class="hero">
        <div>
          <h1>{words.title}</h1>
          <p class="intro">{words.intro}</p>
          <p class="links">
            <a class="button primary" href={labLink({})}>
              {words.openLab}
            </a>{" "}
            <Resume state={state} />
          </p>
        </div>
        <Live state={state} on={on} />
      </div>
      <Course state={state} on={on} />
      <Scenarios state={state} on={on} />
    </main>
  );
}

function Live({ state }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel live" aria-labelledby="live-title">
      <header>
        <h2 id="live-title">{words.home.live}</h2>
        <span class="grow" />
        <span class="mono" data-testid="moment">
          {moment(state)}
        </span>
      </header>
      <div class="stage">{frame && <Diagram state={state} on={null} frame={frame} />}</div>
      <p class="note">{words.home.liveNote}</p>
    </section>
  );
}

function Course({ state }: ViewProps) {
  const words = state.words.home;
  return (
    <section aria-labelledby="course-title">
      <h2 id="course-title">{words.course}</h2>
      <p class="note">{words.courseNote}</p>
      <ol class="path">
        {words.exercises.map((one, index) => (
          <li key={one.id}>
            <a class="card" href={exerciseLink(one.id)} data-testid={`exercise-${one.id}`}>
              <h3>
                {index + 1} · {one.title}
                <Mark id={one.id} state={state} />
              </h3>
              <p>{one.text}</p>
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Mark says how far the learner is with an exercise. */
function Mark({ id, state }: { id: string; state: State }) {
  const { memory, words } = state;
  if (memory.passed.includes(id)) return <span class="mark good">✓ {words.home.passed}</span>;
  if (memory.begun.includes(id)) return <span class="mark">{words.home.begun}</span>;
  return null;
}

/** Resume leads back to where the learner was, once they have been somewhere. */
function Resume({ state }: { state: State }) {
  const words = state.words.home;
  const last = words.exercises.find((one) => one.id === state.memory.last);
  if (!last) return null;
  return (
    <a class="button" href={exerciseLink(last.id)} data-testid="resume">
      {words.resume(last.title)}
    </a>
  );
}

function Scenarios({ state }: ViewProps) {
  const words = state.words;
  const groups = grouped(state.catalogue?.scenarios ?? [], words);
  return (
    <section aria-labelledby="scenarios-title">
      <h2 id="scenarios-title">{words.home.scenarios}</h2>
      <p class="note">{words.home.scenariosNote}</p>
      {groups.map((group) => (
        <section key={group.letter} class="subject" aria-labelledby={`subject-${group.letter}`}>
          <h3 id={`subject-${group.letter}`}>
            <span class="letter">{group.letter}</span> {group.title}
          </h3>
          <ul>
            {group.scenarios.map((one) => (
              <li key={one.id}>
                <a class="card" href={labLink({ scenario: one.id })}>
                  <b>
                    <span class="letter">{one.subject}</span> {one.title}
                  </b>
                  <span class="teaser">{one.story}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
