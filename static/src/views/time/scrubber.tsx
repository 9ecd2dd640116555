// The slider over all events of the run. While it is dragged it shows the dragged place; the world follows as
// quickly as the engine can show it.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { seconds } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";

/** More marks than this would be one red bar. */
const MARKS_MAX = 20;

export function Scrubber({ state, on, frame }: ViewProps & { frame: Frame }) {
  const words = state.words.diagram.time;
  const { trace } = on;
  const [held, setHeld] = useState<number | null>(null);
  const last = Math.max(1, frame.last);
  const value = held ?? frame.event;
  const time = seconds(held === null ? frame.now : trace.time(held));
  const violations = trace.violations.slice(0, MARKS_MAX);
  return (
    <div class="scrubber">
      <input
        type="range"
        class="scrub"
        min={0}
        max={last}
        step={1}
        value={value}
        aria-label={words.scrub}
        aria-valuetext={words.at(value, last, time)}
        data-testid="scrub"
        onInput={(event) => {
          const wanted = Number(event.currentTarget.value);
          setHeld(wanted);
          // Not before it is shown: a key pressed again goes on from where the last one went.
          void on.seek(wanted).then(() => setHeld((now) => (now === wanted ? null : now)));
        }}
        onBlur={() => setHeld(null)}
      />
      {violations.map((event) => (
        <button
          key={event}
          type="button"
          class="violation-mark"
          style={{ left: `${(100 * event) / last}%` }}
          aria-label={words.violation(event)}
          title={words.violation(event)}
          onClick={() => on.seek(event)}
          data-testid="violation-mark"
        >
          !
        </button>
      ))}
    </div>
  );
}
