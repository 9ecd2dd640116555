// One small lab for the page of somebody's course: the ring, time, and the newest sentence of the story.
import type { ViewProps } from "../../controls.ts";
import { paragraphs } from "../../prose.ts";
import { labLink, type Route } from "../../route.ts";
import { enLab } from "../../words/en-lab.ts";
import { Announcer } from "../feed/feed.tsx";
import { Diagram } from "../ring/ring.tsx";
import { Time } from "../time/time.tsx";
import "./embed.css";

export function Page({ state, on, route }: ViewProps & { route: Route & { name: "embed" } }) {
  const words = enLab.embed;
  const { frame } = state;
  const title = frame?.title || words.title;
  const [teaser = ""] = paragraphs(frame?.story ?? "");
  const shown = frame?.event ?? 0;
  const newest = state.feed.findLast(({ event }) => event <= shown)?.text ?? teaser;
  const moment = { ...(route.data ? { data: route.data } : {}), at: shown };
  return (
    <main id="main" class="embed" tabIndex={-1}>
      <header>
        <h1>{title}</h1>
        <a
          href={labLink(route.setup, moment)}
          target="_blank"
          rel="noopener"
          data-testid="open-lab"
        >
          {words.open} <span aria-hidden="true">↗</span>
        </a>
      </header>
      {frame ? (
        <Diagram state={state} on={on} frame={frame} />
      ) : (
        <p role="status">{words.starting}</p>
      )}
      <p class="newest" data-testid="newest">
        {newest}
      </p>
      <Time state={state} on={on} />
      <Announcer feed={state.feed} />
    </main>
  );
}
