// The page after a pass: what was tried, a live cluster that runs the learner's code with the last call lit, and what
// comes next.
import { useEffect, useState } from "preact/hooks";
import type { OwnFile } from "../../address/link.ts";
import { exerciseLink, freePlay, labLink, type Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { startupText } from "../../app/startup-text.ts";
import { messageOf } from "../../base/errors.ts";
import { companions } from "../../course/companions.ts";
import { type Course, type Exercise, nextExercise } from "../../course/exercises.ts";
import { learnerProgram } from "../../course/learner-program.ts";
import type { Memory } from "../../course/memory.ts";
import { readMemory, type Storage } from "../../course/storage.ts";
import { keptRun } from "../../course/workspace/kept.ts";
import type { Report } from "../../engine/report.ts";
import * as lines from "../../run/commands.ts";
import { enOwn } from "../../words/en-own.ts";
import { Diagram } from "../ring/ring.tsx";
import { Breaks } from "./breaks.tsx";
import { moment, OwnCall } from "./own-call.tsx";
import { OwnRaft } from "./own-raft.tsx";
import "../frame/panels.css";
import "./passed.css";

interface Props extends ViewProps {
  course: Course;
  exercise: Exercise;
  storage: Storage;
}

export function Passed({ state, on, course, exercise, storage }: Props) {
  const memory = readMemory(storage);
  const report = keptRun(storage, exercise.id)?.report ?? null;
  const passed = memory.passed.includes(exercise.id);
  const files = useCluster({ on }, exercise, memory, passed);
  const banner = <Banner exercise={exercise} report={report} passed={passed} />;
  if (!passed) {
    // A link may be opened by somebody who has no file: there is nothing to compile.
    return (
      <main id="main" class="passed" tabIndex={-1}>
        {banner}
      </main>
    );
  }
  return (
    <main id="main" class="passed" tabIndex={-1}>
      {banner}
      <div class="passed-grid panels">
        <Cluster state={state} on={on} course={course} exercise={exercise} files={files} />
        <OwnCall state={state} on={on} files={files} only={exercise.id} />
        <div class="beside">
          {!exercise.protocol && <OwnRaft memory={memory} on={on} />}
          <Breaks exercise={exercise.id} memory={memory} />
          <Onward course={course} exercise={exercise} memory={memory} />
        </div>
      </div>
    </main>
  );
}

/** LIVE are the clusters in which the code of other protocols than Raft runs: stories in which every server has
 * something to do. */
const LIVE: Readonly<Record<string, string>> = {
  paxos: "g2-back-off",
  zab: "g4-old-leader",
  replicas: "g6-write-back",
};

function liveSetup({ protocol = "" }: Exercise): Partial<Setup> {
  return { scenario: LIVE[protocol] ?? "" };
}

/** useCluster begins a run of five servers with the learner's code, and gives its files. */
function useCluster(
  { on }: Pick<ViewProps, "on">,
  exercise: Exercise,
  memory: Memory,
  isWanted: boolean,
): readonly OwnFile[] {
  const [files, setFiles] = useState<readonly OwnFile[]>([]);
  useEffect(() => {
    if (!isWanted) return;
    let gone = false;
    const begin = async (): Promise<void> => {
      const wanted = [exercise.id, ...companions(memory, exercise.id)];
      const program = await learnerProgram(
        wanted,
        memory,
        () => {},
        () => {},
      );
      if (gone) return;
      setFiles(program.files);
      const exercises = program.files.map((one) => one.exercise);
      await on.run({ ...freePlay, ...liveSetup(exercise), own: "all", exercises }, program.guest);
    };
    on.dispatch({ kind: "ended" });
    begin().catch((error) => {
      if (!gone) on.dispatch({ kind: "refused", message: messageOf(error) });
    });
    return () => {
      gone = true;
    };
  }, [exercise.id, isWanted]);
  return files;
}

function Banner(props: { exercise: Exercise; report: Report | null; passed: boolean }) {
  const { exercise, report, passed } = props;
  const words = enOwn.passed;
  return (
    <header class={passed ? "passed-banner" : "passed-banner plain"}>
      <svg viewBox="0 0 60 60" width="56" height="56" aria-hidden="true">
        <path class="seal" d="M30 3 54 16.5v27L30 57 6 43.5v-27z" />
        <path class="tick" d="M18 31l8 8 16-17" />
      </svg>
      <div>
        <h1>{passed ? words.title(exercise.rules) : words.notPassed}</h1>
        <p>
          {`${passed ? words.note : words.notPassedNote} `}
          <a href={exerciseLink(exercise.id)} data-testid="back-to-code">
            {words.back}
          </a>
        </p>
      </div>
      {passed && report?.verdict === "pass" && (
        <dl data-testid="numbers">
          {words.numbers(report.calls, report.schedules, report.events).map(([value, name]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}

/** TWO are the servers that are cut off: with three left, the others go on. */
const TWO = [1, 2] as const;

interface ClusterProps extends ViewProps {
  course: Course;
  exercise: Exercise;
  files: readonly OwnFile[];
}

function Cluster({ state, on, course, exercise, files }: ClusterProps) {
  const words = enOwn.passed;
  const { frame } = state;
  const newest = frame && state.feed.findLast(({ event }) => event <= frame.event)?.text;
  return (
    <section class="panel ring" aria-labelledby="cluster-title">
      <header>
        <h2 id="cluster-title">{words.cluster}</h2>
        <span class="grow" />
        <span class="mono">{moment(frame)}</span>
      </header>
      {frame ? (
        <Diagram state={state} on={on} frame={frame} />
      ) : (
        <p class="empty">{files.length > 0 ? startupText(state) : words.building}</p>
      )}
      <p class="newest" data-testid="newest">
        {newest ?? "\u00a0"}
      </p>
      <Together course={course} exercise={exercise} files={files} />
      <Acts state={state} on={on} exercise={exercise} files={files} />
    </section>
  );
}

/** Together says which other files of the learner run, too. */
function Together({ course, exercise, files }: Omit<ClusterProps, keyof ViewProps>) {
  const words = enOwn.passed;
  const others = course.exercises.filter(
    ({ id }) => id !== exercise.id && files.some((one) => one.exercise === id),
  );
  if (others.length === 0) return null;
  return (
    <p class="note">
      <span data-testid="together">{words.together(others.map(({ title }) => title))}</span>{" "}
      <a
        href={labLink({ ...liveSetup(exercise), own: "all", exercises: [exercise.id] })}
        data-testid="alone"
      >
        {words.alone}
      </a>
    </p>
  );
}

function Acts({ state, on, exercise, files }: Omit<ClusterProps, "course">) {
  const words = enOwn.passed;
  const { frame } = state;
  const cut = lines.partition(TWO, frame?.servers.length ?? 0);
  const isCut = (frame?.cuts.length ?? 0) > 0;
  return (
    <div class="acts">
      <button
        type="button"
        disabled={!frame}
        onClick={() => on.play(!state.playing)}
        data-testid="play"
      >
        {state.playing ? state.words.time.pause : state.words.time.play}
      </button>
      <button
        type="button"
        disabled={!frame}
        onClick={() => on.act("crash leader")}
        data-testid="crash-leader"
      >
        {words.crash}
      </button>
      <button
        type="button"
        disabled={!cut}
        onClick={() => on.act(isCut ? lines.heal : (cut ?? lines.heal))}
        data-testid="cut-two"
      >
        {isCut ? words.heal : words.cut}
      </button>
      <button
        type="button"
        disabled={!frame}
        aria-pressed={!!frame?.nemesis}
        onClick={() => on.nemesis(frame?.nemesis ? "" : (frame?.seed ?? ""))}
        data-testid="faults"
      >
        {words.faults}
      </button>
      <span class="grow" />
      <a
        class="button quiet"
        href={labLink({
          ...liveSetup(exercise),
          own: "all",
          exercises: files.map((one) => one.exercise),
        })}
        data-testid="to-lab"
      >
        {words.lab}
      </a>
    </div>
  );
}

interface OnwardProps {
  course: Course;
  exercise: Exercise;
  memory: Memory;
}

function Onward({ course, exercise, memory }: OnwardProps) {
  const words = enOwn.passed;
  const next = nextExercise(course, exercise.id, memory.passed);
  return (
    <section class="panel next" aria-labelledby="next-title">
      <h2 id="next-title">{words.next}</h2>
      {next ? (
        <>
          <h3>{next.title}</h3>
          <p>{[next.place, next.sections].filter(Boolean).join(" · ")}</p>
          <a class="button primary" href={exerciseLink(next.id)} data-testid="next-exercise">
            {words.goOn}
          </a>
        </>
      ) : (
        <>
          <p>{words.all}</p>
          <a class="button" href="#/">
            {words.home}
          </a>
        </>
      )}
    </section>
  );
}
