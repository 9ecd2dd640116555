// The learner's code in the lab: its files are read when somebody wants to see them.
import { useEffect, useRef, useState } from "preact/hooks";
import type { OwnFile } from "../../address/link.ts";
import type { ViewProps } from "../../app/controls.ts";
import { savedFiles } from "../../course/learner-program.ts";
import { OwnCall } from "./own-call.tsx";

export function OwnInLab({ state, on }: ViewProps) {
  const { route, selected, calm } = state;
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
  const box = useRef<HTMLDivElement>(null);
  const isShown = files.length > 0;
  // It opens below the server's state, and often from an event on the other side of the page: so it comes into sight.
  useEffect(() => {
    const behavior = calm ? "instant" : "smooth";
    if (isShown) box.current?.scrollIntoView({ block: "nearest", behavior });
  }, [isShown, selected]);
  if (!isShown) return null;
  return (
    <div ref={box} data-testid="own-in-lab">
      <OwnCall state={state} on={on} files={files} />
    </div>
  );
}
