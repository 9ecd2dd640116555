// The panel of the servers' rows, and the same beside a lab of a lesson.
import type { Frame } from "../../engine/protocol.ts";
import { Counts, type Question } from "./counts.tsx";
import { Grid, type GridData } from "./grid.tsx";
import type { LogsPart } from "./parts.ts";

export interface RowsOf {
  title(frame: Frame): string;
  /** legend says what the looks mean. */
  legend(frame: Frame): string;
  grid(frame: Frame): GridData;
  questions(frame: Frame): Question[];
}

/** rowsPart makes the panels of a protocol. */
export function rowsPart({ title, legend, grid, questions }: RowsOf): LogsPart {
  return {
    title,
    Panel: ({ state: { frame } }) => (
      <section class="panel logs" aria-labelledby="logs-title">
        <header>
          <h2 id="logs-title">{frame && title(frame)}</h2>
          <span class="legend" title={frame ? legend(frame) : undefined}>
            {frame && legend(frame)}
          </span>
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
        <div class="logs-box" tabIndex={0}>
          {frame && <Grid grid={grid(frame)} own={frame.own} />}
        </div>
        {frame && <Counts questions={questions(frame)} />}
      </section>
    ),
    Lesson: ({ frame, title: above }) => (
      <section class="part logs">
        <p class="part-title">{above}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
        <div class="logs-box" tabIndex={0}>
          <Grid grid={grid(frame)} own={frame.own} />
        </div>
        <Counts questions={questions(frame)} />
      </section>
    ),
  };
}
