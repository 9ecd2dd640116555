// Your own Raft: a cell for each rule of Figure 2, filled when the rule has passed.
import { BRING, SKELETON } from "../../address/bring-link.ts";
import { labLink } from "../../address/route.ts";
import type { State } from "../../app/state.ts";
import { enPath } from "../../words/en-path.ts";
import { Cells } from "./cells.tsx";
import { OWN_RAFT } from "./path.ts";

export function OwnRaft({ state: { memory } }: { state: State }) {
  const { own } = enPath;
  const passed = OWN_RAFT.filter((id) => memory.passed.includes(id));
  const isWhole = passed.length === OWN_RAFT.length;
  const lab = labLink({ own: "all", exercises: passed });
  return (
    <section class="panel own-raft" aria-labelledby="own-title">
      <header>
        <h2 id="own-title">{own.title}</h2>
        <span data-testid="own-rules">{own.note(passed.length, OWN_RAFT.length)}</span>
      </header>
      <div class="cells">
        <Cells memory={memory} />
        <div>
          <p>{isWhole ? own.whole : own.text}</p>
          {passed.length > 0 && (
            <a class="button" href={lab} data-testid="own-lab">
              {own.open}
            </a>
          )}
          <p>
            <a href={BRING} data-testid="to-bring">
              {own.bring}
            </a>
          </p>
          <p>
            <a href={SKELETON}>{own.write}</a>
          </p>
        </div>
      </div>
    </section>
  );
}
