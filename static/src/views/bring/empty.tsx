// The page before anything was brought: what this is, where to drop a folder, which shapes are understood, examples.
import { useEffect, useState } from "preact/hooks";
import type { Bring } from "../../course/bring/state.ts";
import { type Example, loadExamples } from "../../course/whole-examples.ts";
import { enBring as words } from "../../words/en-bring.ts";
import { Choose } from "./choose.tsx";
import { example } from "./example.ts";
import type { Session } from "./session.ts";

export function Empty({ bring, session }: { bring: Bring; session: Session }) {
  return (
    <div class="bring-empty">
      <h1>{words.title}</h1>
      <div class="intro">
        {words.intro.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      <section class="drop-zone panel" data-testid="drop-zone">
        <Refused why={bring.why} />
        <p class="big">{bring.busy ? words.reading : words.drop}</p>
        <p class="note">{words.dropNote}</p>
        <p class="buttons">
          <Choose session={session} primary={true} />
        </p>
        <p class="note">{words.stays}</p>
      </section>
      <div class="bring-two">
        <Examples session={session} />
        <Shapes />
      </div>
      <p class="note">
        {words.laptop} <code>raftlab bring DIR</code>
      </p>
    </div>
  );
}

/** Refused says why the last folder was not taken; it is always there, so that a screen reader hears of it. */
export function Refused({ why }: { why: string }) {
  return (
    <div role="alert">
      {why && (
        <p class="why" data-testid="refused">
          <b>{words.refused}.</b> {why}
        </p>
      )}
    </div>
  );
}

function Examples({ session }: { session: Session }) {
  const [all, setAll] = useState<readonly Example[]>([]);
  useEffect(() => {
    loadExamples().then(setAll, () => {}); // without them, the rest is still there
  }, []);
  const { examples } = words;
  const button = ({ id, title }: Pick<Example, "id" | "title">) => (
    <li key={id}>
      <button
        type="button"
        class="link"
        onClick={() => void session.on.take(example(id))}
        data-testid={`example-${id}`}
      >
        {title}
      </button>
    </li>
  );
  return (
    <section class="panel" aria-labelledby="examples-title">
      <h2 id="examples-title">{examples.title}</h2>
      <ul class="examples">{examples.others.map(([id, title]) => button({ id, title }))}</ul>
      <h3>{examples.mistakes}</h3>
      <ul class="examples">{all.filter(({ why }) => why).map(button)}</ul>
    </section>
  );
}

function Shapes() {
  return (
    <section class="panel" aria-labelledby="shapes-title">
      <h2 id="shapes-title">{words.shapes.title}</h2>
      <dl>
        {words.shapes.list.map(([name, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{note}</dd>
          </div>
        ))}
      </dl>
      <p class="note">{words.shapes.note}</p>
    </section>
  );
}
