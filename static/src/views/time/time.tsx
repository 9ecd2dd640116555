// Time: play, pause, step both ways, speed, the slider over the events of the run, the branches, where the
// run stands, and how it ended.
import type { ViewProps } from "../../app/controls.ts";
import { canPlay, SPEEDS, type Speed } from "../../app/state.ts";
import { seconds } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";
import { causeText } from "../../run/causes.ts";
import { parseLine } from "../../run/trace-line.ts";
import { enLab } from "../../words/en-lab.ts";
import { Branches } from "../branches/chips.tsx";
import { moment } from "./moment.ts";
import { Scrubber } from "./scrubber.tsx";
import "./time.css";

const HASH_SHOWN = 12;

export function Time({ state, on }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel time" aria-label={words.time.title}>
      <div class="time-row">
        <Transport state={state} on={on} />
        <span class="mono moment" data-testid="moment">
          {moment(state)}
        </span>
        {state.progress && <Progress on={on} {...state.progress} />}
        {frame && <Branches state={state} on={on} frame={frame} />}
        {frame ? <Scrubber state={state} on={on} frame={frame} /> : <span class="grow" />}
        <Ending state={state} on={on} />
        <SpeedDial state={state} on={on} />
      </div>
      {frame?.failure && <Failure state={state} on={on} frame={frame} />}
    </section>
  );
}

/** Progress is of a request that takes long, such as to act in the middle of a long run: all before is played again. */
function Progress({ on, done, of }: Pick<ViewProps, "on"> & { done: number; of: number }) {
  const words = enLab.past;
  const text = words.played(done, of);
  return (
    <span class="progress" data-testid="progress">
      <progress max={of || undefined} value={of > 0 ? done : undefined} aria-label={text} />
      <span>{text}</span>
      <button type="button" onClick={on.giveUp} data-testid="give-up">
        {words.giveUp}
      </button>
    </span>
  );
}

/** Transport is also the small frame's. */
export function Transport({ state, on }: ViewProps) {
  const { frame, playing, words } = state;
  const able = canPlay(state);
  // A run that failed stands still at its end, but its past can be walked through.
  const forward = able || frame?.past === true;
  return (
    <span class="transport">
      <button
        type="button"
        disabled={!frame || frame.event <= frame.first}
        onClick={on.back}
        aria-label={words.diagram.time.back}
        title={words.diagram.time.back}
        data-testid="back"
      >
        <span aria-hidden="true">◂</span>
      </button>
      <button
        type="button"
        class="primary"
        disabled={!forward}
        onClick={() => on.play(!playing)}
        data-testid="play"
      >
        <span aria-hidden="true">{playing ? "❚❚ " : "▶ "}</span>
        {playing ? words.time.pause : words.time.play}
      </button>
      <button
        type="button"
        disabled={!forward}
        onClick={on.step}
        aria-label={words.time.step}
        title={words.time.step}
        data-testid="step"
      >
        <span aria-hidden="true">▸</span>
      </button>
    </span>
  );
}

export function SpeedDial({ state, on }: ViewProps) {
  const { speed, words } = state;
  return (
    <label>
      <span class="speed">{words.time.speed}</span>
      <select
        value={String(speed)}
        data-testid="speed"
        onChange={(event) =>
          on.dispatch({ kind: "sped", speed: speedOf(event.currentTarget.value) })
        }
      >
        {SPEEDS.map((one) => (
          <option key={one} value={String(one)}>
            {words.time.times(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function speedOf(value: string): Speed {
  return SPEEDS.find((speed) => String(speed) === value) ?? 0.1;
}

function Ending({ state, on }: ViewProps) {
  const { frame, words } = state;
  if (!frame) return null;
  return (
    <>
      {frame.telling && (
        <button type="button" onClick={on.finish} data-testid="finish">
          {words.time.finish} <span aria-hidden="true">⇥</span>
        </button>
      )}
      {frame.past ? (
        <span class="past" role="status">
          <span
            class="chip status past-chip"
            data-testid="past"
            title={words.diagram.time.pastNote}
          >
            {words.diagram.time.past}
          </span>
          <button type="button" onClick={() => on.seek(frame.last)} data-testid="present">
            {words.diagram.time.present} <span aria-hidden="true">⇥</span>
          </button>
        </span>
      ) : (
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
      )}
      {frame.hash && (
        <span class="hash" title={frame.hash}>
          {words.time.hash}{" "}
          <code data-testid="hash" data-hash={frame.hash}>
            {frame.hash.slice(0, HASH_SHOWN)}
          </code>
        </span>
      )}
    </>
  );
}

/** Failure shows the violation and, on demand, the events that led to it. Each can be chosen: the diagram shows it and
 * explains it. */
function Failure({ state, on, frame }: ViewProps & { frame: Frame }) {
  const { failure, causes } = frame;
  const { words, chosen } = state;
  const told = frame.status === "told";
  return (
    <div class={told ? "failure told" : "failure"}>
      <p data-testid="failure">{told ? words.time.told(failure) : failure}</p>
      {causes.length > 0 && (
        <details>
          <summary data-testid="causes">{words.time.causes(causes.length)}</summary>
          <ol class="failure-causes">
            {causes.map((line) => {
              const { event = 0, time = 0 } = parseLine(line) ?? {};
              const text = causeText(line, frame.protocol, words);
              return (
                <li key={line}>
                  <button
                    type="button"
                    class="quiet cause"
                    title={line}
                    aria-pressed={event === chosen}
                    onClick={() => on.dispatch({ kind: "chose", event })}
                    data-testid="failure-cause"
                  >
                    {`${event} · ${seconds(time)} s · ${text}`}
                  </button>
                </li>
              );
            })}
          </ol>
        </details>
      )}
    </div>
  );
}
