// The dials of the network and the disk, random faults, and what the protocol adds. A dial sends one line when it is
// released, not one for each position that it passes, so that the trace shows the intention.
import { useRef, useState } from "preact/hooks";
import { isSeed, type Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { hasBroken } from "../../app/state.ts";
import { milliseconds, percent } from "../../base/units.ts";
import type { Dials as DialValues, Frame } from "../../engine/protocol.ts";
import { hasClients } from "../../run/belongs.ts";
import { type Dial as DialName, reorder, turnDial } from "../../run/commands.ts";
import { enLab } from "../../words/en-lab.ts";
import type { Words } from "../../words/index.ts";
import { dialsPart } from "../protocols/dials.ts";

interface Scale {
  name: DialName | "reorder" | "reorderBy";
  max: number;
  unit: "milliseconds" | "percent";
  read(dials: DialValues): number;
  line(value: number, dials: DialValues): string;
}

const scale = (name: DialName, max: number, unit: Scale["unit"], read: Scale["read"]): Scale => ({
  name,
  max,
  unit,
  read,
  line: (value) => turnDial(name, value),
});

/** LATE_MS is how late messages come when somebody asks for reordering and has not said by how much. */
const LATE_MS = 100;

const SCALES: readonly Scale[] = [
  scale("latency", 200, "milliseconds", (d) => milliseconds(d.latency)),
  scale("jitter", 200, "milliseconds", (d) => milliseconds(d.jitter)),
  scale("loss", 60, "percent", (d) => percent(d.lossPermille)),
  scale("duplicate", 60, "percent", (d) => percent(d.duplicatePermille)),
  {
    name: "reorder",
    max: 60,
    unit: "percent",
    read: (d) => percent(d.reorderPermille),
    line: (value, d) => reorder(value, milliseconds(d.reorder) || LATE_MS),
  },
  {
    name: "reorderBy",
    max: 400,
    unit: "milliseconds",
    read: (d) => milliseconds(d.reorder),
    line: (value, d) => reorder(percent(d.reorderPermille), value),
  },
  scale("disk", 100, "milliseconds", (d) => milliseconds(d.diskLatency)),
  scale("torn", 100, "percent", (d) => percent(d.tornPermille)),
];

export function Dials({ state, on, setup }: ViewProps & { setup: Setup }) {
  const { frame, words } = state;
  if (!frame) return null;
  const part = dialsPart(frame.protocol);
  return (
    <div class="dial-list">
      {part && <part.Above frame={frame} />}
      {SCALES.map((one) => (
        <Dial
          key={one.name}
          scale={one}
          value={one.read(frame.dials)}
          words={words}
          turn={(value) => on.act(one.line(value, frame.dials))}
        />
      ))}
      <Nemesis on={on} frame={frame} mayWrite={hasClients(state.catalogue, frame)} />
      {part && <part.Below on={on} setup={setup} frame={frame} />}
    </div>
  );
}

/** Nemesis is the switch of random faults. Their seed is the run's own unless somebody wants another. */
interface NemesisProps extends Pick<ViewProps, "on"> {
  frame: Frame;
  /** mayWrite is false where there are no clients. */
  mayWrite: boolean;
}

function Nemesis({ on, frame, mayWrite }: NemesisProps) {
  const words = enLab.dials;
  const [draft, setDraft] = useState("");
  const seed = frame.nemesis || draft || frame.seed;
  // Without writes there is nothing that faults could lose.
  const strike = (): void => {
    if (!frame.nemesis && !frame.writers && mayWrite) on.writers(seed);
    on.nemesis(frame.nemesis ? "" : seed);
  };
  return (
    <fieldset class="nemesis">
      <legend class="unseen">{words.nemesis}</legend>
      <label class="switch">
        <input
          type="checkbox"
          checked={frame.nemesis !== ""}
          disabled={frame.manual || hasBroken(frame) || !isSeed(seed)}
          onChange={strike}
          data-testid="nemesis"
        />
        {words.nemesis}
      </label>
      <label>
        {words.nemesisSeed}
        <input
          value={seed}
          inputMode="numeric"
          pattern="[0-9]{1,20}"
          autocomplete="off"
          disabled={frame.nemesis !== ""}
          onInput={(event) => setDraft(event.currentTarget.value)}
          data-testid="nemesis-seed"
        />
      </label>
      <p class="note">{frame.manual ? words.byHand : words.nemesisNote}</p>
    </fieldset>
  );
}

interface DialProps {
  scale: Scale;
  value: number;
  words: Words;
  /** turn resolves when the engine has taken the value, or refused it. */
  turn(value: number): Promise<unknown>;
}

function Dial({ scale, value, words, turn }: DialProps) {
  // While it is dragged, a dial shows the dragged value: frames that still carry the old one keep arriving and
  // would pull it back. The engine's answer to the last move ends that.
  const [held, setHeld] = useState<number | null>(null);
  const moves = useRef(0);
  const hold = (input: HTMLInputElement): number => {
    moves.current += 1;
    setHeld(input.valueAsNumber);
    return moves.current;
  };
  const letGo = async (input: HTMLInputElement): Promise<void> => {
    const move = hold(input);
    await turn(input.valueAsNumber);
    if (move === moves.current) setHeld(null);
  };
  const shown = held ?? value;
  const id = `dial-${scale.name}`;
  const { name } = scale;
  const label =
    name === "reorder" || name === "reorderBy" || name === "torn"
      ? enLab.dials[name]
      : words.dials[name];
  return (
    <div class="dial">
      <label for={id}>{label}</label>
      <input
        id={id}
        data-testid={id}
        type="range"
        min={0}
        max={Math.max(scale.max, value)}
        step={1}
        value={shown}
        aria-valuetext={words.dials[scale.unit](shown)}
        onInput={(event) => hold(event.currentTarget)}
        onChange={(event) => letGo(event.currentTarget)}
      />
      <output for={id}>{words.dials[scale.unit](shown)}</output>
    </div>
  );
}
