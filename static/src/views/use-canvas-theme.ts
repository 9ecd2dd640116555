// The colours of the page, for what is drawn on a canvas.
import { useLayoutEffect, useState } from "preact/hooks";
import { readTheme, type Theme } from "./canvas-theme.ts";

/** useTheme reads the colours again when the reader, or the system, changes the theme. */
export function useTheme(probe: { current: HTMLSpanElement | null }): Theme | null {
  const [theme, setTheme] = useState<Theme | null>(null);
  useLayoutEffect(() => {
    const element = probe.current;
    if (!element) return;
    const read = (): void => setTheme(readTheme(element));
    read();
    const observer = new MutationObserver(read);
    const page = element.ownerDocument.documentElement;
    observer.observe(page, { attributes: true, attributeFilter: ["data-theme"] });
    const query = matchMedia("(prefers-color-scheme: dark)");
    query.addEventListener("change", read);
    return () => {
      observer.disconnect();
      query.removeEventListener("change", read);
    };
  }, []);
  return theme;
}
