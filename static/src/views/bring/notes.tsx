// What was replaced, brought along, left out or assumed, so that a program could be made of a folder.
import type { Folder } from "../../course/bring/state.ts";
import type { WholeAbout } from "../../toolchain/whole-talk.ts";
import { enBring } from "../../words/en-bring.ts";
import { together } from "./together.ts";

const words = enBring.notes;

interface Props {
  about: WholeAbout | null;
  left: Folder["left"];
}

export function Notes({ about, left }: Props) {
  const notes = together([...(about?.notes ?? []), ...left]);
  if (notes.length === 0) return null;
  return (
    <section class="bring-notes" aria-labelledby="notes-title" data-testid="notes">
      <h3 id="notes-title">{words.title}</h3>
      <dl>
        {notes.map(({ kind, what, why }) => (
          <div key={`${kind} ${why}`}>
            <dt>{words.kinds[kind] ?? kind}</dt>
            <dd>
              {what.join(", ")}
              <span class="note">{why}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
