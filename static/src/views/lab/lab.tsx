// The lab: everything about one run, on one screen.
import { useEffect, useState } from "preact/hooks";
import { BRING } from "../../address/bring-link.ts";
import { freePlay, labLink, type Setup as SetupValue } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { WHOLE_LAB } from "../../app/whole.ts";
import { isKept, keep } from "../../base/kept.ts";
import { paragraphs } from "../../base/prose.ts";
import type { ScenarioInfo } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { enTeach } from "../../words/en-teach.ts";
import { Checks } from "../checks/checks.tsx";
import { Announcer } from "../feed/announcer.tsx";
import { Feed } from "../feed/feed.tsx";
import { Tabs } from "../frame/tabs.tsx";
import { Lazy } from "../lazy-part.tsx";
import { quiet } from "../memo.ts";
import { logsPart } from "../protocols/logs.ts";
import { setupOf } from "../protocols/setup.ts";
import { teachingOf } from "../protocols/teaching.ts";
import { Ring } from "../ring/panel.tsx";
import { Inspector } from "../server/inspector.tsx";
import { chosenScenario, Setup, Writers } from "../setup/setup.tsx";
import { useStateOf } from "../state-of.ts";
import { Time } from "../time/time.tsx";
import { Astray, Ignored, unknownName } from "./astray.tsx";
import { dock, side } from "./parts.ts";
import "../frame/panels.css";
import "./lab.css";

const QuietSetup = quiet(Setup);

const LEGEND_FOLDED = "legend-folded";
const storage = (): Storage => localStorage;
/** TABS choose what a phone shows below the cluster. */
const TABS = ["logs", "promises", "server", "client", "diagram"] as const;
type Tab = (typeof TABS)[number];

interface Props extends ViewProps {
  /** setup is that of the address, null for a run that somebody sent: then it is what the engine says of it. */
  setup: SetupValue | null;
}

export function Lab({ state, on, setup: addressed }: Props) {
  const view = { state, on };
  const setup = addressed ?? { ...freePlay, ...(state.frame && setupOf(state.frame)) };
  const scenario = chosenScenario(state, setup);
  const logs = logsPart(state.frame);
  const unknown = useUnknown(view, setup);
  const [tab, setTab] = useTab(state);
  const teaching = teachingOf(state.frame);
  const bar = (
    <>
      <h1 class="unseen">{state.words.nav.lab}</h1>
      <Above {...view} setup={setup} waits={addressed === null && !state.frame} />
    </>
  );
  if (unknown) {
    return (
      <main id="main" class="lab" tabIndex={-1}>
        {bar}
        <Astray {...view} setup={setup} {...unknown} />
      </main>
    );
  }
  return (
    <main id="main" class="lab" tabIndex={-1}>
      {bar}
      <div class={scenario ? "lab-grid panels storied" : "lab-grid panels"} data-tab={tab}>
        {scenario && (
          <Story key={scenario.id} scenario={scenario} words={state.words.diagram.story} />
        )}
        <Cluster {...view} />
        <PartTabs tab={tab} onChoose={setTab} rows={state.frame && logs?.title?.(state.frame)} />
        <div class="lab-column">
          {state.frame && !scenario && teaching?.Tasks && <teaching.Tasks frame={state.frame} />}
          <Promises {...view} />
          <Inspector {...view} />
        </div>
        <div class="lab-column">
          {logs && <logs.Panel {...view} />}
          <section class="panel side" aria-label={enLab.clients.title}>
            <Lazy load={side} words={state.words.diagram} props={{ ...view, setup }} />
          </section>
        </div>
        <Time {...view} />
        <section class="panel dock" aria-label={state.words.diagram.label}>
          <Lazy
            load={dock}
            words={state.words.diagram}
            props={{ ...view, story: <Feed {...view} /> }}
          />
        </section>
      </div>
      <Announcer feed={state.feed} />
    </main>
  );
}

/** Above is the setup of the run, or the way back to the folder that it came from. */
function Above({ state, on, setup, waits }: ViewProps & { setup: SetupValue; waits: boolean }) {
  if (useBrought({ state, on })) return <Brought state={state} on={on} />;
  return (
    <>
      <QuietSetup state={state} on={on} setup={setup} waits={waits} />
      <Ignored hash={on.hash()} scenario={setup.scenario !== ""} />
    </>
  );
}

/** useBrought is true of a run of a whole server. Its program is lost when the page is reloaded, and the folder is not:
 * then the reader is led there. */
function useBrought({ state: { frame }, on }: ViewProps): boolean {
  const isLost = frame !== null && !frame.whole && on.hash() === WHOLE_LAB;
  useEffect(() => {
    if (isLost) on.go(BRING);
  }, [isLost]);
  return frame?.whole !== undefined;
}

/** Brought stands in the place of the setup: what ran is decided by the folder, and there is the way back to it. */
function Brought({ state, on }: ViewProps) {
  return (
    <section class="setup brought" aria-label={enLab.brought.label}>
      <a class="button" href={BRING} data-testid="to-own-raft">
        {enLab.brought.back}
      </a>
      <span class="title">{state.frame?.title}</span>
      <Writers state={state} on={on} />
    </section>
  );
}

/** useUnknown keeps what the address named wrongly, and puts the banner that said so away. */
function useUnknown({ state, on }: ViewProps, setup: SetupValue): ReturnType<typeof unknownName> {
  const link = labLink(setup);
  const [kept, keep] = useStateOf<ReturnType<typeof unknownName>>(link, null);
  const found = unknownName(state, setup);
  useEffect(() => {
    if (!found) return;
    keep(found);
    on.dispatch({ kind: "dismissed" }); // the page says it instead of the banner
  }, [found?.name]);
  return state.frame ? null : (found ?? kept);
}

interface PartTabsProps {
  tab: Tab;
  onChoose(tab: Tab): void;
  rows: string | null | undefined;
}

/** Cluster is the picture, with the last sentence of what happened, and the names of its shapes. */
function Cluster({ state, on }: ViewProps) {
  const [isOpen, setOpen] = useState(() => !isKept(LEGEND_FOLDED, storage));
  const teaching = teachingOf(state.frame);
  const fold = (): void => {
    keep(LEGEND_FOLDED, isOpen, storage);
    setOpen(!isOpen);
  };
  return (
    <Ring
      state={state}
      on={on}
      head={teaching && <LegendButton isOpen={isOpen} onFold={fold} />}
      foot={
        <>
          <p class="told-now" data-testid="told-now">
            {toldAt(state) ?? enLab.nothingYet}
          </p>
          {teaching && isOpen && <teaching.Legend />}
        </>
      }
    />
  );
}

/** toldAt is the last sentence up to the moment that is shown, which may be in the past. */
function toldAt({ feed, frame }: ViewProps["state"]): string | undefined {
  return feed.findLast(({ event }) => event <= (frame?.event ?? event))?.text;
}

/** PartTabs name the rows as their own panel does: logs, ballots, histories. */
function PartTabs({ tab, onChoose, rows }: PartTabsProps) {
  const words = { ...enLab.tabs, ...(rows && { logs: rows }) };
  return (
    <div class="lab-tabs">
      <Tabs<Tab>
        tabs={TABS}
        chosen={tab}
        onChoose={onChoose}
        label={words.label}
        words={words}
        id="part"
      />
    </div>
  );
}

/** useTab shows a server on a phone when it is chosen in the picture. */
function useTab({ selected }: ViewProps["state"]): [Tab, (tab: Tab) => void] {
  const [{ tab, server }, set] = useState<{ tab: Tab; server: number }>({
    tab: "logs",
    server: selected,
  });
  const shown = server === selected ? tab : "server";
  return [shown, (next) => set({ tab: next, server: selected })];
}

function LegendButton({ isOpen, onFold }: { isOpen: boolean; onFold(): void }) {
  return (
    <>
      <span class="grow" />
      <button
        type="button"
        class="quiet legend-button"
        aria-expanded={isOpen}
        onClick={onFold}
        data-testid="legend-fold"
      >
        {enTeach.legend.title}
      </button>
    </>
  );
}

/** Promises can show a run in which one breaks: the reader's own run waits as a link, and comes back. */
function Promises({ state, on }: ViewProps) {
  const [own, setOwn] = useState("");
  const words = enTeach.promises;
  const { frame } = state;
  const Card = teachingOf(frame)?.PromiseCard;
  const show = async (run: { scenario: string; rules: string }): Promise<void> => {
    const link = await on.share(false);
    setOwn(new URL(link).hash);
    on.go(labLink(run));
  };
  const back = (): void => {
    on.go(own);
    setOwn("");
  };
  return (
    <Checks
      state={state}
      on={on}
      head={
        own !== "" && (
          <p class="own-waits" role="status">
            {words.waiting}
            <button type="button" onClick={back} data-testid="back-to-own">
              {words.back}
            </button>
          </p>
        )
      }
      card={
        frame && Card
          ? (check, close) => (
              <Card
                check={check}
                frame={frame}
                show={own === "" ? (run) => void show(run) : null}
                close={close}
              />
            )
          : null
      }
    />
  );
}

/** Story shows how a scenario's story begins; the rest opens over what is below. */
function Story({
  scenario,
  words,
}: {
  scenario: ScenarioInfo;
  words: { more: string; less: string };
}) {
  const [open, setOpen] = useState(false);
  const texts = paragraphs(scenario.story);
  return (
    <section class={open ? "panel story open" : "panel story"} aria-labelledby="story-title">
      <h2 id="story-title">{`${scenario.subject} · ${scenario.title}`}</h2>
      <button
        type="button"
        class="quiet"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        data-testid="story"
      >
        {open ? words.less : words.more}
      </button>
      <div class="text" tabIndex={open ? 0 : undefined}>
        {texts.map(({ text, drawn }) => (
          <p key={text} class={drawn ? "drawn" : undefined}>
            {text}
          </p>
        ))}
      </div>
    </section>
  );
}
