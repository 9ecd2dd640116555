// The only module that touches window: it connects the engine, the state, the views, the keyboard and
// the clock of the page.
import { computed, effect, signal } from "@preact/signals";
import { hydrate, render } from "preact";
import type { OwnFile } from "./address/link.ts";
import {
  FREE,
  freePlay,
  freeText,
  labLink,
  type Moment,
  parseRoute,
  type Route,
  type Setup,
} from "./address/route.ts";
import type { Controls, PageKeys } from "./app/controls.ts";
import { keepForOffline } from "./app/offline.ts";
import { type Prologue, playOpening } from "./app/opening.ts";
import type { Play, Runner } from "./app/runner.ts";
import { type Event, firstState, update } from "./app/state.ts";
import { messageOf } from "./base/errors.ts";
import { loadTheme, nextTheme, saveTheme, type Theme } from "./base/theme.ts";
import type { Broken } from "./course/broken.ts";
import type { Preparing } from "./course/learner-program.ts";
import type { Client } from "./engine/client.ts";
import { OPENING, type Opening } from "./run/opening.ts";
import { RunTrace } from "./timeline/run.ts";
import { App } from "./views/frame/app.tsx";
import { fetchParts } from "./views/protocols/later.ts";
import { en } from "./words/en.ts";

const opening = JSON.parse(document.getElementById("opening")?.textContent ?? "null") as Opening;
const state = signal(firstState(en, parseRoute(location.hash), opening));
/** The page is sent with this theme's button; loadTheme follows. */
const theme = signal<Theme>("system");
const trace = new RunTrace();
/** prologue plays the opening until the engine plays the same run. */
let prologue: Prologue | null = state.value.opening
  ? playOpening(opening, () => state.value, dispatch)
  : null;
let runner: Runner | null = null;
let client: Client | null = null;
let pageKeys: PageKeys | null = null;
/** ownFiles are the files that servers of the lab's run follow. */
let ownFiles: readonly OwnFile[] = [];
/** wishes counts the requested runs: another may be requested while a learner's program is built. */
let wishes = 0;
/** seenAs are the addresses of the run that is there: the lab's, and those of its branches side by side. To go from
 * one to the other starts nothing. */
let seenAs: readonly string[] = [];
let pair: readonly [number, number] = [0, 1];
const engine = withResolver();

function dispatch(event: Event): void {
  if (event.kind === "begun") prologue = null;
  // The opening's lines begin in the middle of its run, and the engine brings them all.
  if (event.kind === "begun" || (event.kind === "framed" && !prologue)) {
    trace.take(event.frame, event.kind === "begun");
  }
  state.value = update(state.value, event);
}

/** startRun gives the page the run that its route names. A trace asks for its run itself. */
function startRun(): void {
  const { route } = state.value;
  if (seenAs.includes(location.hash)) return;
  seenAs = [];
  wishes += 1;
  dispatch({ kind: "preparing", preparing: null });
  if (route.name === "home") void runHome();
  else if (route.name === "lab" || route.name === "embed") startLab(route);
  else if (route.name === "compare" && route.left) void runPair(route);
  else dispatch({ kind: "played", playing: false });
}

/** runHome goes on from where the opening is, or else begins where it begins. */
async function runHome(): Promise<void> {
  const mine = wishes;
  await engine.ready;
  if (mine !== wishes) return;
  const at = opening.frame.now;
  const from = { at, writers: opening.writers, now: () => prologue?.now() ?? at };
  await run({ ...freePlay, scenario: OPENING, text: opening.text, from }, null);
}

function startLab({ setup, at, data }: { setup: Setup } & Moment): void {
  ownFiles = [];
  if (data) void runShared(data);
  else if (setup.own) void runOwn(setup, at);
  else void run(playOf(setup, at), null);
}

function playOf(setup: Setup, at = -1): Play {
  const text = freeText(setup);
  return {
    ...setup,
    ...(text ? { text, scenario: FREE } : {}),
    event: Math.max(0, at),
    paused: at === 0,
  };
}

async function run(play: Play, guest: WebAssembly.Module | null): Promise<boolean> {
  await engine.ready;
  client?.useGuest(guest, play.isWhole);
  await runner?.start(play);
  return state.value.frame !== null;
}

/** runOwn builds the learner's saved code first. What does not compile is left out, and the lab says so. */
function runOwn(setup: Setup, at?: number): Promise<void> {
  return prepare(async (onProgress, isOld) => {
    const { learnerProgram } = await import("./course/learner-program.ts");
    const found = (broken: Broken): void => {
      if (!isOld()) dispatch({ kind: "compiled", broken });
    };
    const program = await learnerProgram(setup.exercises, state.value.memory, onProgress, found);
    if (isOld()) return;
    ownFiles = program.files;
    const exercises = ownFiles.map(({ exercise }) => exercise);
    await run({ ...playOf(setup, at), exercises }, program.guest);
  });
}

/** runShared opens a moment that somebody sent. */
function runShared(data: string): Promise<void> {
  return prepare(async (onProgress, isOld) => {
    const { openShared } = await import("./app/share.ts");
    const shared = await openShared(data, onProgress);
    if (isOld()) return;
    ownFiles = shared.run.files;
    await run(shared.play, shared.guest);
    if (shared.seek > 0) void runner?.seek(shared.seek);
  });
}

/** runPair opens two branches that somebody sent. */
function runPair(route: Route & { name: "compare" }): Promise<void> {
  const here = location.hash;
  return prepare(async (onProgress, isOld) => {
    const { openPair } = await import("./app/beside.ts");
    const { shared, other, names } = await openPair(route, onProgress);
    if (isOld()) return;
    ownFiles = shared.run.files;
    pair = [0, 1];
    if (!(await run(shared.play, shared.guest)) || isOld()) return;
    for (const [branch, name] of names) trace.names.set(branch, name);
    if (await runner?.beside(other.scenario, other.event)) seenAs = [here];
  });
}

/** prepare does the work that comes before a run, and reports its progress. */
async function prepare(
  work: (onProgress: (preparing: Preparing) => void, isOld: () => boolean) => Promise<void>,
): Promise<void> {
  const mine = wishes;
  const isOld = (): boolean => mine !== wishes;
  dispatch({ kind: "ended" });
  dispatch({ kind: "preparing", preparing: { loaded: 0, total: 0 } });
  try {
    await work((preparing) => {
      if (!isOld()) dispatch({ kind: "preparing", preparing });
    }, isOld);
  } catch (error) {
    const message = messageOf(error);
    if (!isOld()) dispatch({ kind: "refused", message });
  }
  if (!isOld()) dispatch({ kind: "preparing", preparing: null });
}

function withResolver(): { ready: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const ready = new Promise<void>((done) => {
    resolve = done;
  });
  return { ready, resolve };
}

function download(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}

const on: Controls = {
  dispatch,
  open(setup: Setup) {
    const link = labLink(setup);
    seenAs = [];
    if (location.hash === link) startRun();
    else location.hash = link;
  },
  leaveOut(exercises) {
    void keeping().then(({ keys, readMemory, storage }) => {
      storage.set(keys.leftOut, exercises);
      dispatch({ kind: "remembered", memory: readMemory(storage) });
    });
  },
  act: async (line) => (await runner?.act(line)) ?? false,
  type: (line) => runner?.type(line) ?? Promise.resolve(state.value.words.engine.starting),
  nemesis: (seed) => runner?.nemesis(seed),
  writers: (seed) => runner?.writers(seed),
  judge: () => runner?.judge() ?? Promise.reject(new Error(state.value.words.engine.starting)),
  async share(embed) {
    const { shareLink } = await import("./app/share.ts");
    const link = await shareLink(state.value, trace, ownFiles, embed);
    return on.address(link);
  },
  hash: () => location.hash,
  address: (link) => `${location.origin}${location.pathname}${link}`,
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
  play: (playing) => dispatch({ kind: "played", playing }),
  step: () => runner?.step(),
  finish: () => runner?.finish(),
  seek: async (event) => runner?.seek(event),
  giveUp: () => client?.giveUp(),
  back: () => runner?.back(),
  switchTo: (branch) => runner?.switchTo(branch),
  async compare(left, right) {
    on.play(false);
    const { pairLink } = await import("./app/beside.ts");
    const link = await pairLink(await on.client(), trace.names, ownFiles, [left, right]);
    seenAs = [...seenAs, ...(state.value.route.name === "lab" ? [location.hash] : []), link];
    pair = [left, right];
    location.hash = link;
  },
  pair: () => pair,
  async goOn(branch, event, link) {
    if (branch !== state.value.frame?.branch) runner?.switchTo(branch);
    await runner?.seek(event);
    const lab = seenAs.find((one) => one.startsWith("#/lab")) ?? link;
    seenAs = [...seenAs, lab];
    location.hash = lab;
  },
  explain: (event) =>
    runner?.explain(event) ?? Promise.reject(new Error(state.value.words.engine.starting)),
  trace,
  cycleTheme() {
    theme.value = nextTheme(theme.value);
    saveTheme(() => localStorage, theme.value);
  },
  go(link) {
    location.hash = link;
  },
  run(play, guest) {
    wishes += 1;
    seenAs = [];
    return run(play, guest);
  },
  async client() {
    await engine.ready;
    if (!client) throw new Error(state.value.words.engine.failed);
    return client;
  },
  listen(next) {
    pageKeys = next;
  },
  download,
  frugal() {
    const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
    return connection?.saveData ?? false;
  },
};

async function listenToKeys(): Promise<void> {
  const { press } = await import("./app/keyboard.ts");
  addEventListener("keydown", (event) => press(event, state.value, on, pageKeys));
}

function listenToRoute(): void {
  addEventListener("hashchange", () => {
    dispatch({ kind: "routed", route: parseRoute(location.hash) });
    if (prologue) dispatch({ kind: "ended" });
    prologue = null;
    startRun();
  });
  // After the listener above: a place is looked for in the page of the new route.
  const shown = state.value.route;
  void import("./app/places.ts").then(({ keepPlaces, pageOf }) =>
    keepPlaces(pageOf(shown), () => pageOf(state.value.route)),
  );
}

/** keeping is what the browser keeps, opened: it is fetched after the first paint. */
async function keeping() {
  const { keys, readMemory, theStorage } = await import("./course/the-storage.ts");
  return { keys, readMemory, storage: await theStorage() };
}

/** listenToStorage keeps the state of the learner's exercises for the first page and the lab. */
async function listenToStorage(): Promise<void> {
  const { readMemory, storage } = await keeping();
  const remember = (): void => dispatch({ kind: "remembered", memory: readMemory(storage) });
  storage.onChange(remember);
  addEventListener("hashchange", remember);
  remember();
}

/** A phone may end a hidden page without notice. */
function listenToHiding(): void {
  addEventListener("pagehide", () => pageKeys?.hide());
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") pageKeys?.hide();
  });
}

function listenToMotion(): void {
  const query = matchMedia("(prefers-reduced-motion: reduce)");
  const follow = (): void => dispatch({ kind: "calmed", calm: query.matches });
  query.addEventListener("change", follow);
  follow();
}

/** runClock lets time pass while the run plays. A page at rest asks for no frames. */
function runClock(): void {
  const playing = computed(() => state.value.playing);
  effect(() => {
    if (!playing.value) return;
    let last = performance.now();
    const frame = (now: number): void => {
      (prologue ?? runner)?.tick(now - last);
      last = now;
      request = requestAnimationFrame(frame);
    };
    let request = requestAnimationFrame(frame);
    return () => {
      cancelAnimationFrame(request);
      runner?.tick(0); // what was owed is owed no more
    };
  });
}

async function startEngine(): Promise<void> {
  try {
    const { begin } = await import("./app/running.ts");
    const begun = await begin(() => state.value, dispatch, fetchParts);
    ({ client, runner } = begun);
    dispatch(begun.connected);
  } catch (error) {
    dispatch({ kind: "broken", message: messageOf(error) });
  }
  // Also when there is none: whatever waits for it, such as a lesson's lab, reports that.
  engine.resolve();
}

function draw(): void {
  const root = document.getElementById("app");
  if (!root) throw new Error("index.html has no #app");
  const page = document.documentElement;
  effect(() => {
    const { route, words } = state.value;
    const title = words.title[route.name];
    const chosen = theme.value === "system" ? undefined : theme.value;
    // State changes with every frame, and each of these makes the browser look at the whole page again.
    if (document.title !== title) document.title = title;
    if (page.lang !== words.lang) page.lang = words.lang;
    if (page.dataset.theme === chosen) return;
    if (chosen === undefined) delete page.dataset.theme;
    else page.dataset.theme = chosen;
  });
  const Root = () => <App state={state.value} on={on} theme={theme.value} />;
  // The page is sent with its first moment drawn (views/frame/first-page.tsx).
  if (state.value.opening) {
    hydrate(<Root />, root);
  } else {
    root.replaceChildren();
    render(<Root />, root);
  }
  theme.value = loadTheme(() => localStorage);
  delete page.dataset.elsewhere;
}

draw();
void listenToKeys();
listenToRoute();
listenToMotion();
listenToHiding();
runClock();
void listenToStorage();
startRun();
void startEngine();
keepForOffline();
