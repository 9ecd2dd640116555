// A run that did not pass, as a card: what broke, where, the small run, and the ways to it.
import { useState } from "preact/hooks";
import type { Check, Folder } from "../../course/bring/state.ts";
import type { WholeResult } from "../../engine/whole-report.ts";
import { enBring } from "../../words/en-bring.ts";
import { commandsOf } from "./commands.ts";
import { Open } from "./open.tsx";
import type { Session } from "./session.ts";

const words = enBring.finding;

interface Props {
  finding: WholeResult;
  check: Check;
  folder: Folder;
  session: Session;
}

export function Finding({ finding, check, folder, session }: Props) {
  const { propertyName, section, sentence, verdict, name, title, seed, small } = finding;
  const commands = commandsOf(small || finding.scenario);
  return (
    <article class="finding" data-testid="finding" data-property={finding.property}>
      <h3>
        <span aria-hidden="true">✗ </span>
        {propertyName} <span class="chip">{enBring.results.verdicts[verdict] ?? verdict}</span>
      </h3>
      <p class="sentence">{sentence}</p>
      <p class="note">
        {section} · {words.where(name, title, seed)}
      </p>
      <details>
        <summary>
          {small ? words.small(finding.smallCommands, finding.smallMinimal) : words.whole}
        </summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
        <pre tabIndex={0}>{commands}</pre>
      </details>
      <div class="buttons">
        {check.module && (
          <Open
            session={session}
            module={check.module}
            scenario={small || finding.scenario}
            server={Number(/^S(\d)/.exec(sentence)?.[1] ?? 0)} // who broke it
            label={words.open}
            primary={true}
            testid="open-lab"
          />
        )}
        <Copy
          session={session}
          command={words.command(folder.name, seed, check.wanted.schedules)}
        />
      </div>
    </article>
  );
}

function Copy({ session, command }: { session: Session; command: string }) {
  const [state, setState] = useState<"" | "copied" | "failed">("");
  const copy = async (): Promise<void> => {
    setState((await session.controls.copy(command)) ? "copied" : "failed");
  };
  return (
    <>
      <button type="button" onClick={() => void copy()} title={command} data-testid="copy-command">
        {state === "copied" ? words.copied : words.copy}
      </button>
      {state === "failed" && (
        <span class="note" role="status">
          {words.notCopied} <code>{command}</code>
        </span>
      )}
    </>
  );
}
