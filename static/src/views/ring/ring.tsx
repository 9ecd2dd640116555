// The cluster: servers on a ring, the links between them, messages, and the controls of a partition.
import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { startupText } from "../../app/startup-text.ts";
import type { Frame } from "../../engine/protocol.ts";
import * as lines from "../../run/commands.ts";
import type { Words } from "../../words/index.ts";
import { memo } from "../memo.ts";
import { ringPart } from "../protocols/ring.ts";
import { useCrowd } from "./crowding.ts";
import { ringPlaces, VIEW } from "./geometry.ts";
import { allHeld, Cuts, Flaky, Gates } from "./links.tsx";
import { MessageBar } from "./message-bar.tsx";
import { Messages } from "./messages.tsx";
import { ONE_LINE_MAX, Server } from "./server.tsx";
import "./ring.css";

export function Ring({ state, on }: ViewProps) {
  const { frame, words } = state;
  const picked = frame?.messages.find(({ id }) => id === state.picked);
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
      {frame &&
        (picked ? (
          <MessageBar state={state} on={on} message={picked} />
        ) : (
          <Partition words={words} group={state.group} count={frame.servers.length} on={on} />
        ))}
    </section>
  );
}

function summary(frame: Frame, words: Words): string {
  const highest = Math.max(0, ...frame.servers.map(({ level }) => level));
  const level = ringPart(frame.protocol).level(highest, words).long;
  const parts = [words.ring.summary(frame.servers.length, level, frame.messages.length)];
  if (frame.manual) parts.push(words.ring.manual);
  else if (allHeld(frame)) parts.push(words.ring.allHeld);
  return parts.join(" · ");
}

/** Diagram is also the home page's picture, where nothing can be selected: there `on` is null. */
export function Diagram(props: {
  state: ViewProps["state"];
  on: ViewProps["on"] | null;
  frame: Frame;
}) {
  const { state, on, frame } = props;
  const count = frame.servers.length;
  const places = useMemo(() => ringPlaces(count), [count]);
  const { x, y } = VIEW.centre;
  const Crowd = useCrowd(frame, state.playing);
  return (
    <div class="ring-stack">
      {Crowd && <Crowd frame={frame} places={places} calm={state.calm} picked={state.picked} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand inside a drawing */}
      <svg
        class={`ring-view${places.length > ONE_LINE_MAX ? " many" : ""}`}
        viewBox={`0 0 ${VIEW.width} ${VIEW.height}`}
        role="group"
        aria-label={state.words.ring.diagram}
      >
        <circle class="orbit" cx={x} cy={y} r={VIEW.radius} />
        <Cuts frame={frame} places={places} word={state.words.ring.cut} />
        <Flaky frame={frame} places={places} words={state.words} />
        <Gates frame={frame} places={places} words={state.words} />
        <Messages
          frame={frame}
          places={places}
          calm={state.calm}
          crowded={Crowd !== null}
          words={state.words}
          picked={state.picked}
          onPick={on && ((message) => on.dispatch({ kind: "picked", message }))}
        />
        {frame.servers.map((server, i) => {
          const place = places[i];
          return (
            place && (
              <Server
                key={server.id}
                server={server}
                place={place}
                state={state}
                frame={frame}
                on={on}
              />
            )
          );
        })}
      </svg>
    </div>
  );
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
