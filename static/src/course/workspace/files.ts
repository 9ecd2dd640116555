// All of the learner's files as one zip, out and in. Loaded when somebody exports or imports.
import type { Course } from "../exercises.ts";
import { earlierCode, keys, readCode, type Storage } from "../storage.ts";
import { exportZip, type Files, importZip } from "../zip.ts";
import type { Undo } from "./state.ts";
import type { Text } from "./text.ts";
import type { Context } from "./tools.ts";

/** filesOf are all of the learner's files, each the one with which its exercise opens. */
export function filesOf(course: Course, storage: Storage): Files {
  const files: Record<string, string> = {};
  for (const { id, starterHash, starter } of course.exercises) {
    files[id] =
      (readCode(storage, id, starterHash) ?? earlierCode(storage, id, starterHash))?.source ??
      starter;
  }
  return files;
}

export function exportFiles({ tools, getWorkspace }: Context): void {
  const { course } = getWorkspace();
  if (course) tools.download("raftlab-exercises.zip", exportZip(filesOf(course, tools.storage)));
}

/** importFiles gives the names of the files that it took, in a sentence. It throws what is wrong with a zip; the
 * learner's files are then as before. */
export function importFiles(
  context: Context,
  text: Text,
  course: Course,
  bytes: Uint8Array,
): string {
  const { files, left } = importZip(
    bytes,
    course.exercises.map((one) => one.id),
  );
  context.dispatch({ kind: "replaced", undo: take(context, text, course, files) });
  const names = Object.keys(files).sort().join(", ");
  return context.tools.words.keep.imported(names, left.length);
}

/** take puts files in place of the learner's, and gives what it replaced. */
function take({ tools, getWorkspace }: Context, text: Text, course: Course, files: Files): Undo {
  const { storage } = tools;
  const { exercise, source: open } = getWorkspace();
  const others: [string, unknown][] = [];
  for (const one of course.exercises) {
    const source = files[one.id];
    if (source === undefined) continue;
    if (one.id === exercise?.id) {
      text.replace(source);
      continue;
    }
    const key = keys.code(one.id, one.starterHash);
    others.push([key, storage.get(key)]);
    if (source === one.starter) storage.delete(key);
    else storage.set(key, { source, savedAt: tools.now() });
  }
  return { source: open, others };
}
