// The Go compiler for whole servers, as the page knows it. What only exercises need is not fetched.
import { messageOf } from "../base/errors.ts";
import type { ToolchainWords } from "../words/toolchain.ts";
import { saysOutOfMemory, saysOutOfStack } from "./out-of-memory.ts";
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

/** tooMuch: what reads the files is a program within the browser's bounds, too. */
function tooMuch(words: ToolchainWords, why: string): string | null {
  if (saysOutOfMemory(why)) return words.compileMemory;
  return saysOutOfStack(why) ? words.compileStack : null;
}

/** makeWholeToolchain starts nothing before `load`. */
export function makeWholeToolchain(words: ToolchainWords): WholeToolchain {
  const queue = new TaskQueue(words, "whole");
  return {
    load: (onProgress) => queue.load(onProgress),
    cancelLoad: () => queue.cancelLoad(),
    async buildWhole(sources, onStep) {
      queue.onStep = ({ done, of }) => onStep?.(done, of);
      try {
        const outcome = await queue.perform({ kind: "whole", sources });
        if (outcome.kind !== "whole") throw new Error(`asked for a program, got ${outcome.kind}`);
        return outcome.built;
      } catch (error) {
        const message = tooMuch(words, messageOf(error));
        if (!message) throw error;
        return {
          kind: "unfit",
          complaints: [{ file: "", line: 0, column: 0, message }],
          about: null,
        };
      }
    },
    stop: () => queue.stop(),
  };
}
