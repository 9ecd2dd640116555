// Where each page of the browser's history was left: whoever goes back finds the same place, and the link that led
// away. The browser alone cannot do this, since a page is drawn after it was opened, and has its height later still.
import type { Route } from "../address/route.ts";

/** Place is how far a page, and what scrolls within it, was scrolled; link is the last one that had the focus. */
interface Place {
  top: number;
  within: Record<string, number>;
  link: string;
}

const KEY = "raftlab.places";
const top: Place = { top: 0, within: {}, link: "" };
/** INPUTS are signs that the reader moves the page: from then on it is left alone. */
const INPUTS = ["wheel", "touchstart", "pointerdown", "keydown"];

/** pageOf names what a reader takes for one page: another one begins at its top. */
export function pageOf(route: Route): string {
  switch (route.name) {
    case "learn":
    case "exercise":
    case "break":
      return `${route.name}/${route.id}`;
    case "reference":
      return `${route.name}/${route.page}`;
    default:
      return route.name;
  }
}

/** keepPlaces begins after the first paint. Shown is the page that was shown first, now the one that is shown. */
export function keepPlaces(shown: string, now: () => string): void {
  const places = readPlaces();
  const isReload = numberOf(history.state) !== null;
  let page = shown;
  let entry = entryOf(places);
  let stop = (): void => {};
  history.scrollRestoration = "manual";
  const arrive = (isKnown: boolean): void => {
    stop();
    const place = places[entry];
    if (isKnown && place) stop = whenDrawn(() => comeBack(place));
    else if (page !== now()) stop = whenDrawn(beginPage);
    page = now();
  };
  const change = (how: (place: Place) => Place): void => {
    if (!isComingBack()) places[entry] = how(places[entry] ?? top);
  };
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (target === document) change((place) => ({ ...place, top: scrollY }));
      const { dataset, scrollTop } = target as HTMLElement;
      const name = dataset?.place;
      if (name) {
        change((place) => ({ ...place, within: { ...place.within, [name]: scrollTop } }));
      }
    },
    { capture: true, passive: true },
  );
  document.addEventListener("focusin", ({ target }) => {
    const link = (target as HTMLElement).closest?.("#main a")?.getAttribute("href") ?? "";
    change((place) => ({ ...place, link }));
  });
  addEventListener("pagehide", () => savePlaces(places));
  addEventListener("hashchange", () => {
    const isKnown = numberOf(history.state) !== null;
    entry = entryOf(places);
    arrive(isKnown);
  });
  arrive(isReload);
}

/** comingBack is true while a page is brought to its place: what scrolls meanwhile is not the reader. */
let comingBack = false;
const isComingBack = (): boolean => comingBack;

function beginPage(): () => void {
  scrollTo(0, 0);
  document.getElementById("main")?.focus({ preventScroll: true });
  return () => {};
}

/** comeBack brings the page to its place whenever it changes, until the reader moves it. */
function comeBack(place: Place): () => void {
  comingBack = true;
  const main = document.getElementById("main");
  main?.focus({ preventScroll: true });
  let isFocused = place.link === "";
  const restore = (): void => {
    scrollTo(0, place.top);
    for (const [name, scrolled] of Object.entries(place.within)) {
      document.querySelector(`[data-place="${name}"]`)?.scrollTo(0, scrolled);
    }
    if (isFocused) return;
    const link = document.querySelector<HTMLElement>(`#main a[href="${CSS.escape(place.link)}"]`);
    link?.focus({ preventScroll: true });
    isFocused = link !== null;
  };
  const changes = new MutationObserver(restore);
  const sizes = new ResizeObserver(restore);
  const stop = (): void => {
    comingBack = false;
    changes.disconnect();
    sizes.disconnect();
    for (const input of INPUTS) document.removeEventListener(input, stop, { capture: true });
  };
  for (const input of INPUTS) document.addEventListener(input, stop, { capture: true });
  changes.observe(document.body, { childList: true, subtree: true });
  sizes.observe(document.body);
  restore();
  return stop;
}

/** whenDrawn waits until the page of the new route is there, after the next frame. What it returns takes it back. */
function whenDrawn(begin: () => () => void): () => void {
  comingBack = true;
  let end = (): void => {};
  let request = requestAnimationFrame(() => {
    request = requestAnimationFrame(() => {
      comingBack = false;
      end = begin();
    });
  });
  return () => {
    cancelAnimationFrame(request);
    comingBack = false;
    end();
  };
}

/** entryOf is the number of this entry of the history; a new one gets the next. */
function entryOf(places: Record<number, Place>): number {
  const known = numberOf(history.state);
  if (known !== null) return known;
  const next = Math.max(0, ...Object.keys(places).map(Number)) + 1;
  places[next] = top;
  history.replaceState({ place: next }, "");
  return next;
}

function numberOf(state: unknown): number | null {
  const place = (state as { place?: unknown } | null)?.place;
  return typeof place === "number" ? place : null;
}

/** readPlaces trusts nothing: another version of the page may have written it. It is kept for a reload only. */
function readPlaces(): Record<number, Place> {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    const places: Record<number, Place> = {};
    for (const [entry, place] of Object.entries(value ?? {})) {
      const { top: at, link } = place as Place;
      if (typeof at === "number" && typeof link === "string") {
        places[Number(entry)] = { ...top, ...(place as Place) };
      }
    }
    return places;
  } catch {
    return {};
  }
}

function savePlaces(places: Record<number, Place>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(places));
  } catch {
    // Without storage, a page that is loaded again begins at its top.
  }
}
