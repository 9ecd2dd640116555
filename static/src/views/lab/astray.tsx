// An address of the lab that leads nowhere says what there is instead; one of which a part makes no sense says which
// part was left out, and why.
import { useMemo, useState } from "preact/hooks";
import { ignoredIn } from "../../address/ignored.ts";
import { labLink, type Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { grouped } from "../../app/subjects.ts";
import { closest } from "../../base/closest.ts";
import { enAstray as words } from "../../words/en-astray.ts";
import "./astray.css";

const SUGGESTED = 3;

interface Named {
  id: string;
  title: string;
  link: string;
}

/** unknownName is the scenario or the set of rules of an address that there is not, null if there are both. The engine
 * has refused it by then: it also knows names that are in no list, those of random schedules. */
export function unknownName(
  state: State,
  setup: Setup,
): { kind: "scenario" | "rules"; name: string } | null {
  const { catalogue, frame, problem, preparing, engine } = state;
  if (!catalogue || frame || preparing || problem === "" || engine !== "ready") return null;
  const { scenario, rules } = setup;
  const has = (one: { id: string; subject: string }): boolean =>
    one.id === scenario || one.subject.toLowerCase() === scenario.toLowerCase();
  if (scenario && !catalogue.scenarios.some(has)) return { kind: "scenario", name: scenario };
  if (rules && !catalogue.rules.some(({ id }) => id === rules))
    return { kind: "rules", name: rules };
  return null;
}

/** Astray stands in place of the run. */
export function Astray(
  props: ViewProps & { setup: Setup; kind: "scenario" | "rules"; name: string },
) {
  const { state, setup, kind, name } = props;
  const offered = kind === "rules" ? rulesOf(state, setup) : scenariosOf(state, setup);
  const meant = closest(
    name,
    offered.flatMap(({ id, title }) => [id, title]),
    SUGGESTED,
  );
  const like = offered.filter(({ id, title }) => meant.includes(id) || meant.includes(title));
  return (
    <section class="astray" aria-labelledby="astray-title" data-testid="astray">
      <div role="alert">
        <h2 id="astray-title">{kind === "rules" ? words.rules(name) : words.scenario(name)}</h2>
      </div>
      {like.length > 0 && (
        <p class="meant">
          {words.meant}{" "}
          {like.map(({ id, title, link }, i) => (
            <span key={id}>
              {i > 0 && ", "}
              <a href={link} data-testid={`meant-${id}`}>
                {title}
              </a>
            </span>
          ))}
          ?
        </p>
      )}
      {kind === "rules" ? (
        <>
          <h3>{words.allRules}</h3>
          <List all={offered} />
        </>
      ) : (
        <Scenarios state={state} setup={setup} />
      )}
    </section>
  );
}

function Scenarios({ state, setup }: { state: State; setup: Setup }) {
  const scenarios = state.catalogue?.scenarios ?? [];
  return (
    <>
      <p>
        <a class="button primary" href={labLink({ ...setup, scenario: "" })}>
          {words.freePlay}
        </a>
      </p>
      <h3>{words.all}</h3>
      <div class="groups">
        {grouped(scenarios, state.words).map((group) => (
          <div key={group.letter}>
            <h4>{`${group.letter} · ${group.title}`}</h4>
            <List
              all={group.scenarios.map((one) => ({
                id: one.id,
                title: `${one.subject} · ${one.title}`,
                link: labLink({ ...setup, scenario: one.id }),
              }))}
            />
          </div>
        ))}
      </div>
    </>
  );
}

function List({ all }: { all: readonly Named[] }) {
  return (
    <ul>
      {all.map(({ id, title, link }) => (
        <li key={id}>
          <a href={link}>{title}</a>
        </li>
      ))}
    </ul>
  );
}

function scenariosOf({ catalogue }: State, setup: Setup): Named[] {
  return (catalogue?.scenarios ?? []).map(({ id, subject, title }) => ({
    id,
    title: `${subject} · ${title}`,
    link: labLink({ ...setup, scenario: id }),
  }));
}

function rulesOf({ catalogue }: State, setup: Setup): Named[] {
  return (catalogue?.rules ?? []).map(({ id, title }) => ({
    id,
    title,
    link: labLink({ ...setup, rules: id }),
  }));
}

/** Ignored is a notice above the run. */
export function Ignored({ hash, scenario }: { hash: string; scenario: boolean }) {
  const [away, setAway] = useState("");
  const ignored = useMemo(() => ignoredIn(hash), [hash]);
  if (ignored.length === 0 || away === hash) return null;
  return (
    <div class="ignored" role="status" data-testid="ignored">
      <p>
        {words.ignored(ignored.length)}{" "}
        {ignored.map((one, i) => (
          <span key={one}>
            {i > 0 && "; "}
            <code>{one}</code> ({words.because(one.split("=", 1)[0] ?? "", scenario)})
          </span>
        ))}
        .
      </p>
      <button type="button" class="quiet" aria-label={words.dismiss} onClick={() => setAway(hash)}>
        ×
      </button>
    </div>
  );
}
