// The course on the first page: where to go on, how far one is, the path itself, and the Raft of one's own that grows
// on the way. It is fetched after the first paint.
import { BRING, SKELETON } from "../../address/bring-link.ts";
import { galleryLink, labLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { enPath } from "../../words/en-path.ts";
import { LookUp } from "../look-up/look-up.tsx";
import { usePart } from "../part-of.ts";
import { style } from "../sheet.ts";
import { OwnRaft } from "./own-raft.tsx";
import { linkOf, nextStep, OWN_RAFT, PATH, progressOf, type Step } from "./path.ts";
import "./course.css";

interface Part {
  state: State;
}

/** Onward is the way on for who has begun. */
export function Onward({ state }: Part) {
  const step = nextStep(state.memory);
  if (!step) return <AllDone />;
  return (
    <section class="card" aria-labelledby="onward-title">
      <p class="over">{enPath.onward.again}</p>
      <h2 id="onward-title">
        {enPath.kinds[step.kind]} {step.title}
      </h2>
      <p>{enPath.what(step.kind, step.number, step.of)}</p>
      <p class="links">
        <a class="button primary" href={linkOf(step)} data-testid="resume">
          {enPath.onward.go}
        </a>
        <a class="button" href={labLink({})}>
          {state.words.home.openLab}
        </a>
      </p>
    </section>
  );
}

/** AllDone is for whoever has done every step: the lab is open. */
function AllDone() {
  const { all } = enPath.onward;
  return (
    <section class="card" aria-labelledby="onward-title" data-testid="all-done">
      <h2 id="onward-title">{all.title}</h2>
      <p>{all.text}</p>
      <p class="links">
        <a class="button primary" href={labLink({ own: "all", exercises: OWN_RAFT })}>
          {all.own}
        </a>
        <a class="button" href={SKELETON} data-testid="to-skeleton">
          {all.whole}
        </a>
        <a class="button" href={galleryLink()}>
          {all.scenarios}
        </a>
      </p>
    </section>
  );
}

/** Strip is the whole path in one line: a mark for each lesson and each rule, and how much of each kind is done. */
export function Strip({ state: { memory } }: Part) {
  const steps = PATH.filter(({ kind }) => kind !== "puzzle");
  const standing = (kind: Step["kind"]): string => {
    const all = PATH.filter((one) => one.kind === kind);
    const done = all.filter((one) => progressOf(one, memory) === "done");
    return enPath.progress(kind, done.length, all.length);
  };
  return (
    <div class="strip">
      <p class="marks" aria-hidden="true">
        {steps.map((one) => (
          <i key={one.kind + one.id} class={`${one.kind} ${progressOf(one, memory)}`} />
        ))}
      </p>
      <p data-testid="progress">
        {[standing("lesson"), standing("exercise"), standing("puzzle")].join(" · ")}
      </p>
    </div>
  );
}

export function Course({ state }: ViewProps) {
  return (
    <div class="course">
      <ComesBack state={state} />
      <section class="whole" aria-labelledby="course-title">
        <h2 id="course-title">{enPath.title}</h2>
        <p class="note">{enPath.note}</p>
        <p class="key">
          {(["lesson", "exercise", "puzzle"] as const).map((kind) => (
            <span key={kind}>
              <Shape kind={kind} progress="open" /> {enPath.key[kind]}
            </span>
          ))}
        </p>
        <ol class="path">
          {[...new Set(PATH.map(({ letter }) => letter))].map((letter) => (
            <Stage key={letter} letter={letter} state={state} />
          ))}
        </ol>
      </section>
      <div class="aside">
        <OwnRaft state={state} />
        <LookUp words={state.words.home.lookUp} />
      </div>
    </div>
  );
}

/** ComesBack asks again what was answered wrongly in a lesson, when it is time. */
function ComesBack({ state }: Part) {
  const part = usePart(state.memory.comesBack, review);
  return part && <part.Review state={state} />;
}

async function review() {
  const [part] = await Promise.all([import("../learn/review.tsx"), style("review")]);
  return part;
}

function Stage({ letter, state }: Part & { letter: string }) {
  const { home } = state.words;
  const steps = PATH.filter((one) => one.letter === letter);
  // The last part has no scenarios: its servers are the reader's.
  const subject = home.subjects[letter];
  const title = subject ?? enPath.last;
  const count = (kind: Step["kind"]): number => steps.filter((one) => one.kind === kind).length;
  const isDone = steps.every((one) => progressOf(one, state.memory) === "done");
  return (
    <li class={isDone ? "part done" : "part"}>
      <h3>
        <span class="letter">{letter}</span> {title}
        <span class="count">
          {enPath.counts(count("lesson"), count("exercise"), count("puzzle"))}
        </span>
        {subject ? (
          <a href={galleryLink(letter)} aria-label={enPath.watchOf(title)}>
            {enPath.watch}
          </a>
        ) : (
          <a href={BRING}>{enPath.own.bring}</a>
        )}
      </h3>
      <ol>
        {steps.map((step) => (
          <Row key={step.kind + step.id} step={step} state={state} />
        ))}
      </ol>
    </li>
  );
}

function Row({ step, state }: Part & { step: Step }) {
  const { kind, id, title } = step;
  const progress = progressOf(step, state.memory);
  const next = nextStep(state.memory);
  const isNext = next?.kind === kind && next.id === id;
  return (
    <li class={`step ${progress}${isNext ? " next" : ""}`}>
      <a
        href={linkOf(step)}
        data-testid={`${kind}-${id}`}
        aria-current={isNext ? "step" : undefined}
      >
        <Shape kind={kind} progress={progress} />
        <span class="what">
          {enPath.kinds[kind] && <b>{enPath.kinds[kind]} </b>}
          {title}
        </span>
        <span class="mark">{progress === "open" ? "" : enPath.state[kind][progress]}</span>
      </a>
    </li>
  );
}

/** Shape: a circle is a lesson, a square a rule to write, a diamond a puzzle; a tick, and only then green, is done. */
function Shape({ kind, progress }: Pick<Step, "kind"> & { progress: string }) {
  return (
    <svg
      class={`shape ${progress}`}
      viewBox="-9 -9 18 18"
      width="18"
      height="18"
      aria-hidden="true"
    >
      {kind === "lesson" && <circle r={6.5} />}
      {kind === "exercise" && <rect x={-6.5} y={-6.5} width={13} height={13} rx={1.5} />}
      {kind === "puzzle" && <path class="outline" d="M0-8L8 0L0 8L-8 0Z" />}
      {progress === "done" && <path class="tick" d="M-3 0L-1 2.4L3.2-2.4" />}
      {progress === "begun" && <circle class="dot" r={2.4} />}
    </svg>
  );
}
