// The editor's pane: the file, the compiler's messages, and the state of the compiler.
import { useEffect, useRef } from "preact/hooks";
import type { Completion } from "../../toolchain/talk.ts";
import { Download } from "./download.tsx";
import { type Editor, mountEditor } from "./editor.ts";
import type { Part } from "./part.ts";

const PROBLEMS_SHOWN = 3;

export function Code({ workspace, session, goTo }: Part & { calm: boolean }) {
  const { words, on } = session;
  const { exercise, comparing } = workspace;
  if (!exercise) return null;
  return (
    <section class="panel code" id="pane-code" aria-labelledby="code-title">
      <header>
        <h2 id="code-title" class="mono">
          {exercise.file}
        </h2>
        <span>
          {comparing && workspace.source !== exercise.starter
            ? words.code.compareNote
            : words.code.note}
        </span>
        <span class="grow" />
        <button
          type="button"
          class="quiet"
          aria-pressed={comparing}
          onClick={() => on.compare(!comparing)}
          data-testid="compare"
        >
          {comparing ? words.code.compareEnd : words.code.compare}
        </button>
      </header>
      <Text key={exercise.id} workspace={workspace} session={session} goTo={goTo} />
      {comparing && (
        <Difference key={workspace.source} workspace={workspace} session={session} goTo={goTo} />
      )}
      <footer>
        <Download workspace={workspace} session={session} />
        <Problems workspace={workspace} session={session} goTo={goTo} />
      </footer>
    </section>
  );
}

function Text({ workspace, session }: Part) {
  const host = useRef<HTMLDivElement>(null);
  const { exercise, source, problems } = workspace;
  useEffect(() => {
    if (!host.current || !exercise) return;
    const { on, toolchain, words } = session;
    const editor = mountEditor({
      host: host.current,
      source,
      label: words.code.editor(exercise.file),
      handlers: {
        typed: on.typed,
        check: () => void on.check(),
        save: () => void on.save(),
        complete: (text, at) =>
          session.workspace.peek().tools.kind === "ready"
            ? toolchain.complete(text, at).catch(() => null)
            : Promise.resolve(notYet(at, words.code.notYet)),
        hover: (text, at) => toolchain.hover(text, at).catch(() => null),
      },
    });
    session.editor = editor;
    return () => {
      session.editor = null;
      editor.destroy();
    };
  }, []);
  // Typed text comes back unchanged and has no effect; a reset or gofmt has one. The effect runs a frame later,
  // and more may have been typed by then: an earlier text would remove that, in an endless loop.
  useEffect(() => session.editor?.setSource(session.workspace.peek().source), [source]);
  useEffect(() => session.editor?.setProblems(problems), [problems]);
  return <div class="editor" ref={host} hidden={workspace.comparing} data-testid="editor" />;
}

/** notYet is one completion that says that there are none before the compiler is there. */
function notYet(from: number, label: string): Completion {
  return { from, options: [{ label, kind: "note", detail: "", doc: "" }] };
}

function Difference({ workspace, session }: Part) {
  const host = useRef<HTMLDivElement>(null);
  const { exercise, source } = workspace;
  const { words } = session;
  const isSame = source === exercise?.starter;
  useEffect(() => {
    let gone = false;
    let editor: Editor | null = null;
    const mount = async (): Promise<void> => {
      const { mountDifference } = await import("./difference.ts");
      if (gone || !host.current || !exercise) return;
      const label = words.code.compareNote;
      editor = mountDifference({ host: host.current, source, label }, exercise.starter);
    };
    if (!isSame) void mount();
    return () => {
      gone = true;
      editor?.destroy();
    };
  }, []);
  if (isSame) return <p class="empty editor">{words.code.same}</p>;
  return <div class="editor" ref={host} data-testid="difference" />;
}

/** Problems lists the compiler's messages, for people who do not see underlines. */
function Problems({ workspace, session, goTo }: Part) {
  const words = session.words.code;
  const { problems, tools, checkedIn } = workspace;
  if (tools.kind !== "ready" || (problems.length === 0 && checkedIn === 0)) return null;
  const count = problems.length;
  return (
    <div class={count > 0 ? "problems bad" : "problems"} role="status" data-testid="problems">
      <span class="light" aria-hidden="true">
        {count > 0 ? "✗" : "●"}
      </span>
      {count > 0 ? (
        <ul>
          {problems.slice(0, PROBLEMS_SHOWN).map((one) => (
            <li key={`${one.line}:${one.column}:${one.message}`}>
              <button type="button" class="link" onClick={() => goTo(one.line, one.column)}>
                {words.problemAt(one.line, one.message)}
              </button>
              {one.help && <span class="help">{one.help}</span>}
            </li>
          ))}
          {count > PROBLEMS_SHOWN && <li>{words.moreProblems(count - PROBLEMS_SHOWN)}</li>}
        </ul>
      ) : (
        <span>
          {words.compiledIn((checkedIn / 1000).toFixed(2))} · {words.noProblems}
        </span>
      )}
    </div>
  );
}
