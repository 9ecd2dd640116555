// What a protocol knows of the values that its servers would answer.
import type { ServerView } from "../../engine/protocol.ts";

export interface PlatePart {
  /** remains is the value that is left of a crashed server. */
  remains(server: ServerView, key: string): string | undefined;
  /** isWrong is true of a server whose answers contradict what a client was told. */
  isWrong(server: ServerView): boolean;
}

/** plainPlates is for a protocol that adds nothing. */
export const plainPlates: PlatePart = {
  remains: ({ data }, key) => data.find(([name]) => name === key)?.[1],
  isWrong: () => false,
};
