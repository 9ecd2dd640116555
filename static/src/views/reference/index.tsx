// The pages of reference: Figure 2, Figure 4 and the glossary. Loaded when one is opened first.
import { useEffect, useState } from "preact/hooks";
import type { ReferencePage } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import { type Lessons, loadLessons } from "../../course/lessons.ts";
import { enReference } from "../../words/en-reference.ts";
import { GlossNote } from "../gloss/gloss.tsx";
import { LookUp } from "../look-up/look-up.tsx";
import { Figure2 } from "./figure2.tsx";
import { Figure4 } from "./figure4.tsx";
import { Glossary } from "./glossary.tsx";
import "./reference.css";

interface PageProps extends ViewProps {
  page: ReferencePage;
}

export function Page({ state, page }: PageProps) {
  const words = enReference;
  const [lessons, setLessons] = useState<Lessons | null>(null);
  const [failure, setFailure] = useState("");
  const load = (): void => {
    setFailure("");
    loadLessons().then(setLessons, (error) => setFailure(messageOf(error)));
  };
  useEffect(load, []);
  const { lookUp } = state.words.home;
  // After each change of the state, since the frame of the page writes its own title then.
  useEffect(() => {
    document.title = `${lookUp.pages[page]} · ${state.words.title.home}`;
  });
  return (
    <main id="main" class="page reference" tabIndex={-1}>
      <LookUp words={lookUp} here={page} />
      {failure && (
        <>
          <p>{words.failed(failure)}</p>
          <button type="button" class="primary" onClick={load}>
            {words.retry}
          </button>
        </>
      )}
      {page === "figure-4" && <Figure4 words={words.figure4} />}
      {page !== "figure-4" && !failure && !lessons && <p class="loading">{words.loading}</p>}
      {lessons && page === "figure-2" && (
        <Figure2 boxes={lessons.figure2} passed={state.memory.passed} words={words.figure2} />
      )}
      {lessons && page === "glossary" && (
        <Glossary list={lessons.glossary} words={words.glossary} />
      )}
      <GlossNote />
    </main>
  );
}
