// What is done about a key that was pressed: keys.ts says which key means what. Fetched after the first paint, since
// there is nothing to act on before.
import { assertUnreachable } from "../base/errors.ts";
import type { Controls, PageKeys } from "./controls.ts";
import { type KeyAction, keyAction, type Press } from "./keys.ts";
import type { State } from "./state.ts";

const TYPING =
  "input:not([type=checkbox], [type=range]), select, textarea, [contenteditable]:not([contenteditable=false])";

/** press acts on a key. Page is what the open page does for keys of its own. */
export function press(
  event: KeyboardEvent,
  state: State,
  on: Controls,
  page: PageKeys | null,
): void {
  const action = keyAction(pressOf(event), state);
  if (!action || event.defaultPrevented) return;
  event.preventDefault();
  carryOut(action, state, on, page);
}

function pressOf(event: KeyboardEvent): Press {
  // For events in the editor's shadow root, the event's own target is only the root's host.
  const [first] = event.composedPath();
  const target = first instanceof Element ? first : null;
  return {
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    command: event.ctrlKey || event.altKey || event.metaKey,
    accelerator: (event.ctrlKey || event.metaKey) && !event.altKey,
    typing: target?.matches(TYPING) ?? false,
    onControl: target?.matches("button, a, input, select, [role=button]") ?? false,
  };
}

function carryOut(action: KeyAction, state: State, on: Controls, page: PageKeys | null): void {
  switch (action.kind) {
    case "toggle-play":
      on.play(!state.playing);
      break;
    case "step":
      on.step();
      break;
    case "back":
      on.back();
      break;
    case "select":
      on.dispatch({ kind: "selected", server: action.server });
      break;
    case "group":
      on.dispatch({ kind: "grouped", server: action.server });
      break;
    case "line":
      void on.act(action.line);
      break;
    case "message":
      on.dispatch({ kind: "picked", message: action.message });
      break;
    case "keys":
      on.dispatch({ kind: "keys", open: action.open });
      break;
    case "check":
      page?.check();
      break;
    case "save":
      page?.save();
      break;
    default:
      assertUnreachable(action);
  }
}
