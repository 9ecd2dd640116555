// A recorded run, from a link or a file: opened where it broke, and walked through event by event. Servers
// that followed somebody's own rules follow them again, and the page shows what those rules did.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import { decodeRun } from "../../link.ts";
import { ownGuest, savedCode } from "../../own.ts";
import { freePlay } from "../../route.ts";
import { closed, updateWatch, type Watch, type WatchEvent } from "../../trace-state.ts";
import { enTrace } from "../../words/en-trace.ts";
import type { TraceWords } from "../../words/exercise.ts";
import { Checks } from "../checks/checks.tsx";
import { Dock } from "../diagram/dock.tsx";
import { Announcer, Feed } from "../feed/feed.tsx";
import { Logs } from "../logs/logs.tsx";
import { Ring } from "../ring/ring.tsx";
import { Inspector } from "../server/inspector.tsx";
import { Time } from "../time/time.tsx";
import { Broke, Led } from "./broke.tsx";
import { Choose, Whose } from "./choose.tsx";
import { Did } from "./did.tsx";
import { FILE_MAX, type Opened, openedLink, readFile } from "./open.ts";
import "../diagram/diagram.css";
import "../frame/panels.css";
import "./trace.css";
import { messageOf } from "../../errors.ts";

export interface PageProps extends ViewProps {
  data: string;
}

/** LAST is beyond every event: a run is shown at its end, where it broke. */
const LAST = Number.MAX_SAFE_INTEGER;

export function Page({ state, on, data }: PageProps) {
  const words = enTrace;
  const [watch, setWatch] = useState<Watch>(closed);
  // What is answered after something else was opened is not wanted any more.
  const turn = useRef(0);
  const tell = (mine: number, event: WatchEvent): void => {
    if (mine === turn.current) setWatch((before) => updateWatch(before, event));
  };
  const begin = (): number => {
    turn.current += 1;
    on.dispatch({ kind: "ended" });
    tell(turn.current, { kind: "opens" });
    return turn.current;
  };

  const show = async (opened: Opened, mine: number): Promise<void> => {
    const { run, id } = opened;
    tell(mine, { kind: "opened", opened });
    if (run.own && !run.source) return;
    try {
      const guest = run.own
        ? await ownGuest(
            run.exercise,
            state.words,
            ({ loaded, total }) => tell(mine, { kind: "builds", opened, loaded, total }),
            run.source,
          )
        : null;
      if (mine !== turn.current) return;
      const { rules, seed, own, scenario: text } = run;
      // The end is played to first: it says how the run ended. Free play has no other end than its event.
      const event = opened.recorded ? run.event || LAST : LAST;
      const begun = await on.run(
        { scenario: id, text, rules, seed, own, servers: freePlay.servers, event },
        guest,
      );
      // Why it could not begin, the banner says.
      if (!begun) throw new Error(words.notBegun);
      if (run.event > 0 && !opened.recorded) on.seek(run.event);
      tell(mine, { kind: "shown", opened });
    } catch (error) {
      tell(mine, { kind: "closed", why: messageOf(error) });
    }
  };

  /** close is more than to go to another address: a run that came from a file has none of its own. */
  const close = (): void => {
    turn.current += 1;
    on.dispatch({ kind: "ended" });
    setWatch(closed);
    on.go("#/trace");
  };

  const openLink = async (): Promise<void> => {
    const mine = begin();
    try {
      await show(openedLink(await decodeRun(data)), mine);
    } catch (error) {
      tell(mine, { kind: "closed", why: messageOf(error) });
    }
  };

  const openFile = async (file: File): Promise<void> => {
    const mine = begin();
    try {
      if (file.size > FILE_MAX) throw new Error(words.tooLarge(file.size));
      const opened = readFile(file.name, await file.text());
      if (!opened) throw new Error(words.empty);
      await show(opened, mine);
    } catch (error) {
      tell(mine, { kind: "closed", why: messageOf(error) });
    }
  };

  const useRules = async (opened: Opened, exercise: string): Promise<void> => {
    const mine = turn.current;
    const source = exercise ? await savedCode(exercise) : "";
    const own = exercise ? opened.run.own : "";
    await show({ ...opened, run: { ...opened.run, own, exercise, source } }, mine);
  };

  useEffect(() => {
    if (data) void openLink();
    else setWatch(closed);
    return () => {
      turn.current += 1;
    };
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
            onRules={(opened, exercise) => void useRules(opened, exercise)}
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
        <span class="chip">{words.own(opened.run.own, opened.run.exercise)}</span>
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
  onRules(opened: Opened, exercise: string): void;
}

/** Aside is what is there before a run is. */
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
  const differs = opened.hash !== "" && !!frame?.hash && frame.hash !== opened.hash;
  return (
    <div class="watch-page panels">
      <Broke {...view} words={words} note={differs ? words.differs : ""} />
      <div class="watch-row">
        <Led {...view} words={words} />
        <Ring {...view} />
        <div class="watch-side">
          <Logs {...view} />
          <Inspector {...view} />
        </div>
        {hasCode && <Did {...view} run={opened.run} words={words} />}
      </div>
      <Checks {...view} />
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
