// The dials of the network and the disk. A dial sends one line when it is let go, not one for each
// position that it passes, so that the trace says what was meant.
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import { type Dial as DialName, turnDial } from "../../lines.ts";
import type { Dials as DialValues } from "../../protocol.ts";
import { milliseconds, percent } from "../../units.ts";
import type { DialWords } from "../../words/index.ts";
import "./dials.css";

interface Scale {
  name: DialName;
  max: number;
  step: number;
  read(dials: DialValues): number;
  unit: "milliseconds" | "percent";
}

const SCALES: readonly Scale[] = [
  {
    name: "latency",
    max: 200,
    step: 1,
    unit: "milliseconds",
    read: (d) => milliseconds(d.latency),
  },
  { name: "jitter", max: 200, step: 1, unit: "milliseconds", read: (d) => milliseconds(d.jitter) },
  {
    name: "loss",
    max: 60,
    step: 1,
    unit: "percent",
    read: (d) => percent(d.lossPermille),
  },
  {
    name: "duplicate",
    max: 60,
    step: 1,
    unit: "percent",
    read: (d) => percent(d.duplicatePermille),
  },
  {
    name: "disk",
    max: 100,
    step: 1,
    unit: "milliseconds",
    read: (d) => milliseconds(d.diskLatency),
  },
];

export function Dials({ state, on }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel dials" aria-labelledby="dials-title">
      <header>
        <h2 id="dials-title">{words.dials.title}</h2>
        <span>{words.dials.note}</span>
      </header>
      <div class="dial-list">
        {frame &&
          SCALES.map((scale) => (
            <Dial
              key={scale.name}
              scale={scale}
              value={scale.read(frame.dials)}
              words={words.dials}
              turn={(value) => on.act(turnDial(scale.name, value))}
            />
          ))}
      </div>
    </section>
  );
}

interface DialProps {
  scale: Scale;
  value: number;
  words: DialWords;
  turn(value: number): void;
}

function Dial({ scale, value, words, turn }: DialProps) {
  // While the hand is on it, a dial shows the hand's value: frames that still carry the old one keep
  // arriving and would pull it back.
  const [held, setHeld] = useState<number | null>(null);
  // A new value from the engine is what ends the hold.
  useEffect(() => setHeld(null), [value]);
  const shown = held ?? value;
  const id = `dial-${scale.name}`;
  return (
    <div class="dial">
      <label for={id}>{words[scale.name]}</label>
      <input
        id={id}
        data-testid={id}
        type="range"
        min={0}
        max={Math.max(scale.max, value)}
        step={scale.step}
        value={shown}
        aria-valuetext={words[scale.unit](shown)}
        onInput={(event) => setHeld(event.currentTarget.valueAsNumber)}
        onChange={(event) => turn(event.currentTarget.valueAsNumber)}
      />
      <output for={id}>{words[scale.unit](shown)}</output>
    </div>
  );
}
