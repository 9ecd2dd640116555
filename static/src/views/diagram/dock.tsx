// The run as a whole, loaded after the first paint: the diagram, the event table and the story in sentences,
// one at a time, with one chosen event for all of them.
import type { ComponentChildren } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { startupText } from "../../app/startup-text.ts";
import type { CallView, Frame } from "../../engine/protocol.ts";
import { timelineOf } from "../../timeline/index.ts";
import type { RunTrace } from "../../timeline/run.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { DiagramWords } from "../../words/diagram.ts";
import { diagramWords } from "../../words/diagram-of.ts";
import { EventTable } from "../events/events.tsx";
import { Tabs } from "../frame/tabs.tsx";
import { useStateOf } from "../state-of.ts";
import { Diagram, shown, ZOOM_STEP } from "./diagram.tsx";
import { Explained, useExplanation } from "./explained.tsx";
import { firstView, fit, turned, type View, zoom } from "./scale.ts";
import type { Scene } from "./scene.ts";
import { Tools } from "./tools.tsx";
import "./diagram.css";

export type Tab = "diagram" | "table" | "story";
const TABS: readonly Tab[] = ["diagram", "table", "story"];

export interface DockProps extends ViewProps {
  /** story is what the third tab shows. */
  story: ComponentChildren;
}

export function Dock({ state, on, story }: DockProps) {
  const words = diagramWords(state.words.lang);
  const { frame } = state;
  const [tab, setTab] = useState<Tab>("diagram");
  const { trace } = on;
  const viewport = useViewport(trace.runs);
  const timeline = timelineOf(trace);
  const chosen = state.chosen <= timeline.length ? state.chosen : 0;
  const explanation = useExplanation(on, chosen, timeline.cuts);
  const causes = explanation ? explanation.causes.slice(-1) : causesOf(timeline, chosen);
  const effects = explanation?.effects ?? timeline.effects(chosen);
  const onChoose = useCallback((event: number) => on.dispatch({ kind: "chose", event }), [on]);
  const onSeek = useCallback((event: number) => on.seek(event), [on]);
  useChosenInView(chosen, viewport, setTab);
  if (!frame) return <p class="empty">{startupText(state) || words.empty}</p>;
  const onCall = (call: CallView): void => showCall(on, call);
  const shared = { timeline, words, chosen, causes, effects, onChoose, onSeek, onCall };
  return (
    <>
      <header class="dock-head">
        <Tabs<Tab>
          tabs={TABS}
          chosen={tab}
          onChoose={setTab}
          label={words.tabs.label}
          words={words.tabs}
          id="tab"
        />
        <span class="grow" />
        {tab === "diagram" && (
          <DiagramTools {...shared} on={on} frame={frame} trace={trace} viewport={viewport} />
        )}
      </header>
      {trace.gap && <p class="gap">{words.gap}</p>}
      <div class="dock-body" role="tabpanel" aria-label={words.tabs[tab]} data-tab={tab}>
        {tab === "diagram" && (
          <Diagram
            {...shared}
            frame={frame}
            view={viewport.view}
            onView={viewport.change}
            onScene={(get) => {
              viewport.scene.current = get;
            }}
          />
        )}
        {tab === "table" && (
          <EventTable
            {...shared}
            servers={frame.servers.length}
            protocol={frame.protocol}
            shown={frame.event}
          />
        )}
        {tab === "story" && story}
      </div>
      {tab !== "story" && <Explained {...shared} explanation={explanation} first={frame.first} />}
    </>
  );
}

/** showCall goes to a call of the learner's code, whose lines are lit beside the server's state. */
function showCall(on: ViewProps["on"], { server, event }: CallView): void {
  on.dispatch({ kind: "selected", server, code: true });
  void on.seek(event);
}

/** Viewport is the part of the run that the diagram shows. */
interface Viewport {
  /** scene gives what the diagram draws, null while it is not on the screen. */
  scene: { current: () => Scene | null };
  view: View | null;
  setView(next: View | null | ((old: View | null) => View | null)): void;
  /** change moves the view that is on the screen. */
  change(how: (view: View) => View): void;
}

function useViewport(runs: number): Viewport {
  const scene = useRef<() => Scene | null>(() => null);
  const [view, setView] = useStateOf<View | null>(runs, null);
  const change = useCallback(
    (how: (view: View) => View) => {
      const now = scene.current();
      if (now) setView(how(now.view));
    },
    [runs],
  );
  return { scene, view, setView, change };
}

/** An event may be chosen elsewhere too, as one of those that broke a property. It is brought into sight in the
 * same turn: a frame later it would undo what a person did meanwhile. */
function useChosenInView(
  chosen: number,
  { scene, setView }: Viewport,
  setTab: (how: (tab: Tab) => Tab) => void,
): void {
  useLayoutEffect(() => {
    if (chosen === 0) return;
    setTab((old) => (old === "story" ? "diagram" : old));
    const now = scene.current();
    if (!now) return;
    setView((old) => {
      const next = shown(now, chosen);
      // A view that follows and has the event in sight goes on following.
      return next === now.view ? old : next;
    });
  }, [chosen]);
}

interface DiagramToolsProps extends Pick<ViewProps, "on"> {
  timeline: Timeline;
  words: DiagramWords;
  chosen: number;
  frame: Frame;
  trace: RunTrace;
  viewport: Viewport;
}

function DiagramTools({ timeline, words, chosen, on, frame, trace, viewport }: DiagramToolsProps) {
  const { scene, view, setView, change } = viewport;
  return (
    <Tools
      words={words}
      scene={() => scene.current()}
      view={view}
      frame={frame}
      trace={trace}
      onAxis={(axis) =>
        change((old) => {
          const now = scene.current();
          const event = chosen || frame.event;
          return now ? turned(old, now.plot, axis, event, timeline) : old;
        })
      }
      onZoom={(way) => change((old) => zoomed(scene.current(), old, way))}
      onFit={() =>
        change((old) => {
          const now = scene.current();
          return now ? fit(old, now.plot, timeline) : old;
        })
      }
      onFollow={(follow) => {
        const now = scene.current();
        if (now) setView({ ...(view ?? firstView("time")), follow });
      }}
      onDownload={on.download}
      onProblem={(message) => on.dispatch({ kind: "refused", message })}
    />
  );
}

function zoomed(scene: Scene | null, view: View, way: "in" | "out"): View {
  if (!scene) return view;
  const { plot, timeline, now } = scene;
  // The moment that is shown stays where it is, if it is in sight.
  const x = plot.left + (now.units - view.left) / view.perPixel;
  const inSight = x >= plot.left && x <= plot.left + plot.width;
  const next = zoom(
    view,
    plot,
    inSight ? x : plot.left + plot.width / 2,
    way === "in" ? 1 / ZOOM_STEP : ZOOM_STEP,
    timeline,
  );
  return { ...next, follow: view.follow };
}

function causesOf(timeline: { cause(event: number): number }, chosen: number): number[] {
  const cause = chosen > 0 ? timeline.cause(chosen) : 0;
  return cause > 0 ? [cause] : [];
}
