// The page's whole state: one immutable value, changed only by update(state, event), which is pure.
// The engine computes, this remembers, the views draw.

import type { Route } from "../address/route.ts";
import { assertUnreachable } from "../base/errors.ts";
import { type Broken, noneBroken } from "../course/broken.ts";
import type { Preparing } from "../course/learner-program.ts";
import { type Memory, noMemory } from "../course/memory.ts";
import type { Catalogue, Frame } from "../engine/protocol.ts";
import { type Calls, noteCalls } from "../run/calls.ts";
import { type Changes, noteChanges } from "../run/changes.ts";
import type { ClientLink } from "../run/link-commands.ts";
import { type Narrator, narrate, narratorAt, newNarrator } from "../run/narration.ts";
import { OPENING, type Opening } from "../run/opening.ts";
import type { FeedItem } from "../run/story.ts";
import { shareUnchanged } from "../run/structural-sharing.ts";
import type { Words } from "../words/index.ts";

export const SPEEDS = [0.02, 0.05, 0.1, 0.25, 1] as const;
export type Speed = (typeof SPEEDS)[number];

export interface State {
  words: Words;
  route: Route;
  engine: "starting" | "ready" | "failed";
  catalogue: Catalogue | null;
  /** frame is the newest picture of the world; null until a run has begun. */
  frame: Frame | null;
  /** opening is true while the frames are those of a recording, and nobody can act. */
  opening: boolean;
  playing: boolean;
  speed: Speed;
  /** selected is the server whose inspector is open, 0 for none. */
  selected: number;
  /** code is true while the learner's function of that server is shown beside it. */
  code: boolean;
  /** group are the servers ticked for a partition. */
  group: readonly number[];
  /** picked is the message in flight that a person chose, 0 for none. */
  picked: number;
  /** link is a client's link that a person chose. */
  link: ClientLink | null;
  /** chosen is the event of the run that is explained, 0 for none. */
  chosen: number;
  changes: Changes;
  calls: Calls;
  feed: readonly FeedItem[];
  narrator: Narrator;
  /** problem is the error message to show; "" for none. */
  problem: string;
  keysOpen: boolean;
  calm: boolean;
  /** memory is what the browser remembers of the learner's exercises. */
  memory: Memory;
  /** preparing is how far the learner's own program is for a run that needs it, null when none is. */
  preparing: Preparing | null;
  /** progress is how far a request is that takes long, null while none does. */
  progress: { done: number; of: number } | null;
  /** broken are the learner's files that did not compile when the program of this run was built. */
  broken: Broken;
}

export type Event =
  | { kind: "routed"; route: Route }
  | { kind: "connected"; catalogue: Catalogue }
  | { kind: "broken"; message: string }
  | { kind: "refused"; message: string }
  | { kind: "dismissed" }
  /** begun is the first frame of a new run, framed is every later one. */
  | { kind: "begun"; frame: Frame; playing: boolean; opening?: boolean }
  | { kind: "framed"; frame: Frame }
  /** ended means that there is no run: the requested one could not begin. */
  | { kind: "ended" }
  | { kind: "played"; playing: boolean }
  | { kind: "sped"; speed: Speed }
  | { kind: "selected"; server: number; code?: boolean }
  | { kind: "grouped"; server: number }
  | { kind: "ungrouped" }
  | { kind: "picked"; message: number }
  | { kind: "linked"; link: ClientLink | null }
  | { kind: "chose"; event: number }
  | { kind: "keys"; open: boolean }
  | { kind: "calmed"; calm: boolean }
  | { kind: "remembered"; memory: Memory }
  | { kind: "preparing"; preparing: Preparing | null }
  | { kind: "progressed"; progress: State["progress"] }
  | { kind: "compiled"; broken: Broken };

const FEED_LENGTH = 200;

export function initialState(words: Words, route: Route): State {
  return {
    words,
    route,
    engine: "starting",
    catalogue: null,
    frame: null,
    opening: false,
    playing: false,
    speed: 0.1,
    selected: 1,
    code: false,
    group: [],
    picked: 0,
    link: null,
    chosen: 0,
    changes: {},
    calls: [],
    feed: [],
    narrator: newNarrator,
    problem: "",
    keysOpen: false,
    calm: false,
    memory: noMemory,
    preparing: null,
    progress: null,
    broken: noneBroken,
  };
}

/** firstState is the first page with the opening's first moment, which is what the page is sent with, or another page
 * with nothing yet. */
export function firstState(words: Words, route: Route, opening: Opening | null): State {
  const state = initialState(words, route);
  if (route.name !== "home" || !opening) return state;
  return update(state, { kind: "begun", frame: opening.frame, playing: true, opening: true });
}

export function update(state: State, event: Event): State {
  switch (event.kind) {
    case "routed":
      // What was wrong on the page before says nothing about this one.
      return {
        ...state,
        route: event.route,
        problem: state.engine === "failed" ? state.problem : "",
      };
    case "connected":
      return { ...state, engine: "ready", catalogue: event.catalogue };
    case "broken":
      return { ...state, engine: "failed", playing: false, problem: event.message };
    case "refused":
      return { ...state, problem: event.message };
    case "dismissed":
      return { ...state, problem: "" };
    case "begun":
      return begin({ ...state, opening: event.opening ?? false }, event.frame, event.playing);
    case "framed":
      return takeFrame(state, event.frame);
    case "ended":
      return { ...state, frame: null, opening: false, playing: false, feed: [], changes: {} };
    case "played":
      return play(state, event.playing && canPlay(state));
    case "sped":
      return { ...state, speed: event.speed };
    case "selected":
      return select(state, event.server, event.code ?? state.code);
    case "grouped":
      return { ...state, group: toggle(state.group, event.server) };
    case "ungrouped":
      return { ...state, group: [] };
    case "picked":
      // Messages to choose from must stand still.
      return {
        ...state,
        picked: event.message,
        link: null,
        playing: state.playing && event.message === 0,
      };
    case "linked":
      return { ...state, link: event.link, picked: 0 };
    case "chose":
      return { ...state, chosen: event.event };
    case "keys":
      return { ...state, keysOpen: event.open };
    case "calmed":
    case "remembered":
    case "preparing":
    case "progressed":
    case "compiled": {
      // They carry what they change, under its name.
      const { kind: _, ...news } = event;
      return { ...state, ...news };
    }
    default:
      return assertUnreachable(event);
  }
}

function select(state: State, server: number, code: boolean): State {
  return { ...state, code, selected: hasServer(state, server) ? server : state.selected };
}

/** play gives the same state when nothing changes: a slider that is dragged stops the run with each move. */
function play(state: State, playing: boolean): State {
  return state.playing === playing ? state : { ...state, playing };
}

function begin(state: State, frame: Frame, playing: boolean): State {
  const fresh: State = {
    ...state,
    frame: null,
    feed: [],
    changes: {},
    calls: [],
    narrator: newNarrator,
    group: [],
    picked: 0,
    link: null,
    chosen: 0,
    problem: "",
    playing,
    selected: Math.min(Math.max(1, state.selected), frame.servers.length),
  };
  // A run may be shown first when its story is over already, and go on.
  return { ...takeFrame(fresh, frame), playing };
}

function takeFrame(before: State, fresh: Frame): State {
  const state = rewind(before, fresh);
  const frame = shareUnchanged(state.frame, fresh);
  const words = frame.scenario === OPENING ? tellingOf(state.words) : state.words;
  const { narrator, items } = narrate(state.narrator, frame, words);
  return {
    ...state,
    frame,
    picked: frame.messages.some(({ id }) => id === state.picked) ? state.picked : 0,
    link: frame.clients.some(({ id }) => id === state.link?.client) ? state.link : null,
    narrator,
    feed: items.length === 0 ? state.feed : [...state.feed, ...items].slice(-FEED_LENGTH),
    changes: noteChanges(state.changes, frame),
    calls: noteCalls(state.calls, frame),
    // The end of a script and a broken property stop the run, so that the moment can be looked at.
    playing: state.playing && (frame.status === "playing" || frame.status === state.frame?.status),
  };
}

/** tellingOf are the words with the first page's sentences, which explain more and leave more out. */
function tellingOf(words: Words): Words {
  return { ...words, story: { ...words.story, ...words.home.telling } };
}

/** rewind forgets the story from where a frame's lines begin, when that is before its end: the frame
 * is of another branch. */
function rewind(state: State, frame: Frame): State {
  const before = state.frame;
  if (!before || frame.from > before.last) return state;
  // Where the branch begins at the moment that was shown, it is known how far the run had come.
  const isKnown = before.event === frame.from - 1;
  return {
    ...state,
    narrator: isKnown ? narratorAt(before) : newNarrator,
    feed: state.feed.filter((item) => item.event < frame.from),
  };
}

/** hasBroken is true of a run in which nothing more can happen, whether its story says so or not. */
export function hasBroken({ status }: Frame): boolean {
  return status === "failed" || status === "told";
}

/** canPlay is false once a run has failed. A script that succeeded can continue as free play; its hash
 * stays that of the script. */
export function canPlay(state: State): boolean {
  const isThere = state.engine === "ready" || state.opening;
  return isThere && state.frame !== null && !hasBroken(state.frame);
}

function hasServer(state: State, server: number): boolean {
  return server >= 1 && server <= (state.frame?.servers.length ?? 0);
}

function toggle(group: readonly number[], server: number): readonly number[] {
  if (group.includes(server)) return group.filter((one) => one !== server);
  return [...group, server].sort((a, b) => a - b);
}
