// The three first tasks: each ticks itself off, and says in words what happened.
import { useRef, useState } from "preact/hooks";
import { isKept, keep } from "../../base/kept.ts";
import type { Frame } from "../../engine/protocol.ts";
import {
  type FirstTasks,
  follow,
  isDone,
  noTasks,
  TASKS,
  type TaskName,
} from "../../run/raft/first-tasks.ts";
import { enTeach } from "../../words/en-teach.ts";

const words = enTeach.tasks;
const PUT_AWAY = "tasks-put-away";
const storage = (): Storage => localStorage;

export function Tasks({ frame }: { frame: Frame }) {
  const [isAway, setAway] = useState(() => isKept(PUT_AWAY, storage));
  const followed = useRef<{ frame: Frame | null; tasks: FirstTasks }>({
    frame: null,
    tasks: noTasks,
  });
  if (isAway) return null;
  if (followed.current.frame !== frame) {
    followed.current = { frame, tasks: follow(followed.current.tasks, frame) };
  }
  const { tasks } = followed.current;
  const now = TASKS.find((task) => !isDone(task, tasks));
  const done = TASKS.filter((task) => isDone(task, tasks)).length;
  const away = (): void => {
    keep(PUT_AWAY, true, storage);
    setAway(true);
  };
  return (
    <section class="panel tasks" aria-labelledby="tasks-title" data-testid="tasks" data-done={done}>
      <header>
        <h2 id="tasks-title">{words.title}</h2>
        <span>{words.of(done, TASKS.length)}</span>
        <span class="grow" />
        <button
          type="button"
          class="quiet"
          aria-label={words.close}
          title={words.close}
          onClick={away}
          data-testid="tasks-close"
        >
          ✕
        </button>
      </header>
      <ol>
        {TASKS.map((task) => {
          const isOver = isDone(task, tasks);
          const kind = isOver ? "over" : task === now ? "now" : "later";
          return (
            <li key={task} class={kind} data-testid={`task-${task}`} data-state={kind}>
              <Tick isOver={isOver} />
              <div>
                <b>{words.names[task]}</b>
                {isOver && <span class="unseen"> {words.done}</span>}
                <p>{resultOf(task, tasks, frame.servers.length)}</p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Tick({ isOver }: { isOver: boolean }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" />
      {isOver ? <path d="M5 8.2l2.2 2.2L11.2 6" /> : <circle class="dot" cx="8" cy="8" r="3" />}
    </svg>
  );
}

/** resultOf says what a task has led to so far, or how to begin it. */
function resultOf(task: TaskName, tasks: FirstTasks, count: number): string {
  const majority = Math.floor(count / 2) + 1;
  const { after, apart, fallen, heir, heirTerm, write } = tasks;
  switch (task) {
    case "crash":
      if (heir > 0) return words.fellAndLeads(`S${fallen}`, `S${heir}`, heirTerm);
      return fallen > 0 ? words.fell(`S${fallen}`) : words.hints.crash;
    case "write":
      if (!write) return words.hints.write;
      if (write.outcome === "ok") return words.wrote(write.text);
      return write.outcome === "refused"
        ? words.refused(write.text)
        : words.waits(write.text, write.holders, majority);
    case "cut":
      if (!after) {
        return apart.length > 0
          ? words.cutOff(apart.map((id) => `S${id}`).join(" and "))
          : words.hints.cut;
      }
      if (after.outcome === "ok") return words.counts(after.text, after.side);
      if (after.outcome === "refused") return words.refused(after.text);
      return after.outcome === "unknown"
        ? words.never(after.text, after.side, majority)
        : words.waits(after.text, after.holders, majority);
  }
}
