// The promises: the properties that are checked after every event, each with a light. In the lab one opens as a card.
// Why one is violated is said where the run stopped, too (views/time).
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { CheckView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";
import { memo } from "../memo.ts";
import "./checks.css";

interface Props extends ViewProps {
  /** card explains a promise; null where there is no room for it. */
  card: ((check: CheckView, close: () => void) => ComponentChildren) | null;
  head?: ComponentChildren;
}

export function Checks({ state, card, head }: Props) {
  const { frame, words } = state;
  const [open, setOpen] = useState("");
  const opened = card && frame?.checks.find(({ id }) => id === open);
  return (
    <section class="panel checks" aria-labelledby="checks-title">
      {head}
      <div class="lights">
        <h2 id="checks-title" title={words.checks.note}>
          {words.checks.title}
        </h2>
        <ul>
          {frame?.checks.map((check) => (
            <li key={check.id}>
              {card ? (
                <button
                  type="button"
                  class="quiet light"
                  aria-expanded={check === opened}
                  onClick={() => setOpen(check === opened ? "" : check.id)}
                  data-testid={`promise-${check.id}`}
                >
                  <Light check={check} words={words} />
                </button>
              ) : (
                <Light check={check} words={words} />
              )}
            </li>
          ))}
        </ul>
      </div>
      {opened && card?.(opened, () => setOpen(""))}
    </section>
  );
}

const Light = memo(({ check, words }: { check: CheckView; words: Words }) => {
  return (
    <span
      class={check.ok ? "ok" : "bad"}
      title={`${check.section} ${check.sentence}`.trim()}
      data-testid={`check-${check.id}`}
      data-ok={check.ok}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        {check.ok ? (
          <path d="M7 1a6 6 0 1 0 0 12a6 6 0 1 0 0-12M4 7.2l2.2 2.2L10.2 5" />
        ) : (
          <path d="M1.5 1.5h11v11h-11ZM4.5 4.5l5 5M9.5 4.5l-5 5" />
        )}
      </svg>
      {check.name}
      <span class="unseen">
        {check.ok ? words.checks.holds : `${words.checks.broken}: ${check.sentence}`}
      </span>
    </span>
  );
});
