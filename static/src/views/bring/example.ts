// An example as a folder.
import type { Folder } from "../../course/bring/state.ts";
import { loadExamples, SKELETON } from "../../course/whole-examples.ts";
import { enBring as words } from "../../words/en-bring.ts";

/** example is the one of that id. What is to be written belongs to whoever writes it. */
export async function example(id: string): Promise<Folder> {
  const one = (await loadExamples()).find((each) => each.id === id);
  if (!one) throw new Error(words.examples.unknown(id));
  const { name, files, title, why } = one;
  const about = title ? { about: [title, why] as const } : {};
  return { name, files, left: [], example: id !== SKELETON, ...about };
}
