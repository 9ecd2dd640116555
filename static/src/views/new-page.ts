// A page whose address changes without leaving the page: a lesson after a lesson.
import { useEffect, useRef } from "preact/hooks";

/** useNewPage begins each page at its top, also for the keyboard. */
export function useNewPage(id: string): void {
  const before = useRef(id);
  useEffect(() => {
    if (before.current === id) return;
    before.current = id;
    const main = document.getElementById("main");
    main?.scrollIntoView();
    main?.focus({ preventScroll: true });
  }, [id]);
}
