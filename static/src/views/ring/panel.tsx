// The panel of the cluster: its picture, and below it what can be done to the network, or to what was picked there.
import type { ViewProps } from "../../app/controls.ts";
import { startupText } from "../../app/startup-text.ts";
import type { Frame } from "../../engine/protocol.ts";
import * as lines from "../../run/commands.ts";
import type { Words } from "../../words/index.ts";
import { memo } from "../memo.ts";
import { ringPart } from "../protocols/ring.ts";
import { useClients } from "./client-part.ts";
import { allHeld } from "./links.tsx";
import { MessageBar } from "./message-bar.tsx";
import { Diagram } from "./ring.tsx";

export function Ring({ state, on }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel ring" aria-labelledby="ring-title">
      <header>
        <h2 id="ring-title">{words.ring.title}</h2>
        {frame && <span>{summary(frame, words)}</span>}
      </header>
      {frame ? (
        <Diagram state={state} on={on} frame={frame} />
      ) : (
        <p class="empty">{startupText(state)}</p>
      )}
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
  const count = frame.servers.length;
  return <Partition words={state.words} group={state.group} count={count} on={on} />;
}

function summary(frame: Frame, words: Words): string {
  const highest = Math.max(0, ...frame.servers.map(({ level }) => level));
  const level = ringPart(frame.protocol).level(highest, words).long;
  const parts = [words.ring.summary(frame.servers.length, level, frame.messages.length)];
  if (frame.manual) parts.push(words.ring.manual);
  else if (allHeld(frame)) parts.push(words.ring.allHeld);
  return parts.join(" · ");
}

interface PartitionProps {
  words: Words;
  group: readonly number[];
  count: number;
  on: ViewProps["on"];
}

const Partition = memo(({ words, group, count, on }: PartitionProps) => {
  const line = lines.partition(group, count);
  const cutOff = (): void => {
    if (!line) return;
    on.act(line);
    on.dispatch({ kind: "ungrouped" });
  };
  return (
    <fieldset class="partition">
      <legend class="unseen">{words.ring.pick}</legend>
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
      <span class="buttons">
        <button type="button" disabled={!line} onClick={cutOff} data-testid="cut-off">
          {words.ring.cutOff}
        </button>
        <button type="button" onClick={() => on.act(lines.heal)} data-testid="heal">
          {words.ring.healAll}
        </button>
      </span>
    </fieldset>
  );
});
