// The cluster: servers on a ring, messages on their way, cuts, and the controls of a partition.
import type { ViewProps } from "../../controls.ts";
import { drawCuts } from "../../cuts.ts";
import {
  along,
  inSteps,
  labelSide,
  type Place,
  ringPlaces,
  round,
  travelled,
  VIEW,
} from "../../geometry.ts";
import * as lines from "../../lines.ts";
import type { Frame, MessageView } from "../../protocol.ts";
import { termClass } from "../../term.ts";
import type { Words } from "../../words/index.ts";
import { ONE_LINE_MAX, Server } from "./server.tsx";
import "./ring.css";

/** STILLS is how many positions a message takes for readers who asked for less motion. */
const STILLS = 4;

export function Ring({ state, on }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel ring" aria-labelledby="ring-title">
      <header>
        <h2 id="ring-title">{words.ring.title}</h2>
        {frame && <span>{summary(frame, words)}</span>}
      </header>
      {frame && <Diagram state={state} on={on} frame={frame} />}
      {frame && <Partition state={state} on={on} frame={frame} />}
    </section>
  );
}

function summary(frame: Frame, words: Words): string {
  const term = Math.max(0, ...frame.servers.map((server) => server.term));
  return words.ring.summary(frame.servers.length, term, frame.messages.length);
}

/** Diagram is also the home page's picture, where nothing can be selected: there `on` is null. */
export function Diagram(props: {
  state: ViewProps["state"];
  on: ViewProps["on"] | null;
  frame: Frame;
}) {
  const { state, on, frame } = props;
  const places = ringPlaces(frame.servers.length);
  const { x, y } = VIEW.centre;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand inside a drawing
    <svg
      class={`ring-view${places.length > ONE_LINE_MAX ? " many" : ""}`}
      viewBox={`0 0 ${VIEW.width} ${VIEW.height}`}
      role="group"
      aria-label={state.words.ring.diagram}
    >
      <circle class="orbit" cx={x} cy={y} r={VIEW.radius} />
      <Cuts frame={frame} places={places} word={state.words.ring.cut} />
      {frame.messages.map((message) => (
        <Message
          key={message.id}
          message={message}
          now={frame.now}
          places={places}
          calm={state.calm}
          words={state.words}
        />
      ))}
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
  );
}

function Cuts({ frame, places, word }: { frame: Frame; places: Place[]; word: string }) {
  const { lines: dividers, links, label } = drawCuts(frame.cuts, places);
  return (
    <g class="cuts">
      {dividers.map((path) => (
        <path key={path} d={path} />
      ))}
      {links.map(({ from, to, both, a, b, mark }) => (
        <g key={`${from}>${to}`}>
          <line x1={round(a.x)} y1={round(a.y)} x2={round(b.x)} y2={round(b.y)} />
          <path
            class="cross"
            transform={`translate(${round(mark.x)},${round(mark.y)})`}
            d="M-5-5L5 5M5-5L-5 5"
          />
          {!both && <text x={round(mark.x) + 8} y={round(mark.y)}>{`S${from}→S${to}`}</text>}
        </g>
      ))}
      {label && (
        <text x={round(label.x)} y={round(label.y)} text-anchor="middle">
          {word}
        </text>
      )}
    </g>
  );
}

interface MessageProps {
  message: MessageView;
  now: number;
  places: Place[];
  calm: boolean;
  words: Words;
}

function Message({ message, now, places, calm, words }: MessageProps) {
  const a = places[message.from - 1];
  const b = places[message.to - 1];
  if (!a || !b) return null;
  const exact = travelled(message, now);
  const at = along(a, b, calm ? inSteps(exact, STILLS) : exact);
  const side = labelSide(a, b);
  const start = along(a, b, 0);
  const end = along(a, b, 1);
  return (
    <g class={`message ${termClass(message.term)}${message.good ? "" : " refusal"}`}>
      <title>{words.ring.message(message.kind, message.from, message.to, message.label)}</title>
      <line x1={round(start.x)} y1={round(start.y)} x2={round(end.x)} y2={round(end.y)} />
      <g transform={`translate(${round(at.x)},${round(at.y)})`}>
        <Shape message={message} />
        {message.label && (
          <text x={side.x} y={side.y} text-anchor={side.anchor}>
            {message.label}
          </text>
        )}
      </g>
    </g>
  );
}

/** Each kind has its own shape: entries are a square, a heartbeat a small one, a request for a vote a
 * diamond; replies are outlined circles, and a refusal is crossed out. */
function Shape({ message }: { message: MessageView }) {
  switch (message.kind) {
    case "RequestVote":
      return <path class="solid" d="M0-9L9 0L0 9L-9 0Z" />;
    case "AppendEntries":
      return message.label ? (
        <rect class="solid" x={-8} y={-8} width={16} height={16} rx={3} />
      ) : (
        <rect class="solid" x={-4} y={-4} width={8} height={8} rx={1.5} />
      );
    default:
      return (
        <>
          <circle class="outline" r={6} />
          {!message.good && <path class="strike" d="M-3-3L3 3M3-3L-3 3" />}
        </>
      );
  }
}

function Partition({ state, on, frame }: ViewProps & { frame: Frame }) {
  const { words, group } = state;
  const line = lines.partition(group, frame.servers.length);
  const cutOff = (): void => {
    if (!line) return;
    on.act(line);
    on.dispatch({ kind: "ungrouped" });
  };
  return (
    <fieldset class="partition">
      <legend class="unseen">{words.ring.pick}</legend>
      {frame.servers.map(({ id }) => (
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
}
