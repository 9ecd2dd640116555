// Messages that wait on a link.
import type { Words } from "../../words/index.ts";
import type { EndName } from "./ends.ts";
import { labelAt, type Place } from "./geometry.ts";
import { Message, type MessagesProps, titleOf } from "./messages.tsx";
import { placesOf, type Queue, queues } from "./queues.ts";

export function Waiting({ messages, places, words, shape, name, picked, onPick }: MessagesProps) {
  return (
    <>
      {queues(messages).map((queue) => (
        <Stack
          key={`${queue.from}>${queue.to}`}
          queue={queue}
          places={places}
          words={words}
          shape={shape}
          name={name}
          pick={{ picked, onPick }}
        />
      ))}
    </>
  );
}

/** Stack draws the first messages of a queue as a stack behind its gate, and says how many more wait.
 * The oldest is drawn last, on top. */
function Stack({ queue, places, words, shape, name, pick }: StackProps) {
  const a = places[queue.from - 1];
  const b = places[queue.to - 1];
  if (!a || !b) return null;
  const { messages } = queue;
  const behind = messages.length - 1;
  const stack = placesOf(messages.length, a, b).map((at, i) => ({ at, message: messages[i] }));
  return (
    <g class="waiting">
      {stack.reverse().map(({ at, message }) => {
        if (!message) return null;
        const oldest = message === messages[0];
        const more = oldest && behind > 0 ? words.ring.more(behind) : "";
        const label = oldest ? `${message.label} ${more}`.trim() : "";
        return (
          <Message
            key={message.id}
            pick={pick}
            message={message}
            shape={shape(message)}
            way={[a, b]}
            side={labelAt(label, at, [a, b], places)}
            at={at}
            label={label}
            title={words.ring.waits(titleOf(message, words, name))}
          />
        );
      })}
    </g>
  );
}

interface StackProps {
  queue: Queue;
  places: Place[];
  words: Words;
  shape: MessagesProps["shape"];
  name: EndName;
  pick: Pick<MessagesProps, "picked" | "onPick">;
}
