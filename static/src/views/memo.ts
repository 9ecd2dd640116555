// Parts of the page that are drawn again only when they would look different.
import { type Component, createElement, type FunctionComponent } from "preact";
import type { State } from "../app/state.ts";
import type { Frame } from "../engine/protocol.ts";

type Props = Record<string, unknown>;

/** memo compares the props one by one, by identity: give it parts of a frame, which stay the same objects
 * while they do not change (structural-sharing.ts), and no functions made on the way. */
export function memo<P extends object>(View: FunctionComponent<P>): FunctionComponent<P> {
  return drawnWhen(View, (now, next) => differs(now, next));
}

/** quiet is for a part that gets the whole state and shows nothing that changes with time. */
export function quiet<P extends { state: State }>(
  View: FunctionComponent<P>,
): FunctionComponent<P> {
  return drawnWhen(
    View,
    (now, next) => differs(now, next, ["state"]) || hasNews(now.state, next.state),
  );
}

/** The parts that change from moment to moment. A part that shows some of it cannot be quiet. */
const PASSING_OF_STATE: readonly (keyof State)[] = [
  "frame",
  "feed",
  "narrator",
  "changes",
  "calls",
];
const PASSING_OF_FRAME: readonly (keyof Frame)[] = [
  "id",
  "now",
  "event",
  "last",
  "messages",
  "servers",
  "calls",
  "from",
  "lines",
  "header",
];

function hasNews(now: State, next: State): boolean {
  if (now === next) return false;
  const [old, fresh] = [now.frame, next.frame];
  if (differs(now, next, PASSING_OF_STATE) || !old || !fresh) return true;
  return differs(old, fresh, PASSING_OF_FRAME) || old.servers.length !== fresh.servers.length;
}

function differs(now: object, next: object, except: readonly string[] = []): boolean {
  const [old, fresh] = [now as Props, next as Props];
  for (const name in fresh) if (fresh[name] !== old[name] && !except.includes(name)) return true;
  for (const name in old) if (!(name in fresh)) return true;
  return false;
}

function drawnWhen<P extends object>(
  View: FunctionComponent<P>,
  isOther: (now: Readonly<P>, next: Readonly<P>) => boolean,
): FunctionComponent<P> {
  function compare(this: Component<P>, next: Readonly<P>): boolean {
    return isOther(this.props, next);
  }
  return function Part(this: Component<P>, props: P) {
    this.shouldComponentUpdate = compare;
    return createElement(View, props);
  } as FunctionComponent<P>;
}
