// What did not pass, and the verdict: the parts of the results that come with the first run.
import { Fragment } from "preact";
import { byGravity, shownFirst } from "../../course/workspace/state.ts";
import { enResults } from "../../words/en-results.ts";
import { Finding } from "./finding.tsx";
import type { Part } from "./part.ts";

export { Trying, Whole } from "./under-way.tsx";
export { StatusText } from "./verdict.tsx";

/** Findings are what did not pass: first what to look at, then the others, folded. */
export function Findings(part: Part) {
  const { findings, report } = part.workspace.run;
  const [first, others] = shownFirst(findings);
  const gravest = byGravity(findings)[0];
  const call = first.find((one) => one.case);
  return (
    <div class="findings">
      {first.map((finding, index) => (
        <Fragment key={`${finding.check}:${finding.drill ?? ""}`}>
          {finding === call && index > 0 && <h3>{enResults.beginWith}</h3>}
          <Finding
            finding={finding}
            isOpen={true}
            frames={finding === gravest ? (report?.frames ?? []) : []}
            {...part}
          />
        </Fragment>
      ))}
      {others.length > 0 && (
        <details class="others" data-testid="others">
          <summary>{enResults.othersFail(others.length)}</summary>
          {others.map((finding, index) => (
            <Finding
              key={`${index}:${finding.check}`}
              finding={finding}
              isOpen={false}
              frames={[]}
              {...part}
            />
          ))}
        </details>
      )}
    </div>
  );
}
