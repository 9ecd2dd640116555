// A task: the reader's commands are carried out in the lab above, which then runs on. The lab says whether they
// reached what the task asks for.
import { useId, useRef, useState } from "preact/hooks";
import type { TaskBlock } from "../../course/lessons.ts";
import type { LearnWords } from "../../words/learn.ts";
import { Html } from "../html.tsx";
import { showLabAbove } from "./lab-above.ts";
import type { Stage } from "./stage.ts";
import "./task.css";

interface Props {
  block: TaskBlock;
  stage: Stage;
  words: LearnWords;
  name: string;
  /** wasReached is true if an earlier visit reached it. */
  wasReached: boolean;
  onReached(): void;
}

type Phase = "asking" | "running" | "reached" | "missed";

/** Tried is the commands of the last run, and the engine's complaint about them, "" for none. */
interface Tried {
  commands: readonly string[];
  refused: string;
}

export function Task({ block, stage, words, name, wasReached, onReached }: Props) {
  const [commands, setCommands] = useState<readonly string[]>(() => block.solution.map(() => ""));
  const [phase, setPhase] = useState<Phase>(wasReached ? "reached" : "asking");
  const [tried, setTried] = useState<Tried>({ commands: [], refused: "" });
  const box = useRef<HTMLElement>(null);
  const given = commands.map((line) => line.trim()).filter((line) => line !== "");
  const isIdle = phase !== "running";
  const run = async (lines: readonly string[]): Promise<void> => {
    setPhase("running");
    showLabAbove(box.current);
    const { at } = stage.block;
    const moments = lines.map((line) => ({ do: line, at }));
    const isWhole = await stage.run([...moments, { at: at + block.for }]);
    const isReached = isWhole && (await stage.holds(block.expect));
    setTried({ commands: lines, refused: isWhole ? "" : stage.failure });
    setPhase(isReached ? "reached" : "missed");
    if (isReached) onReached();
  };
  return (
    <section
      class={`predict task ${phase}`}
      ref={box}
      data-testid={`do-${name}`}
      data-phase={phase}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (given.length > 0 && isIdle) void run(given);
        }}
      >
        <p class="asked">
          <span class="kicker">{words.task.title}</span>
          <Html as="span" html={block.task} />
        </p>
        <Commands block={block} words={words} commands={commands} onChange={setCommands} />
        <button type="submit" class="primary" aria-disabled={given.length === 0 || !isIdle}>
          {isIdle ? words.task.run : words.task.running}
        </button>
      </form>
      <div role="status">
        {phase === "reached" && <Answer isRight says={words.task.reached} html={block.why} />}
        {phase === "missed" && <Missed block={block} words={words} tried={tried} />}
      </div>
      {(phase === "asking" || phase === "missed") && (
        <Help
          block={block}
          words={words}
          onSolution={() => {
            setCommands(block.solution);
            void run(block.solution);
          }}
        />
      )}
    </section>
  );
}

/** Help is the hint, and below it a solution. */
function Help({
  block,
  words,
  onSolution,
}: Pick<Props, "block" | "words"> & { onSolution(): void }) {
  return (
    <details>
      <summary>{words.task.hint}</summary>
      <Html as="div" html={block.hint} />
      <button type="button" onClick={onSolution}>
        {words.task.solution}
      </button>
    </details>
  );
}

interface CommandsProps extends Pick<Props, "block" | "words"> {
  commands: readonly string[];
  onChange(commands: readonly string[]): void;
}

/** Commands are the fields, and buttons that fill in the first empty one, or else the last. */
function Commands({ block, words, commands, onChange }: CommandsProps) {
  const id = useId();
  const fields = useRef<HTMLDivElement>(null);
  const set = (at: number, line: string): void =>
    onChange(commands.map((old, i) => (i === at ? line : old)));
  const begin = (line: string): void => {
    const empty = commands.findIndex((old) => old.trim() === "");
    const at = empty < 0 ? commands.length - 1 : empty;
    set(at, line);
    fields.current?.querySelectorAll("input")[at]?.focus();
  };
  return (
    <>
      <div class="commands" ref={fields}>
        {commands.map((line, i) => (
          <input
            key={i}
            class="mono"
            aria-label={words.task.command(i + 1)}
            aria-describedby={id}
            placeholder={words.task.command(i + 1)}
            value={line}
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => set(i, event.currentTarget.value)}
          />
        ))}
      </div>
      <p class="begin">
        <span id={id}>{words.task.begin}</span>{" "}
        {block.try.map((line) => (
          <button type="button" key={line} class="mono" onClick={() => begin(line)}>
            {line}
          </button>
        ))}
      </p>
    </>
  );
}

function Missed({ block, words, tried }: Pick<Props, "block" | "words"> & { tried: Tried }) {
  const known = block.wrong.find(({ commands }) => isSame(commands, tried.commands));
  if (tried.refused) return <Answer says={words.task.refused(tried.refused)} html="" />;
  return <Answer says={words.task.missed} html={known?.answer ?? words.task.unforeseen} />;
}

/** isSame compares commands as the lab reads them: neither spaces nor upper case matter. */
function isSame(a: readonly string[], b: readonly string[]): boolean {
  const plain = (lines: readonly string[]): string =>
    lines.map((line) => line.toLowerCase().trim().replace(/\s+/g, " ")).join("\n");
  return plain(a) === plain(b);
}

function Answer({ isRight, says, html }: { isRight?: boolean; says: string; html: string }) {
  return (
    <div class={`answer ${isRight ? "right" : "wrong"}`}>
      <p>
        <b>{says}</b> <Html as="span" html={html} />
      </p>
    </div>
  );
}
