// A recorded run, from a link or a file: opened at its violation, to step through event by event. Servers
// that followed somebody's own rules follow them again, and the page shows the calls of those rules.
import { useEffect, useState } from "preact/hooks";
import { exercisesOf } from "../../address/link.ts";
import type { Opened } from "../../address/opened.ts";
import type { ViewProps } from "../../app/controls.ts";
import { enTrace } from "../../words/en-trace.ts";
import type { TraceWords } from "../../words/exercise.ts";
import { Checks } from "../checks/checks.tsx";
import { Dock } from "../diagram/dock.tsx";
import { Announcer } from "../feed/announcer.tsx";
import { Feed } from "../feed/feed.tsx";
import { logsPart } from "../protocols/logs.ts";
import { Ring } from "../ring/panel.tsx";
import { Inspector } from "../server/inspector.tsx";
import { Time } from "../time/time.tsx";
import { Calls } from "./calls.tsx";
import { Choose, Whose } from "./choose.tsx";
import type { Watch } from "./state.ts";
import { Causes, Violation } from "./violation.tsx";
import { useWatching } from "./watching.ts";
import "../diagram/diagram.css";
import "../frame/panels.css";
import "./trace.css";

export interface PageProps extends ViewProps {
  data: string;
}

export function Page({ state, on, data }: PageProps) {
  const words = enTrace;
  const { watch, openLink, openFile, playWith, close, reset, leave } = useWatching({ on });
  useEffect(() => {
    if (data) void openLink(data);
    else reset();
    return leave;
  }, [data]);
  return (
    <main id="main" class="watch" tabIndex={-1}>
      <Drop onFile={(file) => void openFile(file)}>
        <Head watch={watch} words={words} onClose={close} />
        {watch.phase === "shown" ? (
          <Shown state={state} on={on} opened={watch.opened} words={words} />
        ) : (
          <Aside
            state={state}
            on={on}
            watch={watch}
            words={words}
            onFile={(file) => void openFile(file)}
            onRules={(opened, exercises) => void playWith(opened, exercises)}
          />
        )}
      </Drop>
    </main>
  );
}

function Head({ watch, words, onClose }: { watch: Watch; words: TraceWords; onClose(): void }) {
  const opened = "opened" in watch ? watch.opened : null;
  return (
    <div class="exercise-bar">
      <h1>{opened?.run.title || words.title}</h1>
      {opened?.run.own && (
        <span class="chip">{words.own(opened.run.own, exercisesOf(opened.run.files))}</span>
      )}
      <span class="grow" />
      {opened && (
        <button type="button" onClick={onClose} data-testid="another">
          {words.another}
        </button>
      )}
    </div>
  );
}

interface AsideProps extends ViewProps {
  watch: Exclude<Watch, { phase: "shown" }>;
  words: TraceWords;
  onFile(file: File): void;
  onRules(opened: Opened, exercises: readonly string[]): void;
}

/** Aside is the page without a run. */
function Aside({ state, watch, words, onFile, onRules }: AsideProps) {
  switch (watch.phase) {
    case "choose":
      return <Choose why={watch.why} words={words} onFile={onFile} />;
    case "whose":
      return <Whose state={state} opened={watch.opened} words={words} onRules={onRules} />;
    case "opening":
      return (
        <p class="empty" role="status">
          {words.opening}
        </p>
      );
    case "building":
      return (
        <div class="choose" role="status" data-testid="building">
          <p>
            {watch.total > 0
              ? state.words.setup.fetching(Math.floor((watch.loaded / watch.total) * 100))
              : watch.opened.run.own
                ? words.building
                : words.opening}
          </p>
          {watch.total > 0 ? (
            <progress max={watch.total} value={watch.loaded} aria-label={words.opening} />
          ) : (
            <progress aria-label={words.opening} />
          )}
        </div>
      );
  }
}

function Shown({ state, on, opened, words }: ViewProps & { opened: Opened; words: TraceWords }) {
  const view = { state, on };
  const hasCode = opened.run.own !== "";
  const { frame } = state;
  const logs = logsPart(frame);
  const differs = opened.hash !== "" && !!frame?.hash && frame.hash !== opened.hash;
  return (
    <div class="watch-page panels">
      <Violation {...view} words={words} note={differs ? words.differs : ""} />
      <div class="watch-row">
        <Causes {...view} words={words} />
        <Ring {...view} />
        <div class="watch-side">
          {logs && <logs.Panel {...view} />}
          <Inspector {...view} />
        </div>
        {hasCode && <Calls {...view} run={opened.run} words={words} />}
      </div>
      <Checks {...view} card={null} />
      <Time {...view} />
      <section class="panel dock" aria-label={state.words.diagram.label}>
        <Dock {...view} story={<Feed {...view} />} />
      </section>
      <Announcer feed={state.feed} />
    </div>
  );
}

/** Drop takes a file that is dropped anywhere on the page. Choosing one is its equal for the keyboard. */
function Drop({
  onFile,
  children,
}: {
  onFile(file: File): void;
  children: preact.ComponentChildren;
}) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop files, beside a button for them
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer?.files ?? [];
        if (file) onFile(file);
      }}
    >
      {children}
    </div>
  );
}
