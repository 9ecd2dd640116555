// Actions on one message in flight. It stands where the partition's controls are, so that nothing
// moves when a message is picked.
import type { ViewProps } from "../../app/controls.ts";
import type { MessageView } from "../../engine/protocol.ts";
import * as lines from "../../run/commands.ts";
import { enLab } from "../../words/en-lab.ts";

export function MessageBar({ on, message }: Pick<ViewProps, "on"> & { message: MessageView }) {
  const words = enLab.message;
  const { id, kind, from, to, label, fields, held } = message;
  const button = (name: keyof typeof lines.message) => (
    <button
      key={name}
      type="button"
      onClick={() => on.act(lines.message[name](id))}
      title={words.titles[name]}
      data-testid={`message-${name}`}
    >
      {words[name]}
    </button>
  );
  return (
    <fieldset class="partition message-bar">
      <legend class="unseen">{words.title}</legend>
      <span class="mono" role="status" data-testid="picked">
        {`m${id} S${from}→S${to} ${kind} ${fields ?? label}`.trimEnd()}
      </span>
      <span class="buttons">
        {button(held ? "release" : "hold")}
        {button("deliver")}
        {button("duplicate")}
        {button("drop")}
        <button
          type="button"
          class="quiet"
          aria-label={words.close}
          title={words.close}
          onClick={() => on.dispatch({ kind: "picked", message: 0 })}
          data-testid="message-close"
        >
          ✕
        </button>
      </span>
    </fieldset>
  );
}
