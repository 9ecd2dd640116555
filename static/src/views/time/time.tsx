// Time: play, pause, step, speed, where the run stands, and how it ended.
import type { ViewProps } from "../../controls.ts";
import type { Frame } from "../../protocol.ts";
import { canPlay, SPEEDS, type Speed, type State } from "../../state.ts";
import { seconds } from "../../units.ts";
import type { Words } from "../../words/index.ts";
import "./time.css";

const HASH_SHOWN = 12;

export function Time({ state, on }: ViewProps) {
  const { playing, speed, words } = state;
  const able = canPlay(state);
  return (
    <section class="panel time" aria-label={words.time.title}>
      <button
        type="button"
        class="primary"
        disabled={!able}
        onClick={() => on.play(!playing)}
        data-testid="play"
      >
        <span aria-hidden="true">{playing ? "❚❚ " : "▶ "}</span>
        {playing ? words.time.pause : words.time.play}
      </button>
      <button type="button" disabled={!able} onClick={on.step} data-testid="step">
        {words.time.step} <span aria-hidden="true">▸</span>
      </button>
      <label>
        <span class="speed">{words.time.speed}</span>
        <select
          value={speed}
          data-testid="speed"
          onChange={(event) =>
            on.dispatch({ kind: "sped", speed: speedOf(event.currentTarget.value) })
          }
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {words.time.times(one)}
            </option>
          ))}
        </select>
      </label>
      <span class="mono moment" data-testid="moment">
        {moment(state)}
      </span>
      <span class="grow" />
      <Ending state={state} on={on} />
    </section>
  );
}

/** moment says where the run stands, or why there is none. */
export function moment({ engine, frame, words }: State): string {
  if (frame) return words.time.moment(frame.event, seconds(frame.now));
  return engine === "starting" ? words.engine.starting : words.time.noRun;
}

function speedOf(value: string): Speed {
  return SPEEDS.find((speed) => String(speed) === value) ?? 0.1;
}

function Ending({ state, on }: ViewProps) {
  const { frame, words } = state;
  if (!frame) return null;
  const scripted = frame.scenario !== "";
  return (
    <>
      {scripted && frame.status === "playing" && (
        <button type="button" onClick={on.finish} data-testid="finish">
          {words.time.finish} <span aria-hidden="true">⇥</span>
        </button>
      )}
      <span
        class={`chip status ${frame.status}`}
        data-testid="status"
        data-status={frame.status}
        role="status"
      >
        {frame.status === "playing" && !state.playing
          ? words.time.paused
          : words.time.status[frame.status]}
      </span>
      {frame.hash && (
        <span class="hash" title={frame.hash}>
          {words.time.hash}{" "}
          <code data-testid="hash" data-hash={frame.hash}>
            {frame.hash.slice(0, HASH_SHOWN)}
          </code>
        </span>
      )}
      {frame.failure && <Failure frame={frame} words={words} />}
    </>
  );
}

/** Failure says what broke, and on demand which lines of the trace led to it. */
function Failure({ frame, words }: { frame: Frame; words: Words }) {
  const { failure, causes } = frame;
  return (
    <div class="failure">
      <p data-testid="failure">{failure}</p>
      {causes.length > 0 && (
        <details>
          <summary data-testid="causes">{words.time.causes(causes.length)}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
          <pre tabIndex={0}>{causes.join("\n")}</pre>
        </details>
      )}
    </div>
  );
}
