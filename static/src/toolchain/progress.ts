// How far the toolchain is, and how its work may end.
import type { ToolchainWords } from "../words/toolchain.ts";
import type { FromWorker } from "./talk.ts";

export type Progress =
  /** awaiting: the compiler is still built where the page comes from. */
  | { kind: "awaiting"; made: number; total: number }
  | { kind: "fetching"; loaded: number; total: number }
  | { kind: "preparing" }
  /** kept is false when the browser refused to store the files: the next visit fetches them again.
   * `message` then says so. */
  | { kind: "ready"; fromCache: boolean; kept: boolean; message: string }
  | { kind: "failed"; message: string }
  | { kind: "cancelled" };

/** Stopped rejects a promise whose work `stop` has ended. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** isUnderWay is true of a load that goes on by itself. */
export function isUnderWay({ kind }: Progress): boolean {
  return kind === "awaiting" || kind === "fetching" || kind === "preparing";
}

export function progressOf(words: ToolchainWords, message: FromWorker): Progress {
  switch (message.kind) {
    case "awaiting":
    case "fetching":
    case "preparing":
    case "cancelled":
      return message;
    case "loaded": {
      const { fromCache, kept } = message;
      return { kind: "ready", fromCache, kept, message: kept ? "" : words.notKept };
    }
    case "failed": {
      const { file, why } = message;
      return {
        kind: "failed",
        message: file ? words.fetchFailed(file, why) : words.prepareFailed(why),
      };
    }
    default:
      throw new Error(`a ${message.kind} while loading`);
  }
}
