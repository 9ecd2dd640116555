// What surrounds every page: the bar, the banner, the sheet of keys.

import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { labLink, type Route } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { assertUnreachable } from "../../base/errors.ts";
import { Home } from "../home/home.tsx";
import { quiet } from "../memo.ts";
import { usePart } from "../part-of.ts";
import { Unknown } from "../unknown/unknown.tsx";
import { Lazy } from "./lazy-page.tsx";
import * as load from "./load.ts";
import "./tokens.css";
import "./app.css";

export interface AppProps extends ViewProps {
  theme: "system" | "light" | "dark";
}

export function App({ state, on, theme }: AppProps) {
  return (
    <>
      {state.route.name !== "embed" && <QuietBar state={state} on={on} theme={theme} />}
      <QuietBanner state={state} on={on} />
      <Page state={state} on={on} />
      <QuietKeySheet state={state} on={on} />
    </>
  );
}

const QuietBar = quiet(Bar);
const QuietBanner = quiet(Banner);
const keys = () => import("../keys/keys.tsx");

/** Keys is fetched when it is first opened. Then it stays: a dialog that closes gives the focus back. */
function Keys(props: ViewProps) {
  const opened = useRef(false);
  opened.current ||= props.state.keysOpen;
  const part = usePart(opened.current, keys);
  return part && <part.KeySheet {...props} />;
}

const QuietKeySheet = quiet(Keys);

function Page({ state, on }: ViewProps) {
  const { route, words } = state;
  const view = { state, on };
  const later = <Module,>(load: () => Promise<Module>, children: (module: Module) => VNode) => (
    <Lazy key={route.name} load={load} words={words}>
      {children}
    </Lazy>
  );
  switch (route.name) {
    case "home":
      return <Home {...view} />;
    case "lab":
      return later(load.lab, ({ Lab }) => (
        <Lab {...view} setup={route.data ? null : route.setup} />
      ));
    case "embed":
      return later(load.embed, ({ Page }) => <Page {...view} route={route} />);
    case "compare":
      return later(load.compare, ({ Page }) => <Page {...view} route={route} />);
    case "scenarios":
      return later(load.scenarios, ({ Page }) => <Page {...view} only={route.only} />);
    case "exercise":
      return later(load.exercise, ({ Page }) => <Page {...view} {...route} />);
    case "trace":
      return later(load.trace, ({ Page }) => <Page {...view} data={route.data} />);
    case "learn":
      return later(load.learn, ({ Page }) => <Page {...view} id={route.id} />);
    case "break":
      return later(load.puzzles, ({ Page }) => <Page {...view} route={route} />);
    case "reference":
      return later(load.reference, ({ Page }) => <Page {...view} page={route.page} />);
    case "bring":
      return later(load.bring, ({ Page }) => <Page {...view} />);
    case "unknown":
      return <Unknown {...view} path={route.path} />;
    default:
      return assertUnreachable(route);
  }
}

function Bar({ state, on, theme }: AppProps) {
  const { route, words } = state;
  const themeLabel = words.nav.theme.label(words.nav.theme[theme]);
  // A button, not a link to #main: the fragment belongs to the route.
  const skip = (): void => document.getElementById("main")?.focus();
  return (
    <header class="bar">
      <button type="button" class="skip" onClick={skip}>
        {words.nav.skip}
      </button>
      <a class="brand" href="#/">
        <Logo />
        Raft Lab
      </a>
      <nav aria-label={words.nav.label}>
        <a
          href="#/"
          aria-current={
            route.name === "home" ? "page" : route.name === "exercise" ? "true" : undefined
          }
        >
          {words.nav.home}
        </a>
        <a href="#/learn" aria-current={route.name === "learn" ? "page" : undefined}>
          {words.nav.learn}
        </a>
        <a href={labLink({})} aria-current={inLab(route)}>
          {words.nav.lab}
        </a>
        <a href="#/break" aria-current={route.name === "break" ? "page" : undefined}>
          {words.nav.break}
        </a>
        <a href="#/scenarios" aria-current={route.name === "scenarios" ? "page" : undefined}>
          {words.nav.scenarios}
        </a>
      </nav>
      <span class="grow" />
      <button
        type="button"
        class="quiet"
        aria-label={words.nav.keys}
        onClick={() => on.dispatch({ kind: "keys", open: true })}
        data-testid="keys"
      >
        <kbd>?</kbd>
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={themeLabel}
        title={themeLabel}
        onClick={on.cycleTheme}
        data-testid="theme"
      >
        {{ system: "◐", light: "○", dark: "●" }[theme]}
      </button>
    </header>
  );
}

/** inLab marks the lab for its own page, and for that of two of its branches. */
function inLab({ name }: Route): "page" | "true" | undefined {
  return name === "lab" ? "page" : name === "compare" ? "true" : undefined;
}

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <path d="M11 2 L19 6.5 V15.5 L11 20 L3 15.5 V6.5Z" class="logo-ring" />
      <circle cx="11" cy="11" r="3" class="logo-core" />
    </svg>
  );
}

/** The live region is always there and only its content changes: one that is added together with its
 * text is not announced by every screen reader. */
function Banner({ state, on }: ViewProps) {
  const { engine, problem, words } = state;
  return (
    <div role="alert" data-testid="banner">
      {problem && (
        <div class="banner">
          <p>
            {engine === "failed" && <b>{words.engine.failed}. </b>}
            {problem}
          </p>
          <button type="button" onClick={() => on.dispatch({ kind: "dismissed" })}>
            {words.engine.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
