// What a view may ask for. Views draw a State and call Controls; they know neither workers nor window.

import type { Setup } from "../address/route.ts";
import type { Client } from "../engine/client.ts";
import type { ExplainReply, JudgeReply } from "../engine/protocol.ts";
import type { RunTrace } from "../timeline/run.ts";
import type { Play } from "./runner.ts";
import type { Event, State } from "./state.ts";

export interface Controls {
  dispatch(event: Event): void;
  /** open goes to the lab with this setup; the same setup again starts the same run again. */
  open(setup: Setup): void;
  /** leaveOut keeps which exercises' files the learner does not want in the lab. */
  leaveOut(exercises: readonly string[]): void;
  /** act runs one scenario line; it resolves to whether the engine accepted it. */
  act(line: string): Promise<boolean>;
  /** type runs one line that somebody types; it resolves to an error message, "" for none. */
  type(line: string): Promise<string>;
  /** nemesis turns random faults on, those of a seed; "" turns them off, and ends every fault. */
  nemesis(seed: string): void;
  /** writers turns on clients that write by themselves, those of a seed; "" turns them off. */
  writers(seed: string): void;
  judge(): Promise<JudgeReply>;
  /** share resolves to an address that opens this very moment; `embed` asks for the compact view. */
  share(embed: boolean): Promise<string>;
  /** address is the whole address of a place of the app. */
  address(link: string): string;
  /** copy puts a text on the clipboard; it resolves to whether that was possible. */
  copy(text: string): Promise<boolean>;
  play(playing: boolean): void;
  step(): void;
  finish(): void;
  /** seek shows the world just after an event; of several that come quickly, the last counts,
   * and all are done when it is shown. */
  seek(event: number): Promise<void>;
  /** back shows the world one event before. */
  back(): void;
  switchTo(branch: number): void;
  explain(event: number): Promise<ExplainReply>;
  /** trace holds the lines of the run. It changes with the frames, and is no part of the state: copying a
   * hundred thousand lines for each frame would be slow. */
  readonly trace: RunTrace;
  cycleTheme(): void;
  /** go opens any place of the app. */
  go(link: string): void;
  /** run begins a run that no catalogue has. The guest is the program of the servers that follow the
   * learner's rules, null for none. It resolves to whether the run has begun. */
  run(play: Play, guest: WebAssembly.Module | null): Promise<boolean>;
  /** client is the engine's, for a page that runs worlds of its own. */
  client(): Promise<Client>;
  /** listen takes what the open page does for keys of its own; null when the page is left. */
  listen(pageKeys: PageKeys | null): void;
  /** download hands a file to the reader. */
  download(name: string, bytes: Uint8Array): void;
  /** frugal is true when the browser asks to save data. */
  frugal(): boolean;
}

/** PageKeys are what a page does for keys of its own, Shift+Enter and Ctrl+S. hide is called when the page may
 * be gone soon: a tab is closed, a phone is put away. */
export interface PageKeys {
  check(): void;
  save(): void;
  hide(): void;
}

/** ViewProps are the props of every view. */
export interface ViewProps {
  state: State;
  on: Controls;
}
