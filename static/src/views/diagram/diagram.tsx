// The diagram on the screen: a canvas that is drawn after changes, at most once for a frame of the screen, and
// the gestures on it. draw-scene.ts draws.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { hues } from "../../base/level.ts";
import { milliseconds } from "../../base/units.ts";
import type { Frame, MessageView } from "../../engine/protocol.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { DiagramWords } from "../../words/diagram.ts";
import type { Theme } from "../canvas-theme.ts";
import { diagramPart } from "../protocols/diagram.ts";
import { useTheme } from "../use-canvas-theme.ts";
import { drawScene } from "./draw-scene.ts";
import { lanesOf, plotOf } from "./lanes.ts";
import { pick, type Walk, walk } from "./pick.ts";
import {
  clamp,
  firstView,
  fit,
  followed,
  pan,
  reveal,
  type Span,
  spanned,
  unit,
  type View,
  zoom,
} from "./scale.ts";
import type { Scene, SceneWords } from "./scene.ts";
import { CanvasSurface } from "./surface.ts";

export interface DiagramProps {
  /** id tells one diagram from another on the same page. */
  id?: string;
  timeline: Timeline;
  frame: Frame;
  words: DiagramWords;
  chosen: number;
  causes: readonly number[];
  effects: readonly number[];
  view: View | null;
  /** span is what is seen while there is no view: from one moment to another. */
  span?: Span | undefined;
  onView(change: (view: View) => View): void;
  onChoose(event: number): void;
  onSeek(event: number): void;
  /** onScene gives access to the scene on the screen, so that it can be saved as a picture. */
  onScene(scene: () => Scene | null): void;
}

export const ZOOM_STEP = 1.5;
const WHEEL_ZOOM = 1.0015;
const PAGE = 0.8;
const CLICK_PIXELS = 4;

interface Size {
  width: number;
  height: number;
}

const noFlights: ReadonlyMap<number, MessageView> = new Map();

export function sceneWords(words: DiagramWords): SceneWords {
  return {
    ...words,
    tick: (axis, units) =>
      axis === "time"
        ? words.tickTime(milliseconds(units * 10) / 10)
        : words.tickEvent(Math.round(units)),
  };
}

/** nowOf is the moment that is shown, on the axis. */
export function nowOf(frame: Frame, view: View, timeline: Timeline): number {
  if (view.axis === "time") return frame.now;
  return unit(timeline, "order", Math.min(frame.event, timeline.length));
}

export function Diagram(props: DiagramProps) {
  const { frame, timeline, words } = props;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const size = useSize(host);
  const theme = useTheme(probe);
  const texts = useMemo(() => sceneWords(words), [words]);
  const view = size ? seenView(props, size, timeline) : null;
  const scene = size && view && theme ? sceneOf(props, size, view, theme, texts) : null;
  const newest = useRef<Scene | null>(null);
  newest.current = scene;
  const latest = useRef(props);
  latest.current = props;
  useDrawing(canvas, size, newest);
  useEffect(() => () => hues.leave(timeline), [timeline]);
  useLayoutEffect(() => props.onScene(() => newest.current), []);
  useGestures(host, newest, latest);
  return (
    <div
      ref={host}
      class="diagram-host"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is walked with the keys
      tabIndex={0}
      aria-label={words.canvas}
      aria-describedby={`diagram-help${props.id ?? ""}`}
      data-testid={`diagram${props.id ? `-${props.id}` : ""}`}
      data-events={timeline.length}
      data-chosen={props.chosen}
      data-left={view ? Math.round(view.left) : 0}
      data-scale={view ? view.perPixel.toFixed(3) : ""}
      data-shown={frame.event}
    >
      <canvas ref={canvas} />
      <span ref={probe} class="diagram-probe" aria-hidden="true" />
      <p id={`diagram-help${props.id ?? ""}`} class="unseen">
        {words.canvasHelp}
      </p>
    </div>
  );
}

/** seenView is the view as it is shown: where it follows, it stands at the present. */
function seenView(props: DiagramProps, size: Size, timeline: Timeline): View {
  const plot = plotOf(size.width, size.height);
  if (!props.view && props.span) return spanned(plot, props.span);
  const view = props.view ?? firstView("time");
  if (!view.follow) return view;
  return followed(view, plot, nowOf(props.frame, view, timeline));
}

function sceneOf(
  props: DiagramProps,
  size: Size,
  view: View,
  theme: Theme,
  words: SceneWords,
): Scene {
  const { causes, chosen, effects, frame, timeline } = props;
  return {
    timeline,
    view,
    plot: plotOf(size.width, size.height),
    lanes: lanesOf(timeline, size.height, frame.servers.length),
    theme,
    words,
    part: diagramPart(frame.protocol),
    now: { units: nowOf(frame, view, timeline), event: frame.event },
    own: frame.own,
    flights: frame.past ? noFlights : new Map(frame.messages.map((one) => [one.id, one])),
    time: frame.now,
    chosen,
    causes,
    effects,
  };
}

/** useSize is the size of the room, null until it is known. */
function useSize(host: { current: HTMLDivElement | null }): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) {
        setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
      }
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return size;
}

/** Where our part of drawing takes longer than this, every second frame of the screen goes without. The
 * browser's own part, putting the strokes onto the pixels, takes as long again. */
const SLOW_MS = 2;

/** useDrawing draws after each rendering, at most once for a frame of the screen. */
function useDrawing(
  canvas: { current: HTMLCanvasElement | null },
  size: Size | null,
  scene: { current: Scene | null },
): void {
  const asked = useRef(0);
  const tired = useRef(false);
  const surface = useRef<CanvasSurface | null>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !size || asked.current !== 0) return;
    const draw = (): void => {
      if (tired.current) {
        tired.current = false;
        asked.current = requestAnimationFrame(draw);
        return;
      }
      asked.current = 0;
      if (!scene.current) return;
      surface.current ??= new CanvasSurface(context, scene.current.theme.font);
      const began = performance.now();
      paint(element, context, surface.current, scene.current);
      tired.current = performance.now() - began > SLOW_MS;
    };
    asked.current = requestAnimationFrame(draw);
  });
  useEffect(
    () => () => {
      if (asked.current !== 0) cancelAnimationFrame(asked.current);
    },
    [],
  );
}

function paint(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  surface: CanvasSurface,
  scene: Scene,
): void {
  const ratio = devicePixelRatio || 1;
  const across = Math.round((scene.plot.left + scene.plot.width) * ratio);
  const down = Math.round(scene.plot.height * ratio);
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawScene(surface, scene);
}

interface Gestures {
  element: HTMLElement;
  scene: { current: Scene | null };
  latest: { current: DiagramProps };
  /** signal ends the listening. */
  signal: AbortSignal;
}

/** useGestures: drag and wheel move, ctrl-wheel zooms, a click chooses, and keys walk. */
function useGestures(
  host: { current: HTMLDivElement | null },
  scene: { current: Scene | null },
  latest: { current: DiagramProps },
): void {
  // Before it is seen: an effect comes a frame later than the first gesture may.
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const listening = new AbortController();
    const gestures = { element, scene, latest, signal: listening.signal };
    listenToPointer(gestures);
    listenToWheel(gestures);
    listenToKeys(gestures);
    return () => listening.abort();
  }, []);
}

function placeIn(element: HTMLElement, event: MouseEvent): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function listenToPointer({ element, scene, latest, signal }: Gestures): void {
  let held: { x: number; y: number; view: View; moved: boolean } | null = null;
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || !scene.current) return;
    held = { ...placeIn(element, event), view: scene.current.view, moved: false };
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const now = scene.current;
    if (!held || !now) return;
    const along = placeIn(element, event).x - held.x;
    if (!held.moved && Math.abs(along) < CLICK_PIXELS) return;
    held.moved = true;
    const { plot, timeline } = now;
    const moved = clamp(pan(held.view, -along), plot, timeline);
    latest.current.onView(() => moved);
  };
  const up = (event: PointerEvent): void => {
    const now = scene.current;
    if (held && !held.moved && now) {
      const { chosen, onChoose } = latest.current;
      const at = placeIn(element, event);
      onChoose(pick(now.timeline, now.view, now.plot, now.lanes, at, chosen, now.part));
    }
    held = null;
  };
  const cancel = (): void => {
    held = null;
  };
  const twice = (): void => {
    const { chosen, onSeek } = latest.current;
    if (chosen > 0) onSeek(chosen);
  };
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", up, { signal });
  element.addEventListener("pointercancel", cancel, { signal });
  element.addEventListener("dblclick", twice, { signal });
}

function listenToWheel({ element, scene, latest, signal }: Gestures): void {
  const wheel = (event: WheelEvent): void => {
    const now = scene.current;
    if (!now) return;
    const { plot, timeline, view } = now;
    if (event.ctrlKey) {
      event.preventDefault();
      const at = placeIn(element, event);
      const next = zoom(view, plot, at.x, WHEEL_ZOOM ** event.deltaY, timeline);
      latest.current.onView(() => next);
      return;
    }
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    // A page that scrolls keeps the wheel for that.
    if (!sideways && scrolls(element)) return;
    event.preventDefault();
    const next = clamp(pan(view, event.deltaX || event.deltaY), plot, timeline);
    latest.current.onView(() => next);
  };
  element.addEventListener("wheel", wheel, { passive: false, signal });
}

function listenToKeys({ element, scene, latest, signal }: Gestures): void {
  const key = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey || !scene.current) return;
    if (pressed(event, scene.current, latest.current)) event.preventDefault();
  };
  element.addEventListener("keydown", key, { signal });
}

function scrolls(element: HTMLElement): boolean {
  const page = element.ownerDocument.documentElement;
  return page.scrollHeight > page.clientHeight + 1;
}

const WALKS: Record<string, Walk> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

/** pressed acts on a key, and says whether the key has a meaning here. */
function pressed(event: KeyboardEvent, scene: Scene, props: DiagramProps): boolean {
  const { lanes, now, plot, timeline, view } = scene;
  const { chosen } = props;
  const way = walkOf(event);
  if (way) {
    const next = walk(timeline, lanes, chosen, way, now.event);
    if (next > 0) props.onChoose(next);
    return true;
  }
  const middle = plot.left + plot.width / 2;
  const set = (next: View): boolean => {
    props.onView(() => next);
    return true;
  };
  switch (event.key) {
    case "Enter":
      if (chosen > 0) props.onSeek(chosen);
      return true;
    case "Escape":
      if (chosen === 0) return false;
      props.onChoose(0);
      return true;
    case "+":
    case "=":
      return set(zoom(view, plot, middle, 1 / ZOOM_STEP, timeline));
    case "-":
      return set(zoom(view, plot, middle, ZOOM_STEP, timeline));
    case "0":
      return set(fit(view, plot, timeline));
    case "PageUp":
      return set(clamp(pan(view, -PAGE * plot.width), plot, timeline));
    case "PageDown":
      return set(clamp(pan(view, PAGE * plot.width), plot, timeline));
    default:
      return false;
  }
}

function walkOf(event: KeyboardEvent): Walk | undefined {
  if (event.shiftKey && event.key === "ArrowLeft") return "cause";
  if (event.shiftKey && event.key === "ArrowRight") return "effect";
  return event.shiftKey ? undefined : WALKS[event.key];
}

/** shown is the view moved, if it must be, for an event to be in sight. */
export function shown(scene: Scene, event: number): View {
  const { plot, timeline, view } = scene;
  return reveal(view, plot, unit(timeline, view.axis, event));
}
