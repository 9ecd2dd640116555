// The picture of a cluster: servers on a ring, the links between them, messages, and clients.
import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { ringPart } from "../protocols/ring.ts";
import { useClients } from "./client-part.ts";
import { useCrowd } from "./crowding.ts";
import { ONE_LINE_MAX, ringPlaces, VIEW } from "./geometry.ts";
import { allHeld, Cuts, Flaky, Gates, serverName } from "./links.tsx";
import { Messages } from "./messages.tsx";
import { Server } from "./server.tsx";
import "./ring.css";

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
  const clients = useClients(frame);
  const { Under, shape } = ringPart(frame.protocol);
  const base = { places, words: state.words, name: serverName };
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
        {Under && <Under frame={frame} places={places} />}
        <circle class="orbit" cx={x} cy={y} r={VIEW.radius} />
        <Cuts frame={frame} places={places} word={state.words.ring.cut} />
        <Flaky {...base} flaky={frame.flaky} />
        <Gates {...base} messages={frame.messages} holds={allHeld(frame) ? [] : frame.holds} />
        <Messages
          {...base}
          messages={frame.messages}
          now={frame.now}
          shape={shape}
          calm={state.calm}
          crowded={Crowd !== null}
          picked={state.picked}
          onPick={on && ((message) => on.dispatch({ kind: "picked", message }))}
        />
        {clients && <clients.Picture {...props} places={places} />}
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
        {clients && <clients.Plates frame={frame} places={places} />}
      </svg>
    </div>
  );
}
