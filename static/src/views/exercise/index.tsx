// The exercise page: the task, the editor, the checks. It is loaded when it is opened first.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { exerciseLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { Workspace } from "../../course/workspace/state.ts";
import { Lazy } from "../lazy-part.tsx";
import { style } from "../sheet.ts";
import { Checks } from "./checks.tsx";
import { Code } from "./code.tsx";
import { Panes } from "./panes.tsx";
import type { Part } from "./part.ts";
import { type Session, theSession } from "./session.ts";
import { TaskPane } from "./task.tsx";
import "./code-colours.css";
import "./exercise.css";

async function reward() {
  const [{ Passed }] = await Promise.all([import("../own/passed.tsx"), style("passed")]);
  return Passed;
}

export interface PageProps extends ViewProps {
  id: string;
  line: number;
  /** passed opens the page after a pass. */
  passed: boolean;
}

export function Page(props: PageProps) {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    void theSession(props.on).then(setSession);
  }, []);
  if (session) return <Exercise {...props} session={session} />;
  return <main id="main" class="exercise" tabIndex={-1} />;
}

function Exercise({ session, on, id, line, passed, state }: PageProps & { session: Session }) {
  const workspace = session.workspace.value;
  useEffect(() => {
    void session.on.open(id);
  }, [id]);
  // Before it is seen: an effect comes a frame later than the first key may.
  useLayoutEffect(() => {
    on.listen({
      check: () => void session.on.check(),
      save: () => void session.on.save(),
      hide: () => session.on.leave(),
    });
    return () => {
      on.listen(null);
      session.on.leave();
    };
  }, []);
  const goTo = (to: number, column: number): void => {
    session.on.compare(false);
    session.on.pane("code");
    // On a phone the editor has no size before its tab is shown.
    requestAnimationFrame(() => session.editor?.goTo(to, column, true));
  };
  const isOpen = workspace.ready && (id === "" || workspace.exercise?.id === id);
  useEffect(() => {
    if (isOpen && line > 0) goTo(line, 1);
  }, [isOpen, line]);
  const { words } = session;
  if (workspace.failure) return <Failure workspace={workspace} session={session} id={id} />;
  if (passed && isOpen) return <Reward state={state} on={on} session={session} />;
  const part: Part = { workspace, session, goTo };
  return (
    <main id="main" class="exercise" tabIndex={-1}>
      {isOpen ? (
        <>
          <Bar {...part} />
          <Notices {...part} />
          <Panes
            workspace={workspace}
            session={session}
            parts={{
              task: <TaskPane {...part} state={state} on={on} />,
              code: <Code {...part} calm={state.calm} />,
              checks: <Checks {...part} />,
            }}
          />
        </>
      ) : (
        <p class="empty">{words.page.loading}</p>
      )}
    </main>
  );
}

/** Reward is the page after a pass. */
function Reward({ state, on, session }: ViewProps & { session: Session }) {
  const { course, exercise } = session.workspace.value;
  const { storage } = session;
  if (!course || !exercise) return null;
  const props = { state, on, course, exercise, storage };
  return <Lazy load={reward} words={state.words.diagram} props={props} />;
}

function Failure({
  workspace,
  session,
  id,
}: {
  workspace: Workspace;
  session: Session;
  id: string;
}) {
  const words = session.words.page;
  return (
    <main id="main" class="page failure" tabIndex={-1}>
      {workspace.failure === "no-course" ? (
        <>
          <h1>{words.noCourse}</h1>
          <p>{words.noCourseWhy(workspace.why)}</p>
          <p>
            <button type="button" class="primary" onClick={() => void session.on.open(id)}>
              {words.retry}
            </button>
          </p>
        </>
      ) : (
        <>
          <h1>{words.noExercise(workspace.why)}</h1>
          <p>{words.exercises}</p>
          <ul>
            {workspace.course?.exercises.map((one) => (
              <li key={one.id}>
                <a href={exerciseLink(one.id)}>{one.title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <a href="#/">{words.list}</a>
    </main>
  );
}

function Bar({ workspace, session }: Part) {
  const { words, on } = session;
  const { exercise, course, saved } = workspace;
  if (!exercise || !course) return null;
  return (
    <div class="exercise-bar">
      <h1>{exercise.title}</h1>
      <span class="chip">{words.page.number(exercise.number, course.exercises.length)}</span>
      <span class="place">{[exercise.place, exercise.sections].filter(Boolean).join(" · ")}</span>
      <span class="grow" />
      <span class={`saved ${saved}`} role="status" data-testid="saved" data-saved={saved}>
        {words.keep[saved]}
      </span>
      <Files workspace={workspace} session={session} />
      <button
        type="button"
        class="primary"
        onClick={() => void on.check()}
        data-testid="check"
        aria-keyshortcuts="Shift+Enter"
      >
        {words.page.check}{" "}
        <span aria-hidden="true" class="key">
          ⇧⏎
        </span>
      </button>
    </div>
  );
}

function Files({ workspace, session }: { workspace: Workspace; session: Session }) {
  const { words, on } = session;
  const input = useRef<HTMLInputElement>(null);
  const isStarter = workspace.source === workspace.exercise?.starter;
  const choose = async (event: Event): Promise<void> => {
    const field = event.currentTarget as HTMLInputElement;
    const [file] = field.files ?? [];
    if (file) await on.importAll(new Uint8Array(await file.arrayBuffer()));
    field.value = "";
  };
  return (
    <span class="buttons files">
      <button
        type="button"
        class="quiet"
        disabled={isStarter}
        onClick={on.reset}
        data-testid="reset"
      >
        {words.keep.reset}
      </button>
      <button type="button" class="quiet" onClick={() => void on.exportAll()} data-testid="export">
        {words.keep.exportAll}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => input.current?.click()}
        data-testid="import"
      >
        {words.keep.importAll}
      </button>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        hidden
        onChange={(event) => void choose(event)}
        data-testid="import-file"
      />
    </span>
  );
}

function Notices({ workspace, session }: Part) {
  const { words, on } = session;
  const { notice, undo, elsewhere, earlier } = workspace;
  return (
    <div class="notices" role="status" data-testid="notices">
      {elsewhere !== null && (
        <p>
          <span>{words.keep.elsewhere}</span>
          <button type="button" onClick={on.takeElsewhere} data-testid="take-elsewhere">
            {words.keep.take}
          </button>
          <button type="button" onClick={on.keepMine}>
            {words.keep.keepMine}
          </button>
        </p>
      )}
      {earlier !== null && (
        <p>
          <span>{words.keep.earlier}</span>
          <button type="button" onClick={on.takeEarlier} data-testid="take-earlier">
            {words.keep.takeEarlier}
          </button>
        </p>
      )}
      {notice && (
        <p class={notice.tone}>
          <span>{notice.text}</span>
          {undo !== null && (
            <button type="button" onClick={on.undo} data-testid="undo">
              {words.keep.undo}
            </button>
          )}
          <button type="button" onClick={on.dismiss}>
            {words.keep.dismiss}
          </button>
        </p>
      )}
    </div>
  );
}
