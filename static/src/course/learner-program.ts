// A learner's saved code as a program for the lab's servers. Loaded only when a run needs it.

import type { Words } from "../words/index.ts";
import { loadCourse } from "./exercises.ts";
import { earlierCode, readCode, theStorage } from "./storage.ts";
import { theToolchain } from "./the-toolchain.ts";

/** Preparing: loaded of total bytes of the compiler are there; both are 0 while it compiles. */
export interface Preparing {
  loaded: number;
  total: number;
}

/** learnerGuest compiles the saved file of an exercise, or `source` if it is given. A failure is rejected
 * with a sentence for the reader. */
export async function learnerGuest(
  id: string,
  words: Words,
  onProgress: (preparing: Preparing) => void,
  source?: string,
): Promise<WebAssembly.Module> {
  const code = source ?? (await savedCode(id));
  const toolchain = theToolchain();
  let failure = "";
  await toolchain.load((progress) => {
    failure = progress.kind === "failed" ? progress.message : "";
    const { loaded, total } = progress.kind === "fetching" ? progress : { loaded: 0, total: 0 };
    onProgress({ loaded, total });
  });
  if (failure) throw new Error(failure);
  const built = await toolchain.build(id, code);
  if ("guest" in built) return built.guest;
  const [first] = built.problems;
  throw new Error(words.setup.unbuilt(id, first?.line ?? 0, first?.message ?? ""));
}

/** savedCode is the learner's file, or the starter, whose rules panic with a message. */
export async function savedCode(id: string): Promise<string> {
  const [course, storage] = await Promise.all([loadCourse(), theStorage()]);
  const exercise = course.exercises.find((one) => one.id === id);
  if (!exercise) throw new Error(`There is no exercise “${id}”.`);
  const saved =
    readCode(storage, id, exercise.starterHash) ?? earlierCode(storage, id, exercise.starterHash);
  return saved?.source ?? exercise.starter;
}
