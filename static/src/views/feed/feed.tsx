// What happened, in plain sentences, newest first.
import type { ViewProps } from "../../app/controls.ts";
import { seconds } from "../../base/units.ts";
import { parseLine } from "../../run/trace-line.ts";
import "./feed.css";

const SHOWN = 60;

export function Feed({ state }: ViewProps) {
  const { feed, words } = state;
  const causes = new Set(state.frame?.causes.map((line) => parseLine(line)?.event));
  const newestFirst = feed.slice(-SHOWN).reverse();
  return (
    <section class="panel feed" aria-labelledby="feed-title">
      <header>
        <h2 id="feed-title">{words.feed.title}</h2>
        <span>{words.feed.note}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="scroll" tabIndex={0}>
        {feed.length === 0 && <p class="empty">{words.feed.empty}</p>}
        <ol data-testid="feed">
          {newestFirst.map((item) => (
            <li key={item.event} class={item.tone}>
              <time>{seconds(item.time)}</time>
              <span>{item.text}</span>
              {causes.has(item.event) && <em>{words.feed.cause}</em>}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
