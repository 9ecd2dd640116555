// §5.6's inequality between the network, the election timeouts and the faults, and the result where it does not hold.
import { milliseconds } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { timely } from "./timing.ts";

export function Inequality({ frame }: { frame: Frame }) {
  const words = enLab.dials;
  const { betweenFaults, dials, manual, raft } = frame;
  if (manual || !raft) return null;
  const { broadcast, verdict, faults } = timely(dials, raft, betweenFaults);
  const why = { holds: "", close: words.close, broken: words.brokenInequality }[verdict];
  return (
    <div class={`inequality ${verdict}`} data-testid="inequality" data-verdict={verdict}>
      <p>
        <span class="mono">
          {words.inequality(
            verdict === "holds",
            milliseconds(broadcast),
            milliseconds(raft.electionMin),
            milliseconds(raft.electionMax),
          )}
        </span>{" "}
        {verdict === "holds" && words.holds}
      </p>
      {why && <p class="why">⚠ {why}</p>}
      {faults && (
        <p class="why" data-testid="mtbf">
          ⚠ {words.faults(milliseconds(betweenFaults))}
        </p>
      )}
    </div>
  );
}
