// The promises: the properties that are checked after every event, each with a light. Why one is violated is said
// where the run stopped (views/time).
import type { ViewProps } from "../../app/controls.ts";
import type { CheckView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";
import { memo } from "../memo.ts";
import "./checks.css";

export function Checks({ state }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel checks" aria-labelledby="checks-title">
      <div class="lights">
        <h2 id="checks-title" title={words.checks.note}>
          {words.checks.title}
        </h2>
        <ul>
          {frame?.checks.map((check) => (
            <Light key={check.id} check={check} words={words} />
          ))}
        </ul>
      </div>
    </section>
  );
}

const Light = memo(({ check, words }: { check: CheckView; words: Words }) => {
  return (
    <li
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
    </li>
  );
});
