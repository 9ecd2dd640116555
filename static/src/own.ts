// A learner's saved code as a program for the lab's servers. It is loaded only when somebody wants that.
import { loadCourse } from "./course.ts";
import type { Preparing } from "./state.ts";
import { earlierCode, readCode, theStorage } from "./storage.ts";
import { theToolchain } from "./tools.ts";
import type { Words } from "./words/index.ts";

/** ownGuest compiles what is saved for an exercise, or `source` if it is given. It is rejected with a
 * sentence for the reader when that cannot be done. */
export async function ownGuest(
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

/** savedCode is the learner's file, or the starter where there is none: its rules panic, and say so. */
export async function savedCode(id: string): Promise<string> {
  const [course, storage] = await Promise.all([loadCourse(), theStorage()]);
  const exercise = course.exercises.find((one) => one.id === id);
  if (!exercise) throw new Error(`There is no exercise “${id}”.`);
  const saved =
    readCode(storage, id, exercise.starterHash) ?? earlierCode(storage, id, exercise.starterHash);
  return saved?.source ?? exercise.starter;
}
