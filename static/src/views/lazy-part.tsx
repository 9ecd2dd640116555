// A part of the page that is fetched after the first paint. Its place is reserved until then.
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RunWords } from "../words/diagram.ts";

interface Props<P> {
  /** load is called once for each place; the browser keeps what it fetched. */
  load(): Promise<FunctionComponent<P>>;
  props: P;
  words: Pick<RunWords, "loading" | "failed">;
}

export function Lazy<P>({ load, props, words }: Props<P>) {
  const [part, setPart] = useState<{ view: FunctionComponent<P> } | "failed" | null>(null);
  useEffect(() => {
    let gone = false;
    load().then(
      (view) => {
        if (!gone) setPart({ view });
      },
      () => {
        if (!gone) setPart("failed");
      },
    );
    return () => {
      gone = true;
    };
  }, [load]);
  if (part === null) return <p class="empty">{words.loading}</p>;
  if (part === "failed") return <p class="empty">{words.failed}</p>;
  const View = part.view as FunctionComponent<object>;
  return <View {...(props as object)} />;
}
