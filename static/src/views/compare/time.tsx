// The moment of both branches: one slider and one clock move both.
import { useEffect } from "preact/hooks";
import { SPEEDS, type Speed } from "../../app/state.ts";
import { seconds } from "../../base/units.ts";
import { enCompare as words } from "../../words/en-compare.ts";

/** A tab that slept must not make the run leap ahead. */
const TICK_MS_MAX = 100;
const STEP_US = 1000;

interface Props {
  at: number;
  /** end is where the longer branch ends; parting is where both part. */
  end: number;
  parting: number;
  /** places are the moments of the sentences of both, in order. */
  places: readonly number[];
  playing: boolean;
  speed: Speed;
  times(speed: Speed): string;
  onAt(at: number | ((old: number) => number)): void;
  onPlay(playing: boolean): void;
  onSpeed(speed: Speed): void;
}

export function BothTimes(props: Props) {
  const { at, end, parting, places, playing, speed, times, onAt, onPlay, onSpeed } = props;
  useClock(props);
  const before = places.findLast((place) => place < at);
  const next = places.find((place) => place > at);
  const go = (place: number | undefined): void => {
    onPlay(false);
    if (place !== undefined) onAt(place);
  };
  return (
    <div class="both-times">
      <button
        type="button"
        disabled={before === undefined}
        aria-label={words.before}
        title={words.before}
        onClick={() => go(before)}
        data-testid="both-back"
      >
        <span aria-hidden="true">◂</span>
      </button>
      <button
        type="button"
        class="primary"
        onClick={() => {
          if (!playing && at >= end) onAt(parting);
          onPlay(!playing);
        }}
        data-testid="both-play"
      >
        <span aria-hidden="true">{playing ? "❚❚ " : "▶ "}</span>
        {playing ? words.pause : words.playBoth}
      </button>
      <button
        type="button"
        disabled={next === undefined}
        aria-label={words.next}
        title={words.next}
        onClick={() => go(next)}
        data-testid="both-step"
      >
        <span aria-hidden="true">▸</span>
      </button>
      <span class="mono" data-testid="both-moment">
        {seconds(at)} s
      </span>
      <Slider {...props} onGo={go} />
      <Speeds speed={speed} times={times} onSpeed={onSpeed} />
    </div>
  );
}

function Slider({ at, end, parting, onGo }: Props & { onGo(at: number): void }) {
  return (
    <span class="both-slider">
      <span class="parting-mark" style={{ left: `${(100 * parting) / Math.max(1, end)}%` }} />
      <input
        type="range"
        min={0}
        max={Math.ceil(end / STEP_US) * STEP_US}
        step={STEP_US}
        value={at}
        aria-label={words.moment}
        aria-valuetext={words.at(seconds(at))}
        onInput={(event) => onGo(Math.min(end, Number(event.currentTarget.value)))}
        data-testid="both-slider"
      />
    </span>
  );
}

function Speeds({ speed, times, onSpeed }: Pick<Props, "speed" | "times" | "onSpeed">) {
  return (
    <select
      aria-label={words.speed}
      value={String(speed)}
      onChange={(event) => {
        const wanted = event.currentTarget.value;
        onSpeed(SPEEDS.find((one) => String(one) === wanted) ?? 0.1);
      }}
      data-testid="both-speed"
    >
      {SPEEDS.map((one) => (
        <option key={one} value={String(one)}>
          {times(one)}
        </option>
      ))}
    </select>
  );
}

function useClock({ end, playing, speed, onAt, onPlay }: Props): void {
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    const tick = (now: number): void => {
      const by = Math.min(now - last, TICK_MS_MAX) * 1000 * speed;
      last = now;
      onAt((old) => {
        if (old + by >= end) onPlay(false);
        return Math.min(end, old + by);
      });
      request = requestAnimationFrame(tick);
    };
    let request = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(request);
  }, [playing, speed, end]);
}
