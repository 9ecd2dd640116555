// When the messages on their way are too many to be elements of the page each.
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Frame } from "../../engine/protocol.ts";
import type { CrowdProps } from "./crowd.tsx";

/** More moving messages than this are drawn on a canvas. */
const CROWD = 40;
/** A picture that has stood still for so long is drawn as elements again, which can be pointed at. While a run
 * plays, it only waits for its next frame: a slow machine would be slower still with elements between them. */
const STILL_MS = 250;

/** useCrowd gives the view that draws the messages that move, null while they are drawn one by one. Its
 * code is fetched with the first crowd. */
export function useCrowd(frame: Frame, playing: boolean): FunctionComponent<CrowdProps> | null {
  const [crowd, setCrowd] = useState<{ view: FunctionComponent<CrowdProps> } | null>(null);
  const [still, setStill] = useState(frame);
  const crowded = isCrowd(frame);
  useEffect(() => {
    if (!crowded || crowd) return;
    import("./crowd.tsx").then(
      ({ Crowd }) => setCrowd({ view: Crowd }),
      () => {}, // without it, drawing is only slower
    );
  }, [crowded, crowd]);
  useEffect(() => {
    if (!crowded || playing) return;
    const timer = setTimeout(() => setStill(frame), STILL_MS);
    return () => clearTimeout(timer);
  }, [frame, playing]);
  return crowded && crowd && (playing || still !== frame) ? crowd.view : null;
}

function isCrowd({ messages }: Frame): boolean {
  if (messages.length <= CROWD) return false;
  return messages.filter((message) => !message.held).length > CROWD;
}
