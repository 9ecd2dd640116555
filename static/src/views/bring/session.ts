// Objects that live as long as the page: whoever looks at a failure in the lab and comes back finds nothing changed.
import { type Signal, signal } from "@preact/signals";
import type { Controls } from "../../app/controls.ts";
import { type BringControls, makeBring } from "../../course/bring/bring.ts";
import { type Bring, newBring, updateBring } from "../../course/bring/state.ts";
import { theStorage } from "../../course/the-storage.ts";
import { theWholeToolchain } from "../../course/the-whole-toolchain.ts";
import { servedFolder } from "../../course/whole-files.ts";
import { judgeWhole } from "../../engine/whole-judge.ts";
import { enBring } from "../../words/en-bring.ts";
import type { Editor } from "../exercise/editor.ts";

export interface Session {
  bring: Signal<Bring>;
  on: BringControls;
  controls: Controls;
  /** editor is the one that is on the screen, null while none is. */
  editor: Editor | null;
}

let made: Promise<Session> | null = null;

export function theSession(controls: Controls): Promise<Session> {
  made ??= makeSession(controls);
  return made;
}

async function makeSession(controls: Controls): Promise<Session> {
  const storage = await theStorage();
  const toolchain = theWholeToolchain();
  const bring = signal(newBring);
  const on = makeBring(
    {
      storage,
      load: (onProgress) => toolchain.load(onProgress),
      cancelLoad: () => toolchain.cancelLoad(),
      build: (folder) => toolchain.buildWhole(folder),
      stopBuild: () => toolchain.stop(),
      judge: judgeWhole,
      served: servedFolder,
      now: () => performance.timeOrigin + performance.now(),
      setTimer: (work, milliseconds) => setTimeout(work, milliseconds) as unknown as number,
      clearTimer: (timer) => clearTimeout(timer),
      notFetched: enBring.results.notFetched,
    },
    () => bring.value,
    (event) => {
      bring.value = updateBring(bring.value, event);
    },
  );
  await on.begin();
  return { bring, on, controls, editor: null };
}
