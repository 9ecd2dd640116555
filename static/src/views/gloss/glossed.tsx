// A sentence of a report. It is there at once, and its words are marked when what marks them has been fetched.
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { GlossedProps } from "./mark.ts";

export function Glossed(props: GlossedProps) {
  const [Marked, setMarked] = useState<FunctionComponent<GlossedProps> | null>(null);
  useEffect(() => {
    // Without it the sentence stays as it is.
    import("./marked.tsx").then(
      (part) => setMarked(() => part.Marked),
      () => undefined,
    );
  }, []);
  return Marked ? <Marked {...props} /> : props.text;
}
