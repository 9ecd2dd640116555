// How the trace page comes from a link or a file to a run on the screen: each step is reported to the page's own
// state (state.ts).
import { useRef, useState } from "preact/hooks";
import { decodeRun, exercisesOf } from "../../address/link.ts";
import { type Opened, openedLink } from "../../address/opened.ts";
import { freePlay } from "../../address/route.ts";
import type { Controls, ViewProps } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import { learnerGuest, savedFiles } from "../../course/learner-program.ts";
import { enTrace } from "../../words/en-trace.ts";
import { FILE_MAX, readFile } from "./open.ts";
import { closed, needsSource, updateWatch, type Watch, type WatchEvent } from "./state.ts";

export interface Watching {
  watch: Watch;
  openLink(data: string): Promise<void>;
  openFile(file: File): Promise<void>;
  /** playWith plays an opened run with the learner's saved code for exercises; none is the reference. */
  playWith(opened: Opened, exercises: readonly string[]): Promise<void>;
  close(): void;
  /** reset is for a page without a run. */
  reset(): void;
  /** leave makes the page ignore every answer that is still to come. */
  leave(): void;
}

/** LAST is beyond every event: a run is shown at its end, where the violation is. */
const LAST = Number.MAX_SAFE_INTEGER;

export function useWatching({ on }: Pick<ViewProps, "on">): Watching {
  const { watch, setWatch, turn, leave, report, attempt } = useTurns();
  const begin = (): number => {
    leave();
    on.dispatch({ kind: "ended" });
    report(turn.current, { kind: "opens" });
    return turn.current;
  };
  const show = (opened: Opened, mine: number): Promise<void> =>
    attempt(mine, async () => {
      const { own, files } = opened.run;
      report(mine, { kind: "opened", opened });
      if (needsSource(opened)) return;
      const onProgress = ({ loaded, total }: { loaded: number; total: number }): void =>
        report(mine, { kind: "builds", opened, loaded, total });
      const guest = own ? await learnerGuest(files, onProgress) : null;
      if (mine !== turn.current) return;
      await play(on, opened, guest);
      report(mine, { kind: "shown", opened });
    });
  return {
    watch,
    openLink(data) {
      const mine = begin();
      return attempt(mine, async () => show(openedLink(await decodeRun(data)), mine));
    },
    openFile(file) {
      const mine = begin();
      return attempt(mine, async () => show(await read(file), mine));
    },
    async playWith(opened, exercises) {
      const mine = turn.current;
      const files = await savedFiles(exercises);
      const own = files.length > 0 ? opened.run.own : "";
      await show({ ...opened, run: { ...opened.run, own, files } }, mine);
    },
    // To go to another address is not enough: a run from a file has no address.
    close() {
      leave();
      on.dispatch({ kind: "ended" });
      setWatch(closed);
      on.go("#/trace");
    },
    reset: () => setWatch(closed),
    leave,
  };
}

/** useTurns has the page's state. Answers that come after something else was opened are ignored. */
function useTurns() {
  const [watch, setWatch] = useState<Watch>(closed);
  const turn = useRef(0);
  const report = (mine: number, event: WatchEvent): void => {
    if (mine === turn.current) setWatch((before) => updateWatch(before, event));
  };
  const leave = (): void => {
    turn.current += 1;
  };
  /** attempt closes the run when its work fails. */
  const attempt = async (mine: number, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      report(mine, { kind: "closed", why: messageOf(error) });
    }
  };
  return { watch, setWatch, turn, leave, report, attempt };
}

async function read(file: File): Promise<Opened> {
  if (file.size > FILE_MAX) throw new Error(enTrace.tooLarge(file.size));
  const opened = readFile(file.name, await file.text());
  if (!opened) throw new Error(enTrace.empty);
  return opened;
}

async function play(
  on: Controls,
  { run, id, recorded }: Opened,
  guest: WebAssembly.Module | null,
): Promise<void> {
  const { rules, seed, own, scenario: text } = run;
  const exercises = exercisesOf(run.files);
  // The end is played to first: it says how the run ended. Free play has no other end than its event.
  const event = recorded ? run.event || LAST : LAST;
  const begun = await on.run(
    { scenario: id, text, rules, seed, own, exercises, servers: freePlay.servers, event },
    guest,
  );
  // The banner says why it could not begin.
  if (!begun) throw new Error(enTrace.notBegun);
  if (run.event > 0 && !recorded) on.seek(run.event);
}
