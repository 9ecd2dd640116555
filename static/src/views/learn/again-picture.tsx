// The small picture of a question that came back: a moment of a run, drawn like any other. It is fetched when it is
// needed, and left out if it cannot be fetched: the question says all that one must know.
import { useEffect, useState } from "preact/hooks";
import type { State } from "../../app/state.ts";
import { loadAgainPictures, type AgainPicture as Picture } from "../../course/lessons.ts";
import { enLearn } from "../../words/en-learn.ts";
import { fetchParts } from "../protocols/later.ts";
import { logsPart } from "../protocols/logs.ts";
import { Diagram } from "../ring/ring.tsx";

export function AgainPicture({ id, state }: { id: string; state: State }) {
  const [picture, setPicture] = useState<Picture | null>(null);
  useEffect(() => {
    let gone = false;
    const show = async (): Promise<void> => {
      const found = (await loadAgainPictures())[id];
      if (!found) return;
      await fetchParts(found.frame.protocol);
      if (!gone) setPicture(found);
    };
    show().catch(() => {});
    return () => {
      gone = true;
    };
  }, [id]);
  if (!picture) return null;
  const { frame, show } = picture;
  const logs = show.includes("logs") && logsPart(frame);
  return (
    <div class="again-picture" data-testid="again-picture">
      {show.includes("ring") && (
        <Diagram
          state={{ ...state, frame, selected: 0, group: [], picked: 0 }}
          on={null}
          frame={frame}
        />
      )}
      {logs && <logs.Lesson frame={frame} title={logs.title?.(frame) ?? enLearn.lab.logs} />}
    </div>
  );
}
