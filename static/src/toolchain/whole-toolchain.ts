// The Go compiler for whole servers, as the page knows it. What only exercises need is not fetched.
import type { ToolchainWords } from "../words/toolchain.ts";
import type { Progress } from "./progress.ts";
import { TaskQueue } from "./task-queue.ts";
import type { WholeBuilt, WholeSources } from "./whole-talk.ts";

export interface WholeToolchain {
  /** load is like Toolchain's. */
  load(onProgress: (progress: Progress) => void): Promise<void>;
  cancelLoad(): void;
  /** buildWhole makes a program of a folder; onStep hears how many calls of the compiler and the linker are done. */
  buildWhole(
    sources: WholeSources,
    onStep?: (done: number, of: number) => void,
  ): Promise<WholeBuilt>;
  /** stop ends what is built, whose promise is rejected with Stopped. The tools stay loaded. */
  stop(): void;
}

/** makeWholeToolchain starts nothing before `load`. */
export function makeWholeToolchain(words: ToolchainWords): WholeToolchain {
  const queue = new TaskQueue(words, "whole");
  return {
    load: (onProgress) => queue.load(onProgress),
    cancelLoad: () => queue.cancelLoad(),
    async buildWhole(sources, onStep) {
      queue.onStep = ({ done, of }) => onStep?.(done, of);
      const outcome = await queue.perform({ kind: "whole", sources });
      if (outcome.kind !== "whole") throw new Error(`asked for a program, got ${outcome.kind}`);
      return outcome.built;
    },
    stop: () => queue.stop(),
  };
}
