// A part of a picture that is fetched when it is first wanted.
import { useEffect, useState } from "preact/hooks";

/** usePart is null until the part is here, and while it is not wanted. */
export function usePart<Part>(isWanted: boolean, load: () => Promise<Part>): Part | null {
  const [part, setPart] = useState<{ loaded: Part } | null>(null);
  useEffect(() => {
    if (!isWanted || part) return;
    load().then(
      (loaded) => setPart({ loaded }),
      () => {}, // without it, the rest is still shown
    );
  }, [isWanted, part]);
  return isWanted && part ? part.loaded : null;
}
