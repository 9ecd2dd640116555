// The levels that a picture shows, so that those which are seen together differ.
import { useEffect, useRef } from "preact/hooks";
import { hues } from "../base/level.ts";

/** useLevels is called before what is drawn in the hues. */
export function useLevels(levels: readonly number[]): void {
  const me = useRef({}).current;
  hues.see(me, levels);
  useEffect(() => () => hues.leave(me), []);
}
