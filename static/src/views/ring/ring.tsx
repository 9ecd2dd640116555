// The picture of a cluster: servers on a ring, the links between them, messages, and clients.
import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { usePart } from "../part-of.ts";
import { ringPart } from "../protocols/ring.ts";
import { useLevels } from "../use-levels.ts";
import { useClients } from "./client-part.ts";
import { useCrowd } from "./crowding.ts";
import { serverName } from "./ends.ts";
import { ONE_LINE_MAX, type Place, ringPlaces, VIEW } from "./geometry.ts";
import { Messages, type MessagesProps } from "./messages.tsx";
import { Server } from "./server.tsx";
import "./ring.css";

interface Props {
  state: ViewProps["state"];
  on: ViewProps["on"] | null;
  frame: Frame;
}

/** Diagram is also the home page's picture, where nothing can be selected: there `on` is null. */
export function Diagram(props: Props) {
  const { state, on, frame } = props;
  const count = frame.servers.length;
  const places = useMemo(() => ringPlaces(count), [count]);
  const { x, y } = VIEW.centre;
  useLevels([...frame.servers, ...frame.messages].map(({ level }) => level));
  const Crowd = useCrowd(frame, state.playing);
  const clients = useClients(frame);
  const { Under } = ringPart(frame.protocol);
  const links = usePart(hasFaults(frame), () => import("./link-faults.tsx"));
  const messages = messagesOf(props, places, Crowd !== null);
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
        {links && <links.LinkFaults {...messages} frame={frame} />}
        <Messages {...messages} />
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

function hasFaults({ cuts, flaky, holds, messages }: Frame): boolean {
  return [cuts, flaky, holds].some(({ length }) => length > 0) || messages.some(({ held }) => held);
}

function messagesOf({ state, on, frame }: Props, places: Place[], crowded: boolean): MessagesProps {
  return {
    places,
    words: state.words,
    name: serverName,
    messages: frame.messages,
    now: frame.now,
    shape: ringPart(frame.protocol).shape,
    calm: state.calm,
    crowded,
    picked: state.picked,
    onPick: on && ((message) => on.dispatch({ kind: "picked", message })),
  };
}
