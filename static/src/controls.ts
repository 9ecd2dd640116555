// What a view may ask for. Views draw a State and call Controls; they know neither workers nor window.
import type { Setup } from "./route.ts";
import type { Event, State } from "./state.ts";

export interface Controls {
  dispatch(event: Event): void;
  /** open goes to the lab with this setup; the same setup again starts the same run again. */
  open(setup: Setup): void;
  /** act runs one scenario line. */
  act(line: string): void;
  play(playing: boolean): void;
  step(): void;
  finish(): void;
  cycleTheme(): void;
}

/** ViewProps are the props of every view. */
export interface ViewProps {
  state: State;
  on: Controls;
}
