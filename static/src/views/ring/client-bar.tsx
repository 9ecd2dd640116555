// Acts on one link of a client. The bar stands where the partition's controls are, as that of a message does.
import type { ViewProps } from "../../app/controls.ts";
import { milliseconds, percent } from "../../base/units.ts";
import type { ClientLinkView, Frame } from "../../engine/protocol.ts";
import * as commands from "../../run/link-commands.ts";
import { enLab } from "../../words/en-lab.ts";

interface Props extends ViewProps {
  frame: Frame;
  link: commands.ClientLink;
}

export function ClientBar({ on, frame, link }: Props) {
  const words = enLab.links;
  const state = commands.stateOf(link, frame);
  const faults = faultsOf(state).join(" · ") || words.sound;
  const all = commands.linksOf(link.client, frame.servers.length);
  const chosen = all.findIndex((one) => one.server === link.server && one.answers === link.answers);
  return (
    <fieldset class="partition client-bar">
      <legend class="unseen">{words.title}</legend>
      <div class="client-head">
        <select
          aria-label={words.choose}
          value={chosen}
          onChange={(event) => {
            on.dispatch({ kind: "linked", link: all[Number(event.currentTarget.value)] ?? null });
          }}
          data-testid="link-choose"
        >
          {all.map((one, i) => (
            <option key={commands.linkName(one)} value={i}>
              {commands.linkName(one, " → ")}
            </option>
          ))}
        </select>
        <span role="status" data-testid="linked">
          {faults}
        </span>
      </div>
      <span class="buttons">
        {commands.FAULTS.map((fault) => {
          const isOn = commands.has(fault, state);
          return (
            <button
              key={fault}
              type="button"
              title={(isOn ? words.endTitle : words.startTitle)[fault]}
              onClick={() => on.act(commands.turn(fault, link, isOn))}
              data-testid={`link-${fault}`}
            >
              {(isOn ? words.end : words.start)[fault]}
            </button>
          );
        })}
        <button
          type="button"
          class="quiet"
          aria-label={words.close}
          title={words.close}
          onClick={() => on.dispatch({ kind: "linked", link: null })}
          data-testid="link-close"
        >
          ✕
        </button>
      </span>
    </fieldset>
  );
}

/** faultsOf says what is wrong with a link. */
export function faultsOf(state: ClientLinkView): string[] {
  const words = enLab.links;
  const list: string[] = [];
  if (state.cut) list.push(words.cut);
  if (state.held) list.push(words.held);
  if (state.lossPermille > 0) list.push(words.lossy(percent(state.lossPermille)));
  if (state.latency > 0) list.push(words.slow(milliseconds(state.latency)));
  return list;
}
