// A learner's saved code as a program for the lab's servers. Loaded only when a run needs it.

import { exercisesOf, type OwnFile } from "../address/link.ts";
import type { Problem } from "../toolchain/talk.ts";
import type { Toolchain } from "../toolchain/toolchain.ts";
import { enToolchain } from "../words/en-toolchain.ts";
import { type Broken, noneBroken } from "./broken.ts";
import { loadCourse } from "./exercises.ts";
import type { Memory } from "./memory.ts";
import { earlierCode, readCode } from "./storage.ts";
import { theStorage } from "./the-storage.ts";
import { theToolchain } from "./the-toolchain.ts";

/** Preparing: loaded of total bytes of the compiler are there; both are 0 while it compiles. */
export interface Preparing {
  loaded: number;
  total: number;
}

/** LearnerProgram is a program of saved files. */
export interface LearnerProgram {
  /** guest is null if none of the files compiles. */
  guest: WebAssembly.Module | null;
  /** files are those in it. */
  files: readonly OwnFile[];
  /** broken are the wanted ones that are not in it. */
  broken: Broken;
}

type OnProgress = (preparing: Preparing) => void;

/** learnerGuest compiles files to one program. A failure is rejected with a sentence for the reader. */
export async function learnerGuest(
  files: readonly OwnFile[],
  onProgress: OnProgress,
): Promise<WebAssembly.Module> {
  const toolchain = await loaded(onProgress);
  const built = await toolchain.buildTogether(files);
  if ("guest" in built) return built.guest;
  throw failed(files, built.problems, built.exercise);
}

/** learnerProgram compiles the saved files of exercises to one program, and leaves out those that do not compile. It
 * fails with a sentence for the reader if none is left. found is called with those, and again with the learner's other
 * files that do not compile. */
export async function learnerProgram(
  ids: readonly string[],
  { begun }: Pick<Memory, "begun">,
  onProgress: OnProgress,
  found: (broken: Broken) => void,
): Promise<LearnerProgram> {
  const saved = await savedFiles(ids);
  const made = await compileTogether(await loaded(onProgress), saved);
  found(made.broken);
  const others = begun.filter((id) => !ids.includes(id));
  void checkOthers(others).then((more) => found({ ...made.broken, ...more }));
  if (made.files.length === 0) throw refusal(made.broken);
  return made;
}

/** compileTogether makes a program of all files that compile. A failure that no file is to blame for is rejected. */
export async function compileTogether(
  toolchain: Pick<Toolchain, "buildTogether">,
  all: readonly OwnFile[],
): Promise<LearnerProgram> {
  let files = all;
  let broken = noneBroken;
  while (files.length > 0) {
    const built = await toolchain.buildTogether(files);
    if ("guest" in built) return { guest: built.guest, files, broken };
    const { exercise, problems } = built;
    if (exercise === "") throw failed(files, problems);
    files = files.filter((one) => one.exercise !== exercise);
    broken = { ...broken, [exercise]: reasonOf(problems) };
  }
  return { guest: null, files, broken };
}

/** checked has what the compiler said of a file. */
const checked = new Map<string, readonly Problem[]>();

/** checkOthers looks for what is wrong with the saved files of other exercises, once the compiler is there. It ends as
 * soon as something else is compiled, or the compiler has no answer: then nothing more is known. */
async function checkOthers(ids: readonly string[]): Promise<Broken> {
  const toolchain = theToolchain();
  let broken = noneBroken;
  for (const { exercise, source } of await knownFiles(ids)) {
    const key = `${exercise} ${source}`;
    const check = (): Promise<readonly Problem[] | null> =>
      toolchain.check(exercise, source).catch(() => null);
    const problems = checked.get(key) ?? (await check());
    if (problems === null) break;
    checked.set(key, problems);
    if (problems.length > 0) broken = { ...broken, [exercise]: reasonOf(problems) };
  }
  return broken;
}

/** savedFiles are the learner's files of these exercises, in the order of the course. One that is not begun is the
 * starter, whose rules panic with a message. */
export async function savedFiles(ids: readonly string[]): Promise<OwnFile[]> {
  const { exercises } = await loadCourse();
  const unknown = ids.find((id) => !exercises.some((one) => one.id === id));
  if (unknown !== undefined) throw new Error(`There is no exercise “${unknown}”.`);
  return knownFiles(ids);
}

/** knownFiles leaves out exercises that the course does not have: an older one may have had them. */
async function knownFiles(ids: readonly string[]): Promise<OwnFile[]> {
  const [{ exercises }, storage] = await Promise.all([loadCourse(), theStorage()]);
  return exercises
    .filter(({ id }) => ids.includes(id))
    .map(({ id, starterHash, starter }) => {
      const saved = readCode(storage, id, starterHash) ?? earlierCode(storage, id, starterHash);
      return { exercise: id, source: saved?.source ?? starter };
    });
}

async function loaded(onProgress: OnProgress): Promise<Toolchain> {
  const toolchain = theToolchain();
  let failure = "";
  await toolchain.load((progress) => {
    failure = progress.kind === "failed" ? progress.message : "";
    const { loaded, total } = progress.kind === "fetching" ? progress : { loaded: 0, total: 0 };
    onProgress({ loaded, total });
  });
  if (failure) throw new Error(failure);
  return toolchain;
}

function reasonOf(problems: readonly Problem[]): Broken[string] {
  const [{ line, message } = { line: 0, message: "" }] = problems;
  return { line, message };
}

/** refusal says why there is no program at all. */
function refusal(broken: Broken): Error {
  const [[exercise, { line, message }] = ["", { line: 0, message: "" }]] = Object.entries(broken);
  return new Error(enToolchain.unbuilt(exercise, line, message));
}

/** failed names one exercise, or all where none is to blame. */
function failed(files: readonly OwnFile[], problems: readonly Problem[], exercise = ""): Error {
  return refusal({ [exercise || exercisesOf(files).join(", ")]: reasonOf(problems) });
}
