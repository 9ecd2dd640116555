// The only module that touches window: it connects the engine, the state, the views, the keyboard and
// the clock of the page.
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { assertUnreachable } from "./assert.ts";
import { connect } from "./client.ts";
import type { Controls } from "./controls.ts";
import { type KeyAction, keyAction } from "./keys.ts";
import { freePlay, labLink, parseRoute, type Setup } from "./route.ts";
import { makeRunner, type Runner } from "./runner.ts";
import { type Event, initialState, update } from "./state.ts";
import { loadTheme, nextTheme, saveTheme } from "./theme.ts";
import { App } from "./views/frame/app.tsx";
import { en } from "./words/en.ts";

const state = signal(initialState(en, parseRoute(location.hash)));
const theme = signal(loadTheme(() => localStorage));
let runner: Runner | null = null;

function dispatch(event: Event): void {
  state.value = update(state.value, event);
}

/** startRun gives the page the run that its route names. */
function startRun(): void {
  const { route } = state.value;
  if (route.name === "home") void runner?.start(freePlay);
  if (route.name === "lab") void runner?.start(route.setup);
}

const on: Controls = {
  dispatch,
  open(setup: Setup) {
    const link = labLink(setup);
    if (location.hash === link) startRun();
    else location.hash = link;
  },
  act: (line) => void runner?.act(line),
  play: (playing) => dispatch({ kind: "played", playing }),
  step: () => runner?.step(),
  finish: () => runner?.finish(),
  cycleTheme() {
    theme.value = nextTheme(theme.value);
    saveTheme(() => localStorage, theme.value);
  },
};

function carryOut(action: KeyAction): void {
  switch (action.kind) {
    case "toggle-play":
      on.play(!state.value.playing);
      break;
    case "step":
      on.step();
      break;
    case "select":
      dispatch({ kind: "selected", server: action.server });
      break;
    case "group":
      dispatch({ kind: "grouped", server: action.server });
      break;
    case "line":
      on.act(action.line);
      break;
    case "keys":
      dispatch({ kind: "keys", open: action.open });
      break;
    default:
      assertUnreachable(action);
  }
}

function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const action = keyAction(
      {
        key: event.key,
        code: event.code,
        shift: event.shiftKey,
        command: event.ctrlKey || event.altKey || event.metaKey,
        typing: target?.matches("input:not([type=checkbox], [type=range]), select") ?? false,
        onControl: target?.matches("button, a, input, select, [role=button]") ?? false,
      },
      state.value,
    );
    if (!action || event.defaultPrevented) return;
    event.preventDefault();
    carryOut(action);
  });
}

function listenToRoute(): void {
  addEventListener("hashchange", () => {
    const before = state.value.route.name;
    const route = parseRoute(location.hash);
    dispatch({ kind: "routed", route });
    startRun();
    // Another page begins at its top, for eyes and for the keyboard. It is there after the next frame.
    if (route.name !== before) requestAnimationFrame(() => requestAnimationFrame(beginPage));
  });
}

function beginPage(): void {
  scrollTo(0, 0);
  document.getElementById("main")?.focus({ preventScroll: true });
}

function listenToMotion(): void {
  const query = matchMedia("(prefers-reduced-motion: reduce)");
  const follow = (): void => dispatch({ kind: "calmed", calm: query.matches });
  query.addEventListener("change", follow);
  follow();
}

function runClock(): void {
  let last = performance.now();
  const frame = (now: number): void => {
    runner?.tick(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function startEngine(): Promise<void> {
  try {
    const client = await connect((message) => dispatch({ kind: "broken", message }));
    runner = makeRunner(client, () => state.value, dispatch);
    dispatch({ kind: "connected", catalogue: await client.catalogue() });
    startRun();
  } catch (error) {
    dispatch({ kind: "broken", message: error instanceof Error ? error.message : String(error) });
  }
}

function draw(): void {
  const root = document.getElementById("app");
  if (!root) throw new Error("index.html has no #app");
  const page = document.documentElement;
  effect(() => {
    const { route, words } = state.value;
    document.title = words.title[route.name];
    page.lang = words.lang;
    if (theme.value === "system") delete page.dataset.theme;
    else page.dataset.theme = theme.value;
  });
  const Root = () => <App state={state.value} on={on} theme={theme.value} />;
  render(<Root />, root);
}

draw();
listenToKeys();
listenToRoute();
listenToMotion();
runClock();
void startEngine();
