// Messages between servers that are in flight. Those that wait are in waiting.tsx.

import { levelClass } from "../../base/level.ts";
import type { MessageView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";
import { BOX, compartments, type Shape } from "../shapes.ts";
import { type EndName, heading } from "./ends.ts";
import {
  along,
  inSteps,
  labelAt,
  type Place,
  type Point,
  round,
  type Side,
  travelled,
} from "./geometry.ts";

/** STILLS is how many positions a message takes for readers who asked for less motion. */
const STILLS = 4;

/** partOf is the part of its way that a message is shown to have made. */
export function partOf(message: MessageView, now: number, calm: boolean): number {
  const exact = travelled(message, now);
  return calm ? inSteps(exact, STILLS) : exact;
}

export interface MessagesProps {
  messages: readonly MessageView[];
  now: number;
  places: Place[];
  shape(message: MessageView): Shape | "tag" | "hollow-tag";
  name: EndName;
  calm: boolean;
  /** crowded leaves the moving ones to the canvas of a crowd, but for the one that is picked. */
  crowded: boolean;
  words: Words;
  picked: number;
  /** onPick picks a message; null where nothing can be picked. */
  onPick: ((message: number) => void) | null;
}

export function Messages(props: MessagesProps) {
  const { messages, now, places, calm, crowded, words, picked, onPick, shape, name } = props;
  const pick = { picked, onPick };
  const taken: Parameters<typeof labelAt>[4] = [];
  return (
    <>
      {messages
        .filter((message) => !message.held && (!crowded || message.id === picked))
        .map((message) => {
          const a = places[message.from - 1];
          const b = places[message.to - 1];
          if (!a || !b) return null;
          const at = along(a, b, partOf(message, now, calm));
          return (
            <Message
              key={message.id}
              pick={pick}
              message={message}
              shape={shape(message)}
              way={[a, b]}
              side={labelAt(message.label, at, [a, b], places, taken)}
              at={at}
              label={message.label}
              title={titleOf(message, words, name)}
            />
          );
        })}
    </>
  );
}

export function titleOf(
  { kind, from, to, label }: MessageView,
  words: Words,
  name: EndName,
): string {
  return words.ring.message(kind, name(from), name(to), label);
}

interface MessageProps {
  pick: Pick<MessagesProps, "picked" | "onPick">;
  message: MessageView;
  shape: ReturnType<MessagesProps["shape"]>;
  way: [Place, Place];
  /** side is where the label stands, null for none. */
  side: Side | null;
  at: Point;
  label: string;
  title: string;
}

/** A click is the mouse's way; the keyboard's is a key that goes through all messages (keys.ts): a stop for
 * each of two hundred would be in everybody's way. */
export function Message(props: MessageProps) {
  const { message, shape, way, at, label, title, pick, side } = props;
  const [a, b] = way;
  const { onPick } = pick;
  const isPicked = pick.picked === message.id;
  const start = along(a, b, 0);
  const end = along(a, b, 1);
  return (
    <g
      class={`message ${levelClass(message.level)}${message.good ? "" : " refusal"}${isPicked ? " picked" : ""}`}
      data-testid={`message-${message.id}`}
    >
      <title>{title}</title>
      <line x1={round(start.x)} y1={round(start.y)} x2={round(end.x)} y2={round(end.y)} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the mouse's half of a gesture */}
      <g
        class={onPick ? "takes" : ""}
        transform={`translate(${round(at.x)},${round(at.y)})`}
        onClick={onPick ? () => onPick(isPicked ? 0 : message.id) : undefined}
      >
        {onPick && <circle class="reach" r={14} />}
        <Drawing shape={shape} isGood={message.good} turn={heading(a, b)} label={message.label} />
        {label && side && (
          <text x={shape === "box" ? 1.6 * side.x : side.x} y={side.y} text-anchor={side.anchor}>
            {label}
          </text>
        )}
      </g>
    </g>
  );
}

interface DrawingProps {
  shape: ReturnType<MessagesProps["shape"]>;
  isGood: boolean;
  turn: number;
  label: string;
}

/** Drawing is a message's shape; a refusal's circle is crossed out. */
function Drawing({ shape, isGood, turn, label }: DrawingProps) {
  switch (shape) {
    case "diamond":
    case "hollow-diamond":
      return <path class={shape === "diamond" ? "solid" : "outline"} d="M0-9L9 0L0 9L-9 0Z" />;
    case "hexagon":
      return <path class="solid" d="M9 0L4.5 8H-4.5L-9 0L-4.5-8H4.5Z" />;
    case "square":
      return <rect class="solid" x={-8} y={-8} width={16} height={16} rx={3} />;
    case "small-square":
      return <rect class="solid" x={-4} y={-4} width={8} height={8} rx={1.5} />;
    case "box":
      return (
        <>
          <rect class="outline" x={-BOX.x} y={-BOX.y} width={2 * BOX.x} height={2 * BOX.y} rx={2} />
          {compartments(label).map(([x, width]) => (
            <rect key={x} class="solid" x={x} y={2 - BOX.y} width={width} height={2 * BOX.y - 4} />
          ))}
        </>
      );
    case "tag":
    case "hollow-tag":
      return (
        <path
          class={shape === "tag" ? "solid" : "outline"}
          d="M-8-5.5H2L8 0L2 5.5H-8Z"
          transform={`rotate(${turn})`}
        />
      );
    case "circle":
      return (
        <>
          <circle class="outline" r={6} />
          {!isGood && <path class="strike" d="M-3-3L3 3M3-3L-3 3" />}
        </>
      );
  }
}
