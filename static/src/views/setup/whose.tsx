// Whose rules the servers follow: the reference's, or the learner's own of all exercises that take part.
import outline from "outline";
import { exerciseLink, type Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { preparingText } from "../../app/startup-text.ts";
import type { State } from "../../app/state.ts";
import { myCode } from "../../course/own-code.ts";
import { enLab } from "../../words/en-lab.ts";
import { isFirst, protocolOf } from "./protocol.tsx";

interface Props extends ViewProps {
  setup: Setup;
}

/** WhoseCode is there once the learner has written something. */
export function WhoseCode({ state, on, setup }: Props) {
  const words = enLab.whose;
  const listed = filesOf(state, setup);
  if (listed.length === 0) return null;
  const isMine = setup.exercises.length > 0;
  const choose = (mine: boolean): void => {
    const chosen = mine ? myCode(state.memory, ruleProtocol(state, setup)) : [];
    const exercises = listed.map(({ id }) => id).filter((id) => chosen.includes(id));
    on.open({ ...setup, exercises, own: exercises.length > 0 ? setup.own || "all" : "" });
  };
  return (
    <span class="whose">
      <label>
        {words.title}
        <select
          value={isMine ? "mine" : ""}
          data-testid="whose-code"
          onChange={(event) => choose(event.currentTarget.value === "mine")}
        >
          <option value="">{words.reference}</option>
          <option value="mine">{words.mine}</option>
        </select>
      </label>
      {isMine && <OwnServers state={state} on={on} setup={setup} />}
      <Status state={state} setup={setup} />
      {isMine && <OwnFiles state={state} on={on} setup={setup} />}
    </span>
  );
}

/** filesOf are the exercises with a file of the learner's in rules of the run's protocol, in their order. An address
 * may name one that was never begun here: then its starter runs and reports that. */
function filesOf(state: State, setup: Setup): typeof outline.exercises {
  const spoken = ruleProtocol(state, setup);
  return outline.exercises.filter(
    ({ id, protocol = "" }) =>
      setup.exercises.includes(id) || (state.memory.begun.includes(id) && protocol === spoken),
  );
}

/** ruleProtocol is the run's protocol as exercises have it: "" for Raft, the first one. */
function ruleProtocol(state: State, setup: Setup): string {
  return isFirst(state, setup) ? "" : protocolOf(state, setup);
}

/** OwnFiles chooses which files take part. One that does not compile cannot. */
function OwnFiles({ state, on, setup }: Props) {
  const words = enLab.whose;
  const { leftOut } = state.memory;
  const listed = filesOf(state, setup);
  const toggle = (id: string): void => {
    const joins = !setup.exercises.includes(id);
    const others = leftOut.filter((one) => one !== id);
    on.leaveOut(joins ? others : [...others, id]);
    const exercises = listed
      .map((one) => one.id)
      .filter((one) => (one === id ? joins : setup.exercises.includes(one)));
    // With the last one, the choice of the servers goes too.
    on.open({ ...setup, exercises, own: exercises.length > 0 ? setup.own : "" });
  };
  return (
    <fieldset class="own files" aria-label={words.ownFiles} title={words.ownFilesNote}>
      {listed.map(({ id, title }) => {
        const broken = state.broken[id];
        return (
          <span key={id} class="file">
            <label>
              <input
                type="checkbox"
                checked={setup.exercises.includes(id) && !broken}
                disabled={broken !== undefined}
                onChange={() => toggle(id)}
                data-testid={`file-${id}`}
              />
              {title}
            </label>
            {broken && <span class="broken">{words.broken(broken.line, broken.message)}</span>}
            <a href={exerciseLink(id, broken?.line)} aria-label={words.editFile(title)}>
              {words.edit}
            </a>
          </span>
        );
      })}
    </fieldset>
  );
}

function OwnServers({ state, on, setup }: Props) {
  const words = enLab.whose;
  const count = state.frame?.servers.length ?? setup.servers;
  const all = Array.from({ length: count }, (_, i) => `S${i + 1}`);
  const chosen = setup.own === "all" ? all : setup.own.split(",");
  const toggle = (name: string): void => {
    const next = all.filter((one) => (one === name) !== chosen.includes(one));
    // With the last one, the choice of exercises goes too.
    if (next.length === 0) on.open({ ...setup, own: "", exercises: [] });
    else on.open({ ...setup, own: next.length === all.length ? "all" : next.join(",") });
  };
  return (
    <fieldset class="own" aria-label={words.ownServers} title={words.ownServers}>
      {all.map((name, i) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={() => toggle(name)}
            data-testid={`own-${name}`}
          />
          {words.server(i + 1)}
        </label>
      ))}
    </fieldset>
  );
}

/** Status says why the run has not begun yet, and which of the wanted files it has to do without. */
function Status({ state, setup }: { state: State; setup: Setup }) {
  const without = filesOf(state, setup).filter(
    ({ id }) => setup.exercises.includes(id) && state.broken[id],
  );
  const left = without.length > 0 && state.frame ? without.map(({ title }) => title) : [];
  return (
    <span class="preparing" role="status" data-testid="preparing">
      {preparingText(state) || (left.length > 0 ? enLab.whose.without(left) : "")}
    </span>
  );
}
