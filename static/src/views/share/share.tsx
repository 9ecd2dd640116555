// A link to this very moment: copied at once, and shown, so that it can be copied by hand.
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import "./share.css";
import { messageOf } from "../../errors.ts";

interface Links {
  link: string;
  embed: string;
  copied: boolean;
}

export function Share({ state, on }: ViewProps) {
  const words = state.words.share;
  const [links, setLinks] = useState<Links | null>(null);
  // Of another run they would be the wrong links.
  useEffect(() => setLinks(null), [on.trace.runs]);
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
  const close = (): void => setLinks(null);
  return (
    <span class="share">
      <button
        type="button"
        disabled={!state.frame}
        aria-expanded={links !== null}
        onClick={() => (links ? close() : void share())}
        data-testid="share"
      >
        {words.button}
      </button>
      {links && (
        <section
          class="share-panel"
          aria-label={words.title}
          onKeyDown={(event) => {
            if (event.key === "Escape") close();
          }}
        >
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
