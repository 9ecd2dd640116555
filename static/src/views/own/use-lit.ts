// What a call of the learner's file saw, asked of the editor's helper.
import { useEffect, useRef, useState } from "preact/hooks";
import { theToolchain } from "../../course/the-toolchain.ts";
import type { CallView } from "../../engine/protocol.ts";
import type { Lit } from "../../toolchain/talk.ts";

/** PACE_MS: while a run plays, a call stands at least so long, so that a reader's lines do not jump. */
const PACE_MS = 300;

/** LitCall is a call with what it saw, null for what nobody knows. */
export interface LitShown {
  call: CallView;
  lit: Lit | null;
}

/** useLit is the newest call of which the helper has told, null for no call. */
export function useLit(source: string, call: CallView | null): LitShown | null {
  const [shown, setShown] = useState<(LitShown & { source: string }) | null>(null);
  const last = useRef(0);
  useEffect(() => {
    if (!call) return setShown(null);
    let gone = false;
    const wait = Math.max(0, last.current + PACE_MS - performance.now());
    const timer = setTimeout(async () => {
      last.current = performance.now();
      const lit = await theToolchain().lit(source, call);
      if (!gone) setShown({ source, call, lit });
    }, wait);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [source, call]);
  return shown?.source === source ? shown : null;
}
