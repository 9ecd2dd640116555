// Which key means what. Pure: main.tsx says what was pressed and where, and carries out the answer.

import * as lines from "./lines.ts";
import type { State } from "./state.ts";

export type KeyAction =
  | { kind: "toggle-play" }
  | { kind: "step" }
  | { kind: "back" }
  | { kind: "select"; server: number }
  | { kind: "group"; server: number }
  | { kind: "line"; line: string }
  | { kind: "keys"; open: boolean }
  /** check and save are the exercise page's; both work while one types. */
  | { kind: "check" }
  | { kind: "save" };

export interface Press {
  key: string;
  /** code is the physical key, which tells Shift+1 apart on every layout. */
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

export function keyAction(press: Press, state: State): KeyAction | null {
  const own = state.route.name === "exercise" && !state.keysOpen ? exerciseAction(press) : null;
  if (own) return own;
  if (press.command || press.typing) return null;
  if (press.key === "?") return { kind: "keys", open: !state.keysOpen };
  if (state.keysOpen || (state.route.name !== "lab" && state.route.name !== "trace")) return null;
  const digit = /^Digit([1-9])$/.exec(press.code)?.[1];
  if (digit) return { kind: press.shift ? "group" : "select", server: Number(digit) };
  if (press.key === " ") return press.onControl ? null : { kind: "toggle-play" };
  if (press.key === ".") return { kind: "step" };
  if (press.key === ",") return { kind: "back" };
  const line = lineOf(press.key, state);
  return line ? { kind: "line", line } : null;
}

function exerciseAction({ key, shift, command, accelerator }: Press): KeyAction | null {
  if (key === "Enter" && shift && !command) return { kind: "check" };
  return accelerator && key.toLowerCase() === "s" && !shift ? { kind: "save" } : null;
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
