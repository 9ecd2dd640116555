// The task: the lesson, and below it hints that are revealed one by one. goldmark made their HTML
// from our own Markdown, so it is trusted.
import { useEffect, useRef } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { Task } from "../../course/exercises.ts";
import { failedTasks } from "../../course/workspace/state.ts";
import { GlossNote } from "../gloss/gloss.tsx";
import { usePart } from "../part-of.ts";
import { style } from "../sheet.ts";
import type { Part } from "./part.ts";

/** stories is the text with its stories. */
async function stories() {
  const [part] = await Promise.all([import("../learn/plays.tsx"), style("plays")]);
  return part;
}

export function TaskPane({ workspace, session, state, on }: Omit<Part, "goTo"> & ViewProps) {
  const { words } = session;
  const { exercise } = workspace;
  const part = usePart(true, stories);
  if (!exercise) return null;
  const { lesson, notes = "", done = "", tasks } = exercise;
  const [story, more] = aroundTasks(lesson);
  return (
    <section class="panel task" id="pane-task" aria-labelledby="task-title">
      <header>
        <h2 id="task-title">{words.task.title}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must take the focus */}
      <div class="scroll prose" tabIndex={0} data-place="task">
        {part ? (
          <part.Story key={exercise.id} exercise={exercise} html={story} state={state} on={on} />
        ) : (
          <div dangerouslySetInnerHTML={{ __html: story }} />
        )}
        <h2>{words.task.tasks}</h2>
        <div dangerouslySetInnerHTML={{ __html: notes }} />
        <p class="note">{words.task.hintsNote}</p>
        <ol class="tasks">
          {tasks.map((task, index) => (
            <TaskItem
              key={task.title}
              task={task}
              index={index}
              workspace={workspace}
              session={session}
            />
          ))}
        </ol>
        {done && <Folded title={words.task.done} html={done} />}
        {more && <Folded {...titled(more)} />}
        <GlossNote />
      </div>
    </section>
  );
}

/** aroundTasks splits a lesson in front of its last section, which looks beyond the exercise: the tasks
 * come before it. */
export function aroundTasks(lesson: string): [story: string, more: string] {
  const at = lesson.lastIndexOf("<h2>What production");
  return at < 0 ? [lesson, ""] : [lesson.slice(0, at), lesson.slice(at)];
}

/** Folded is a part that nobody needs to write the rule. */
function Folded({ title, html }: { title: string; html: string }) {
  return (
    <details class="more">
      <summary>{title}</summary>
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </details>
  );
}

/** titled takes the heading off a section. */
export function titled(section: string): { title: string; html: string } {
  const [, title = "", html = section] = /^<h2>([^<]*)<\/h2>([\s\S]*)$/.exec(section) ?? [];
  return { title, html };
}

function TaskItem({
  task,
  index,
  workspace,
  session,
}: Omit<Part, "goTo"> & { task: Task; index: number }) {
  const words = session.words.task;
  const shown = workspace.progress.hints[index] ?? 0;
  const of = task.hints.length;
  const isFailed = failedTasks(workspace.run).has(index);
  return (
    <li class={isFailed ? "failed" : ""} data-testid="task" data-failed={isFailed}>
      {isFailed && <span class="unseen">{words.failed}</span>}
      <b>{task.title}.</b>
      {task.text && <span class="what" dangerouslySetInnerHTML={{ __html: task.text }} />}
      {task.hints.slice(0, shown).map((hint, level) => (
        <Hint
          key={level}
          name={words.hint(index + 1, level + 1)}
          html={hint}
          isNewest={index === workspace.task && level + 1 === shown}
        />
      ))}
      {shown < of ? (
        <button
          type="button"
          class="quiet more"
          onClick={() => session.on.hint(index)}
          data-testid={`hint-${index + 1}`}
        >
          {shown === 0 ? words.firstHint : words.nextHint(shown + 1, of)}
        </button>
      ) : (
        <span class="note">{words.allShown}</span>
      )}
    </li>
  );
}

function Hint({ name, html, isNewest }: { name: string; html: string; isNewest: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNewest) box.current?.scrollIntoView({ block: "nearest" });
  }, [isNewest]);
  return (
    <div class="hint" ref={box} data-testid="hint">
      <b>{name}</b>
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </div>
  );
}
