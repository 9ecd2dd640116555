// One small lab for the page of somebody's course: the ring, the newest sentence of the story, and time in
// one row, so that a frame of 320 by 240 still shows servers.
import { useRef } from "preact/hooks";
import { labLink, type Route } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { paragraphs } from "../../base/prose.ts";
import { seconds } from "../../base/units.ts";
import { enLab } from "../../words/en-lab.ts";
import { Announcer } from "../feed/announcer.tsx";
import { Diagram } from "../ring/ring.tsx";
import { moment } from "../time/moment.ts";
import { Scrubber } from "../time/scrubber.tsx";
import { SpeedDial, Transport } from "../time/time.tsx";
import "./embed.css";

export function Page({ state, on, route }: ViewProps & { route: Route & { name: "embed" } }) {
  const words = enLab.embed;
  const { frame } = state;
  // A dismissed problem is still a problem.
  const refused = useRef(false);
  refused.current = frame === null && (refused.current || state.problem !== "");
  const title = frame?.title || words.title;
  const shown = frame?.event ?? 0;
  const here = { ...(route.data ? { data: route.data } : {}), at: shown };
  return (
    <main id="main" class="embed" tabIndex={-1}>
      <header>
        <h1 title={title}>{title}</h1>
        <a
          // Without a run there is no moment, and the lab explains best what is wrong with the link.
          href={labLink(route.setup, frame || !route.data ? here : { data: route.data })}
          target="_blank"
          rel="noopener"
          data-testid="open-lab"
        >
          {words.open} <span aria-hidden="true">↗</span>
        </a>
      </header>
      {frame ? (
        <>
          <Diagram state={state} on={on} frame={frame} />
          <Newest state={state} on={on} />
        </>
      ) : (
        <p class="waiting" role="status">
          {refused.current ? words.nothing : words.starting}
        </p>
      )}
      <section class="time" aria-label={state.words.time.title}>
        <Transport state={state} on={on} />
        {frame ? <Scrubber state={state} on={on} frame={frame} /> : <span class="grow" />}
        <span class="mono moment" data-testid="moment">
          {moment(state)}
        </span>
        <SpeedDial state={state} on={on} />
      </section>
      <Announcer feed={state.feed} />
    </main>
  );
}

/** Newest is the last sentence of the feed, or the violation; before the first event, the beginning of the story. */
function Newest({ state }: ViewProps) {
  const { frame, feed } = state;
  if (!frame) return null;
  const [teaser] = paragraphs(frame.story);
  const failure = frame.past ? "" : frame.failure;
  const newest = feed.findLast(({ event }) => event <= frame.event)?.text ?? teaser?.text ?? "";
  return (
    <p
      class={failure && frame.status !== "told" ? "newest failed" : "newest"}
      title={failure || newest}
      data-testid="newest"
    >
      <time>{seconds(frame.now)} s</time> {failure || newest}
    </p>
  );
}
