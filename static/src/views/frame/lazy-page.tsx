// A page whose code is fetched when it is opened first, so that the first load stays small.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { messageOf } from "../../base/errors.ts";
import type { Words } from "../../words/index.ts";

interface Props<Module> {
  load(): Promise<Module>;
  words: Words;
  children(module: Module): VNode;
}

export function Lazy<Module>({ load, words, children }: Props<Module>) {
  const [module, setModule] = useState<Module | null>(null);
  const [why, setWhy] = useState("");
  const begin = (): void => {
    setWhy("");
    load().then(
      (loaded) => setModule(() => loaded),
      (error) => setWhy(messageOf(error)),
    );
  };
  useEffect(begin, []);
  if (module) return children(module);
  return (
    <main id="main" class="page" tabIndex={-1} aria-busy={why === ""}>
      {why && (
        <div role="alert">
          <p>{words.page.failed(why)}</p>
          <button type="button" class="primary" onClick={begin}>
            {words.page.retry}
          </button>
        </div>
      )}
    </main>
  );
}
