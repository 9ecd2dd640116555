// The page for a route that does not exist: it says so and offers the two that do.

import { labLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";

export function Unknown({ state, path }: ViewProps & { path: string }) {
  const words = state.words.unknown;
  return (
    <main id="main" class="page" tabIndex={-1}>
      <h1>{words.title}</h1>
      <p>{words.text(path)}</p>
      <p class="links">
        <a class="button" href="#/">
          {words.home}
        </a>{" "}
        <a class="button" href={labLink({})}>
          {words.lab}
        </a>
      </p>
    </main>
  );
}
