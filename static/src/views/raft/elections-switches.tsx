// Free play's rules beyond Figure 2. Servers are started with them, so another choice begins another run.
import type { Election, Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { RaftRun } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { useStateOf } from "../state-of.ts";
import { ELECTIONS, switchedOn } from "./free-play.ts";

interface Props extends Pick<ViewProps, "on"> {
  setup: Setup;
  run: RaftRun;
}

export function Elections({ on, setup, run }: Props) {
  const words = enLab.elections;
  const scripted = setup.scenario !== "";
  const now = switchedOn(run);
  // What was chosen counts while the requested run begins: the next choice adds to it.
  const [wanted, setWanted] = useStateOf(now.join(), now);
  const turn = (one: Election): void => {
    const { elections: _, ...rest } = setup;
    const elections = ELECTIONS.filter((other) => wanted.includes(other) !== (other === one));
    setWanted(elections);
    on.open(elections.length > 0 ? { ...rest, elections } : rest);
  };
  return (
    <fieldset class="elections">
      <legend>{words.title}</legend>
      {ELECTIONS.map((one) => {
        const [name, note] = words.switches[one];
        return (
          <label key={one} class="switch">
            <input
              type="checkbox"
              checked={wanted.includes(one)}
              disabled={scripted}
              onChange={() => turn(one)}
              data-testid={`switch-${one}`}
            />
            <span>
              {name} <span class="note">{note}</span>
            </span>
          </label>
        );
      })}
      <p class="note">{scripted ? words.scripted : words.note}</p>
    </fieldset>
  );
}
