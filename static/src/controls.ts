// What a view may ask for. Views draw a State and call Controls; they know neither workers nor window.
import type { Client } from "./client.ts";
import type { Explanation, Verdict } from "./protocol.ts";
import type { Setup } from "./route.ts";
import type { Play } from "./runner.ts";
import type { Event, State } from "./state.ts";
import type { RunTrace } from "./timeline/run.ts";

export interface Controls {
  dispatch(event: Event): void;
  /** open goes to the lab with this setup; the same setup again starts the same run again. */
  open(setup: Setup): void;
  /** act runs one scenario line; it resolves to whether the engine accepted it. */
  act(line: string): Promise<boolean>;
  /** type runs one line that somebody writes out; it resolves to what is wrong with it, "" for nothing. */
  type(line: string): Promise<string>;
  /** nemesis turns random faults on, those of a seed; "" turns them off, and ends every fault. */
  nemesis(seed: string): void;
  judge(): Promise<Verdict>;
  /** share resolves to an address that opens this very moment; `embed` asks for the compact view. */
  share(embed: boolean): Promise<string>;
  /** copy puts a text on the clipboard; it resolves to whether that was possible. */
  copy(text: string): Promise<boolean>;
  play(playing: boolean): void;
  step(): void;
  finish(): void;
  /** seek shows the world as it was just after an event; of several that come quickly, the last counts,
   * and all are done when it is shown. */
  seek(event: number): Promise<void>;
  /** back shows the world one event before. */
  back(): void;
  switchTo(branch: number): void;
  explain(event: number): Promise<Explanation>;
  /** trace holds the lines of the run. It changes with the frames, and is no part of the state: copying a
   * hundred thousand lines for each frame would be slow. */
  readonly trace: RunTrace;
  cycleTheme(): void;
  /** go opens any place of the app. */
  go(link: string): void;
  /** run begins a run that no catalogue has. The guest is the learner's program for servers that are to
   * follow it, null for none. It resolves to whether the run has begun. */
  run(play: Play, guest: WebAssembly.Module | null): Promise<boolean>;
  /** client is the engine's, for a page that runs worlds of its own. */
  client(): Promise<Client>;
  /** listen says what the page that is open does for keys of its own; null when it is left. */
  listen(hands: PageHands | null): void;
  /** download hands a file to the reader. */
  download(name: string, bytes: Uint8Array): void;
  /** frugal is true when the browser asks to save data. */
  frugal(): boolean;
  /** load fetches the code of a page that the first load leaves out. */
  load: LazyPages;
}

/** PageHands are the keys of a page of its own: Shift+Enter and Ctrl+S. hide is called when the page may
 * be gone soon: a tab is closed, a phone is put away. */
export interface PageHands {
  check(): void;
  save(): void;
  hide(): void;
}

export interface LazyPages {
  lab(): Promise<typeof import("./views/lab/lab.tsx")>;
  exercise(): Promise<typeof import("./views/exercise/index.tsx")>;
  trace(): Promise<typeof import("./views/trace/index.tsx")>;
  learn(): Promise<typeof import("./views/learn/index.tsx")>;
  scenarios(): Promise<typeof import("./views/gallery/index.tsx")>;
  embed(): Promise<typeof import("./views/embed/index.tsx")>;
  /** dock and side are parts of the lab. */
  dock(): Promise<typeof import("./views/diagram/dock.tsx")>;
  side(): Promise<typeof import("./views/clients/side.tsx")>;
}

/** ViewProps are the props of every view. */
export interface ViewProps {
  state: State;
  on: Controls;
}
