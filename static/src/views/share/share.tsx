// A link to this very moment: copied at once, and shown so that it can also be copied manually.
import { useRef } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import { enLab } from "../../words/en-lab.ts";
import { useStateOf } from "../state-of.ts";
import "./share.css";

interface Links {
  link: string;
  embed: string;
  copied: boolean;
}

export function Share({ state, on }: ViewProps) {
  const words = enLab.share;
  // Links of an earlier run would be wrong.
  const [links, setLinks] = useStateOf<Links | null>(on.trace.runs, null);
  const share = async (): Promise<void> => {
    on.play(false);
    try {
      const [link, embed] = await Promise.all([on.share(false), on.share(true)]);
      setLinks({ link, embed, copied: await on.copy(link) });
    } catch (error) {
      const message = messageOf(error);
      on.dispatch({ kind: "refused", message });
    }
  };
  // After closing, the focus is back at the button, where it was at first; Escape works there, too.
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setLinks(null);
    button.current?.focus();
  };
  const onEscape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && links) close();
  };
  return (
    <span class="share">
      <button
        ref={button}
        type="button"
        disabled={!state.frame}
        aria-expanded={links !== null}
        onClick={() => (links ? close() : void share())}
        onKeyDown={onEscape}
        data-testid="share"
      >
        {words.button}
      </button>
      {links && (
        <section class="share-panel" aria-label={words.title} onKeyDown={onEscape}>
          <p role="status" data-testid="share-status">
            {links.copied ? words.copied : words.copyIt}
          </p>
          <Field label={words.link} value={links.link} id="share-link" />
          <Field label={words.embed} value={links.embed} id="share-embed" />
          <p class="note">{words.note}</p>
          <button type="button" onClick={close} data-testid="share-close">
            {words.close}
          </button>
        </section>
      )}
    </span>
  );
}

function Field({ label, value, id }: { label: string; value: string; id: string }) {
  return (
    <label>
      {label}
      <input
        class="mono"
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        data-testid={id}
      />
    </label>
  );
}
