// The runner turns playing into requests. The engine takes one request at a time; what a person does
// goes before the clock, and while the clock waits its time is not lost but asked for next.
import type { Ask, Client } from "./client.ts";
import type { Frame } from "./protocol.ts";
import type { Setup } from "./route.ts";
import { canPlay, type Event, type State } from "./state.ts";

export interface Runner {
  /** start ends the run before and begins another. */
  start(setup: Setup): Promise<void>;
  /** act runs one scenario line; it resolves to whether the engine accepted it. */
  act(line: string): Promise<boolean>;
  step(): void;
  finish(): void;
  /** tick is called once per animation frame with the wall time since the one before. */
  tick(milliseconds: number): void;
}

type FrameAsk = Exclude<Ask, { kind: "catalogue" }>;

const EVENTS_PER_ADVANCE = 2000;
/** A tab that slept must not make the run leap ahead. */
const TICK_MS_MAX = 100;

export function makeRunner(
  client: Client,
  getState: () => State,
  dispatch: (event: Event) => void,
): Runner {
  let queue: Promise<unknown> = Promise.resolve();
  let pending = 0;
  /** owed is the virtual time, in microseconds, that playing has not been granted yet. */
  let owed = 0;
  const framed = (frame: Frame): void => dispatch({ kind: "framed", frame });

  const ask = (request: FrameAsk, take = framed): Promise<boolean> => {
    pending += 1;
    const result = queue.then(async () => {
      try {
        take(await client.frame(request));
        return true;
      } catch (error) {
        // A refused line changed nothing, so the run goes on; a refused clock would refuse again.
        if (request.kind === "advance") dispatch({ kind: "played", playing: false });
        dispatch({ kind: "refused", message: message(error) });
        return false;
      } finally {
        pending -= 1;
      }
    });
    queue = result;
    return result;
  };

  return {
    async start(setup) {
      owed = 0;
      const { rules, scenario, seed, servers } = setup;
      const begun = await ask({ kind: "start", scenario, seed, servers, rules }, (frame) =>
        dispatch({ kind: "begun", frame, playing: true }),
      );
      if (!begun) dispatch({ kind: "ended" });
    },
    act: (line) => ask({ kind: "do", line }),
    step() {
      dispatch({ kind: "played", playing: false });
      void ask({ kind: "step" });
    },
    finish() {
      dispatch({ kind: "played", playing: false });
      void ask({ kind: "finish" });
    },
    tick(milliseconds) {
      const state = getState();
      if (!state.playing || !state.frame || !canPlay(state)) {
        owed = 0;
        return;
      }
      owed += Math.min(milliseconds, TICK_MS_MAX) * 1000 * state.speed;
      if (pending > 0) return;
      const until = Math.round(state.frame.now + owed);
      owed = 0;
      void ask({ kind: "advance", until, events: EVENTS_PER_ADVANCE });
    },
  };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
