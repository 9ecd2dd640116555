// What happens in a branch since the parting, in sentences. The first says where the branches part; the last that has
// happened is marked. A sentence shows both branches at its moment.
import { useLayoutEffect, useRef } from "preact/hooks";
import { seconds } from "../../base/units.ts";
import type { FeedItem } from "../../run/story.ts";
import { enCompare as words } from "../../words/en-compare.ts";

const SHOWN_MAX = 300;

interface Props {
  name: string;
  /** parting is when the branches part, and what happens there in this one. */
  parting: { time: number; text: string };
  items: readonly FeedItem[];
  /** end is when the branch ends. */
  end: number;
  at: number;
  onGo(time: number): void;
}

export function Story({ name, parting, items, end, at, onGo }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const shown = items.slice(0, SHOWN_MAX);
  const current = shown.findLastIndex(({ time }) => time <= at);
  useLayoutEffect(() => {
    const row = list.current?.children[current + 1];
    if (!list.current || !(row instanceof HTMLElement)) return;
    // The list scrolls, and the page around it stays.
    const { offsetTop, offsetHeight } = row;
    const { scrollTop, clientHeight } = list.current;
    if (offsetTop < scrollTop) list.current.scrollTop = offsetTop;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight) {
      list.current.scrollTop = offsetTop + offsetHeight - clientHeight;
    }
  }, [current]);
  return (
    <ol ref={list} class="sentences" aria-label={words.sentences(name)}>
      <Row
        time={parting.time}
        kind={current < 0 && at >= parting.time ? "parts now" : "parts"}
        onGo={onGo}
      >
        <b>{words.part}</b> {parting.text}
      </Row>
      {shown.map((item, i) => (
        <Row
          key={item.event}
          time={item.time}
          kind={`${item.tone}${i === current ? " now" : ""}${item.time > at ? " later" : ""}`}
          onGo={onGo}
        >
          {item.text}
        </Row>
      ))}
      {items.length > SHOWN_MAX && <li class="end">{words.more(items.length - SHOWN_MAX)}</li>}
      {at > end && <li class="end">{words.ends(name)}</li>}
    </ol>
  );
}

interface RowProps {
  time: number;
  kind: string;
  onGo(time: number): void;
  children: preact.ComponentChildren;
}

function Row({ time, kind, onGo, children }: RowProps) {
  const text = seconds(time);
  return (
    <li class={kind} aria-current={kind.includes("now") ? "true" : undefined}>
      <button type="button" title={words.goTo(text)} onClick={() => onGo(time)}>
        <time>{text}</time> <span>{children}</span>
      </button>
    </li>
  );
}
