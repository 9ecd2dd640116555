// The first page as it is sent: drawn when the page is built, so that there is something to see before any script runs.
import { renderToString } from "preact-render-to-string";
import type { Controls } from "../../app/controls.ts";
import { firstState } from "../../app/state.ts";
import type { Opening } from "../../run/opening.ts";
import { en } from "../../words/en.ts";
import { App } from "./app.tsx";

/** firstPage draws what main.tsx takes over; nobody can act until then, so that there are no controls. */
export function firstPage(opening: Opening): string {
  const state = firstState(en, { name: "home" }, opening);
  return renderToString(<App state={state} on={{} as Controls} theme="system" />);
}
