// The editor of one file of the folder.
import { useEffect, useRef } from "preact/hooks";
import { type Bring, complaintsIn, textOf } from "../../course/bring/state.ts";
import type { Problem } from "../../toolchain/talk.ts";
import type { WholeComplaint } from "../../toolchain/whole-talk.ts";
import { enBring as words } from "../../words/en-bring.ts";
import { mountEditor } from "../exercise/editor.ts";
import { blocksOf } from "./markdown.ts";
import type { Part } from "./part.ts";
import type { Session } from "./session.ts";

export function Code({ bring, folder, session }: Part) {
  return (
    <section class="panel code" aria-labelledby="code-title">
      <header>
        <h2 id="code-title" class="mono">
          {bring.open}
        </h2>
      </header>
      {/\.(go|mod)$/.test(bring.open) ? (
        <Text key={`${folder.name} ${bring.open}`} bring={bring} session={session} />
      ) : (
        <Read text={textOf(folder, bring.open)} />
      )}
    </section>
  );
}

/** Read is a text beside the code, such as a task. */
function Read({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <div class="read" tabIndex={0} data-testid="read">
      {blocksOf(text).map(({ kind, text: own }, i) => {
        const key = `${i} ${own}`;
        if (kind === "heading") return <h3 key={key}>{own}</h3>;
        if (kind === "code") return <pre key={key}>{own}</pre>;
        return (
          <p key={key} class={kind}>
            {own
              .split("`")
              .map((part, at) => (at % 2 === 1 ? <code key={`${at}`}>{part}</code> : part))}
          </p>
        );
      })}
    </div>
  );
}

function Text({ bring, session }: { bring: Bring; session: Session }) {
  const host = useRef<HTMLDivElement>(null);
  const { open, folder, check } = bring;
  const source = textOf(folder, open);
  const now = (): Bring => session.bring.peek();
  useEffect(() => {
    if (!host.current) return;
    const { on } = session;
    const editor = mountEditor({
      host: host.current,
      source,
      label: words.page.editor(open),
      handlers: {
        typed: on.typed,
        check: () => void on.check(),
        save: on.write,
        complete: () => Promise.resolve(null),
        hover: () => Promise.resolve(null),
      },
    });
    session.editor = editor;
    return () => {
      session.editor = null;
      editor.destroy();
    };
  }, []);
  // Typed text comes back unchanged and has no effect; another folder with the same names has one. The effect runs a
  // frame later, and more may have been typed by then.
  useEffect(() => session.editor?.setSource(textOf(now().folder, open)), [source]);
  useEffect(() => session.editor?.setProblems(problemsIn(now(), open)), [check.complaints]);
  return <div class="editor" ref={host} data-testid="editor" />;
}

function problemsIn({ check }: Bring, path: string): Problem[] {
  return complaintsIn(check, path).map(problemOf);
}

/** problemOf marks a word, as the compiler names no end. */
function problemOf({ line, column, message, do: help }: WholeComplaint): Problem {
  const from = Math.max(1, column);
  return {
    line,
    column: from,
    endLine: line,
    endColumn: from + 1,
    message,
    ...(help ? { help } : {}),
  };
}
