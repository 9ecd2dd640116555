// The slider over all events of the run. While it is dragged it shows the dragged place; the world follows as
// quickly as the engine can show it. Of a long run the beginning is forgotten: that part of the slider is grey, and
// whoever tries to go there is told why.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { seconds } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";

/** More marks than this would be one red bar. */
const MARKS_MAX = 20;

export function Scrubber({ state, on, frame }: ViewProps & { frame: Frame }) {
  const { first } = frame;
  const [held, setHeld] = useState<number | null>(null);
  const [tried, setTried] = useState(false);
  const last = Math.max(1, frame.last);
  const value = held ?? frame.event;
  const wants = (wanted: number): void => {
    setHeld(wanted);
    setTried(false);
    // Not before it is shown: a key pressed again goes on from where the last one went.
    void on.seek(wanted).then(() => setHeld((now) => (now === wanted ? null : now)));
  };
  return (
    <div class="scrubber">
      {first > 0 && (
        // The keys say the same: the slider begins where this ends.
        <span
          class="gone"
          style={{ width: `${(100 * first) / last}%` }}
          title={enLab.past.gone(first)}
          onPointerDown={() => setTried(true)}
          data-testid="gone"
        />
      )}
      <input
        type="range"
        class="scrub"
        style={{ left: `${(100 * first) / last}%`, width: `${100 - (100 * first) / last}%` }}
        min={first}
        max={last}
        step={1}
        value={value}
        aria-label={state.words.diagram.time.scrub}
        aria-valuetext={valueText({ state, on, frame }, held)}
        data-testid="scrub"
        onKeyDown={(event) => {
          if (first > 0 && value <= first && BACKWARDS.has(event.key)) setTried(true);
        }}
        onInput={(event) => wants(Number(event.currentTarget.value))}
        onBlur={() => {
          setHeld(null);
          setTried(false);
        }}
      />
      <Violations state={state} on={on} frame={frame} />
      <p class={tried ? "no-further" : "unseen"} role="status" data-testid="no-further">
        {tried && enLab.past.gone(first)}
      </p>
    </div>
  );
}

const BACKWARDS: ReadonlySet<string> = new Set(["ArrowLeft", "ArrowDown", "PageDown", "Home"]);

type Props = ViewProps & { frame: Frame };

function valueText({ state, on, frame }: Props, held: number | null): string {
  const time = seconds(held === null ? frame.now : on.trace.time(held));
  return state.words.diagram.time.at(held ?? frame.event, Math.max(1, frame.last), time);
}

function Violations({ state, on, frame }: Props) {
  const words = state.words.diagram.time;
  const kept = on.trace.violations.filter((event) => event >= frame.first);
  return (
    <>
      {kept.slice(0, MARKS_MAX).map((event) => (
        <button
          key={event}
          type="button"
          class="violation-mark"
          style={{ left: `${(100 * event) / Math.max(1, frame.last)}%` }}
          aria-label={words.violation(event)}
          title={words.violation(event)}
          onClick={() => on.seek(event)}
          data-testid="violation-mark"
        >
          !
        </button>
      ))}
    </>
  );
}
