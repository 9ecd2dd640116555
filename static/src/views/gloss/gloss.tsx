// The sentence of a marked word, beside the word. wasm/course marks the first use of each word in a text.
import { useEffect, useId, useRef } from "preact/hooks";
import "./gloss.css";

/** GlossNote shows the sentences of the marked words of the element that it stands in. What watches them is fetched
 * apart: it is not needed for the first look at a page. */
export function GlossNote() {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let unwatch: (() => void) | null = null;
    let isGone = false;
    void import("./watch.ts").then(({ watchWords }) => {
      const note = box.current;
      const text = note?.parentElement;
      if (note && text && !isGone) unwatch = watchWords(text, note);
    });
    return () => {
      isGone = true;
      unwatch?.();
    };
  }, []);
  return <div class="gloss-note" id={`gloss-${id}`} role="tooltip" hidden ref={box} />;
}
