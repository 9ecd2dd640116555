// Which of the files of a run has a rule.
import type { OwnFile } from "../../address/link.ts";

/** fileOf is the file that has a rule: each has other rules. Without a call it is the first. */
export function fileOf(files: readonly OwnFile[], rule: string): OwnFile {
  const declares = ({ source }: OwnFile): boolean =>
    new RegExp(`^func ${rule}\\(`, "m").test(source);
  return files.find(declares) ?? files[0] ?? { exercise: "", source: "" };
}
