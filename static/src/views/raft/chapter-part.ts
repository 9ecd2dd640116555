// The part of snapshots and of changes of the servers, which is fetched when a run first has them.
import type { RaftRun } from "../../engine/protocol-raft.ts";
import { usePart } from "../part-of.ts";
import { style } from "../sheet.ts";

export type ChapterPart = typeof import("./chapters.ts");

async function load(): Promise<ChapterPart> {
  const [part] = await Promise.all([import("./chapters.ts"), style("chapters")]);
  return part;
}

/** useChapters is null in a run without them, and until the part is here. */
export function useChapters(run: RaftRun | undefined): ChapterPart | null {
  return usePart(run?.snapshots !== undefined || run?.members !== undefined, load);
}
