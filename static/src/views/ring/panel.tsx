// The panel of the cluster: its picture, and below it what can be done to the network, or to what was picked there.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { startupText } from "../../app/startup-text.ts";
import type { Frame } from "../../engine/protocol.ts";
import * as lines from "../../run/commands.ts";
import { enTeach } from "../../words/en-teach.ts";
import type { Words } from "../../words/index.ts";
import { memo } from "../memo.ts";
import { ringPart } from "../protocols/ring.ts";
import { useClients } from "./client-part.ts";
import { allHeld } from "./ends.ts";
import { MessageBar } from "./message-bar.tsx";
import { Diagram } from "./ring.tsx";

interface Props extends ViewProps {
  /** head is beside the title, foot between the picture and the acts. */
  head?: ComponentChildren;
  foot?: ComponentChildren;
}

export function Ring({ state, on, head, foot }: Props) {
  const { frame, words } = state;
  return (
    <section class="panel ring" aria-labelledby="ring-title">
      <header>
        <h2 id="ring-title">{words.ring.title}</h2>
        {frame && <span>{summary(frame, words)}</span>}
        {head}
      </header>
      {frame ? (
        <Diagram state={state} on={on} frame={frame} />
      ) : (
        <p class="empty">{startupText(state)}</p>
      )}
      {foot}
      {frame && <Bar state={state} on={on} frame={frame} />}
    </section>
  );
}

/** Bar has the acts on what was picked, a message or a client's link; else on all links. */
function Bar({ state, on, frame }: ViewProps & { frame: Frame }) {
  const clients = useClients(frame);
  const picked = frame.messages.find(({ id }) => id === state.picked);
  if (picked) return <MessageBar on={on} message={picked} />;
  if (clients && state.link) {
    return <clients.Bar state={state} on={on} frame={frame} link={state.link} />;
  }
  const part = ringPart(frame.protocol);
  const leads = frame.servers.some((one) => one.up && part.leads(one));
  const count = frame.servers.length;
  return <Acts words={state.words} group={state.group} count={count} leads={leads} on={on} />;
}

function summary(frame: Frame, words: Words): string {
  const highest = Math.max(0, ...frame.servers.map(({ level }) => level));
  const level = ringPart(frame.protocol).level(highest, words, frame).long;
  const parts = [words.ring.summary(frame.servers.length, level, frame.messages.length)];
  if (frame.manual) parts.push(words.ring.manual);
  else if (allHeld(frame)) parts.push(words.ring.allHeld);
  return parts.join(" · ");
}

interface ActsProps {
  words: Words;
  group: readonly number[];
  count: number;
  /** leads is true while some server leads. */
  leads: boolean;
  on: ViewProps["on"];
}

const Acts = memo(({ words, group, count, leads, on }: ActsProps) => {
  const [isOpen, setOpen] = useState(false);
  const { acts } = enTeach;
  return (
    <fieldset class={isOpen || group.length > 0 ? "partition open" : "partition"}>
      <legend class="unseen">{words.ring.pick}</legend>
      <button
        type="button"
        disabled={!leads}
        title={acts.crashLeader[1]}
        onClick={() => on.act(lines.crashLeader)}
        data-testid="crash-leader"
      >
        {acts.crashLeader[0]}
      </button>
      <button
        type="button"
        class="unfold"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        data-testid="choose-servers"
      >
        {acts.unfold}
      </button>
      <Choice words={words} group={group} count={count} on={on} />
      <button
        type="button"
        class="heal"
        title={acts.heal[1]}
        onClick={() => on.act(lines.heal)}
        data-testid="heal"
      >
        {words.ring.healAll}
      </button>
    </fieldset>
  );
});

/** Choice cuts the chosen servers off from the others. */
function Choice({ words, group, count, on }: Omit<ActsProps, "leads">) {
  const { acts } = enTeach;
  const line = lines.partition(group, count);
  const cutOff = (): void => {
    if (!line) return;
    on.act(line);
    on.dispatch({ kind: "ungrouped" });
  };
  return (
    <span class="chosen-servers">
      <span class="ask">{acts.choose}</span>
      {Array.from({ length: count }, (_, i) => i + 1).map((id) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={group.includes(id)}
            data-testid={`pick-${id}`}
            onChange={() => on.dispatch({ kind: "grouped", server: id })}
          />
          {words.ring.pickOne(id)}
        </label>
      ))}
      <button
        type="button"
        disabled={!line}
        title={acts.cutOff[1]}
        onClick={cutOff}
        data-testid="cut-off"
      >
        {words.ring.cutOff}
      </button>
    </span>
  );
}
