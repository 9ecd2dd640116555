// What a server of Raft would answer. A crashed one has lost its memory, and its log is left.
import type { PlatePart } from "../ring/plate-part.ts";

export const raftPlates: PlatePart = {
  remains({ raft }, key) {
    const written = raft?.entries.findLast(({ text }) => text.startsWith(`${key}←`));
    return written?.text.slice(key.length + 1);
  },
  isWrong: ({ raft }) => raft?.contradicts === true,
};
