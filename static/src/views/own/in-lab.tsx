// The learner's code in the lab: its files are read when somebody wants to see them.
import { useEffect, useState } from "preact/hooks";
import type { OwnFile } from "../../address/link.ts";
import type { ViewProps } from "../../app/controls.ts";
import { savedFiles } from "../../course/learner-program.ts";
import { OwnCall } from "./own-call.tsx";

export function OwnInLab({ state, on }: ViewProps) {
  const { route } = state;
  const exercises = "setup" in route ? route.setup.exercises.join(",") : "";
  const [files, setFiles] = useState<readonly OwnFile[]>([]);
  useEffect(() => {
    let gone = false;
    savedFiles(exercises.split(",").filter(Boolean)).then(
      (found) => {
        if (!gone) setFiles(found);
      },
      () => {}, // an exercise that this course does not have has no file to show
    );
    return () => {
      gone = true;
    };
  }, [exercises]);
  return files.length > 0 ? <OwnCall state={state} on={on} files={files} /> : null;
}
