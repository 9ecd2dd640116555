// The trace page's own state, beside that of the run: the run that is being opened, and the progress of that. Pure.

import type { Opened } from "../../address/opened.ts";
import { assertUnreachable } from "../../base/errors.ts";

export type Watch =
  /** choose: nothing is open. why is the error of the last attempt, "" for none. */
  | { phase: "choose"; why: string }
  | { phase: "opening" }
  /** whose: the rules of its own servers are missing, and the reader is asked for some. */
  | { phase: "whose"; opened: Opened }
  /** building: loaded of total bytes of the compiler are there, both 0 while it compiles. */
  | { phase: "building"; opened: Opened; loaded: number; total: number }
  | { phase: "shown"; opened: Opened };

export type WatchEvent =
  | { kind: "closed"; why: string }
  | { kind: "opens" }
  | { kind: "opened"; opened: Opened }
  | { kind: "builds"; opened: Opened; loaded: number; total: number }
  | { kind: "shown"; opened: Opened };

export const closed: Watch = { phase: "choose", why: "" };

export function updateWatch(_watch: Watch, event: WatchEvent): Watch {
  switch (event.kind) {
    case "closed":
      return { phase: "choose", why: event.why };
    case "opens":
      return { phase: "opening" };
    case "opened":
      return needsSource(event.opened)
        ? { phase: "whose", opened: event.opened }
        : { phase: "building", opened: event.opened, loaded: 0, total: 0 };
    case "builds": {
      const { opened, loaded, total } = event;
      return { phase: "building", opened, loaded, total };
    }
    case "shown":
      return { phase: "shown", opened: event.opened };
    default:
      return assertUnreachable(event);
  }
}

/** needsSource is true of a run with own servers and without their rules. */
export function needsSource({ run }: Opened): boolean {
  return run.own !== "" && !run.files.some(({ source }) => source);
}
