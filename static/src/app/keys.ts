// Which key means what. Pure: keyboard.ts says what was pressed and where, and carries out the answer.

import * as lines from "../run/commands.ts";
import type { State } from "./state.ts";

export type KeyAction =
  | { kind: "toggle-play" }
  | { kind: "step" }
  | { kind: "back" }
  | { kind: "select"; server: number }
  | { kind: "group"; server: number }
  | { kind: "line"; line: string }
  /** message picks a message in flight, 0 for none. */
  | { kind: "message"; message: number }
  | { kind: "keys"; open: boolean }
  /** check and save are those of pages with an editor; both work while the learner types. */
  | { kind: "check" }
  | { kind: "save" };

export interface Press {
  key: string;
  /** code is the physical key, which identifies Shift+1 on every layout. */
  code: string;
  shift: boolean;
  /** command is Ctrl, Alt or Meta: those belong to the browser. */
  command: boolean;
  /** accelerator is Ctrl or Meta without Alt. */
  accelerator: boolean;
  /** typing is true in a text field or a list box, where letters are text. */
  typing: boolean;
  /** onControl is true on a control that takes Space itself. */
  onControl: boolean;
}

/** WITH_A_RUN are the pages on which keys act on a run. */
const WITH_A_RUN: readonly string[] = ["lab", "trace", "embed"];

/** WITH_AN_EDITOR are the pages on which a text is checked. */
const WITH_AN_EDITOR: readonly string[] = ["exercise", "bring"];

export function keyAction(press: Press, state: State): KeyAction | null {
  const isOwn = WITH_AN_EDITOR.includes(state.route.name) && !state.keysOpen;
  const own = isOwn ? editorAction(press) : null;
  if (own) return own;
  if (press.command || press.typing) return null;
  if (press.key === "?") return { kind: "keys", open: !state.keysOpen };
  // A puzzle counts its moves, so keys do not act on its run.
  if (state.route.name === "break" && !state.keysOpen && press.key === " ") {
    return press.onControl ? null : { kind: "toggle-play" };
  }
  if (state.keysOpen || !WITH_A_RUN.includes(state.route.name)) return null;
  const digit = /^Digit([1-9])$/.exec(press.code)?.[1];
  if (digit) return { kind: press.shift ? "group" : "select", server: Number(digit) };
  if (press.key === " ") return press.onControl ? null : { kind: "toggle-play" };
  if (press.key === ".") return { kind: "step" };
  if (press.key === ",") return { kind: "back" };
  if (press.key === "m" || press.key === "M") return nextMessage(state, press.shift ? -1 : 1);
  if (press.key === "Escape" && (state.picked > 0 || state.link))
    return { kind: "message", message: 0 };
  const line = lineOf(press.key, state);
  return line ? { kind: "line", line } : null;
}

function editorAction({ key, shift, command, accelerator }: Press): KeyAction | null {
  if (key === "Enter" && shift && !command) return { kind: "check" };
  return accelerator && key.toLowerCase() === "s" && !shift ? { kind: "save" } : null;
}

/** nextMessage goes through the messages in flight in the order in which they were sent, and around. */
function nextMessage({ frame, picked }: State, step: 1 | -1): KeyAction | null {
  const messages = frame?.messages ?? [];
  const at = messages.findIndex(({ id }) => id === picked);
  const first = step > 0 ? 0 : messages.length - 1;
  const next = at < 0 ? first : (at + step + messages.length) % messages.length;
  const message = messages[next];
  return message ? { kind: "message", message: message.id } : null;
}

function lineOf(key: string, state: State): string | null {
  const frame = state.frame;
  const server = frame?.servers[state.selected - 1];
  if (!frame || !server) return null;
  switch (key) {
    case "c":
      return lines.crashOrRestart(server);
    case "p":
      return lines.pauseOrResume(server);
    case "i":
      return lines.isolateOrRejoin(server.id, frame);
    case "t":
      return lines.timeOut(server.id);
    case "x":
      return lines.partition(state.group, frame.servers.length);
    case "h":
      return lines.heal;
    default:
      return null;
  }
}
