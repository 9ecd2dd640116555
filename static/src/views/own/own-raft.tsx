// "Your own Raft": a cell for each rule of Figure 2. When all have passed, all seven files together are tried by random
// schedules, here, and a card says how it went.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Controls } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import { learnerGuest, savedFiles } from "../../course/learner-program.ts";
import type { Memory } from "../../course/memory.ts";
import { type Grading, grade } from "../../toolchain/grade.ts";
import { Stopped } from "../../toolchain/progress.ts";
import { enOwn } from "../../words/en-own.ts";
import { enToolchain } from "../../words/en-toolchain.ts";
import { Cells } from "../home/cells.tsx";
import { OWN_RAFT } from "../home/path.ts";

const SCHEDULES = 1000;

interface Props {
  memory: Memory;
  on: Controls;
}

export function OwnRaft({ memory, on }: Props) {
  const words = enOwn.passed;
  const done = OWN_RAFT.filter((id) => memory.passed.includes(id));
  const left = OWN_RAFT.length - done.length;
  return (
    <section class="panel own-raft" aria-labelledby="own-raft-title">
      <header>
        <h2 id="own-raft-title">{words.mine}</h2>
        <span data-testid="own-rules">{words.rules(done.length, OWN_RAFT.length)}</span>
      </header>
      <Cells memory={memory} />
      <p>{left > 0 ? words.more(left) : words.whole}</p>
      {left === 0 && <Trial exercises={OWN_RAFT} on={on} />}
    </section>
  );
}

type Trying =
  | { phase: "idle" }
  | { phase: "building" }
  | { phase: "trying"; done: number }
  | { phase: "stopped"; done: number }
  | { phase: "failed"; why: string }
  | { phase: "over"; broke: string; events: number };

function Trial({ exercises, on }: { exercises: readonly string[]; on: Controls }) {
  const words = enOwn.passed;
  const { trying, begin, stop } = useTrial(exercises);
  const isUnderWay = trying.phase === "building" || trying.phase === "trying";
  return (
    <div class="trial">
      {isUnderWay ? (
        <button type="button" onClick={stop} data-testid="stop-trial">
          {words.stop}
        </button>
      ) : (
        <button type="button" class="primary" onClick={() => void begin()} data-testid="trial">
          {words.tries(SCHEDULES)}
        </button>
      )}
      {trying.phase === "trying" && (
        <progress max={SCHEDULES} value={trying.done} aria-label={words.mine} />
      )}
      <p role="status" data-testid="trial-told" data-phase={trying.phase}>
        {told(trying)}
      </p>
      {trying.phase === "over" && trying.broke === "" && <Card events={trying.events} on={on} />}
    </div>
  );
}

function told(trying: Trying): string {
  const words = enOwn.passed;
  switch (trying.phase) {
    case "idle":
      return "";
    case "building":
      return words.building;
    case "trying":
      return words.trying(trying.done, SCHEDULES);
    case "stopped":
      return words.stopped(trying.done);
    case "failed":
      return trying.why;
    case "over":
      return trying.broke ? words.broke(trying.broke) : words.survived(SCHEDULES, trying.events);
  }
}

function useTrial(exercises: readonly string[]) {
  const [trying, setTrying] = useState<Trying>({ phase: "idle" });
  const grading = useRef<Grading | null>(null);
  const turn = useRef(0);
  const end = (): void => {
    turn.current += 1;
    grading.current?.stop();
    grading.current = null;
  };
  useEffect(() => end, []);
  const begin = async (): Promise<void> => {
    end();
    const mine = turn.current;
    const report = (next: Trying): void => {
      if (mine === turn.current) setTrying(next);
    };
    report({ phase: "building" });
    try {
      const files = await savedFiles(exercises);
      const guest = await learnerGuest(files, () => {});
      if (mine !== turn.current) return;
      const request = { firstSeed: 1, schedules: SCHEDULES, all: false, onlySchedules: true };
      report({ phase: "trying", done: 0 });
      const last = exercises.at(-1) ?? "";
      grading.current = grade(enToolchain, last, guest, request, (progress) => {
        if (progress.kind === "schedules") report({ phase: "trying", done: progress.done });
      });
      const { findings, events } = await grading.current.report;
      report({ phase: "over", broke: findings[0]?.sentence ?? "", events });
    } catch (error) {
      if (!(error instanceof Stopped)) report({ phase: "failed", why: messageOf(error) });
    }
  };
  const stop = (): void => {
    end();
    setTrying({ phase: "stopped", done: trying.phase === "trying" ? trying.done : 0 });
  };
  return { trying, begin, stop };
}

function Card({ events, on }: { events: number; on: Controls }) {
  const words = enOwn.passed;
  const [answer, setAnswer] = useState("");
  const text = words.cardText(SCHEDULES, events);
  const copy = async (): Promise<void> => {
    const copied = await on.copy(`${text} ${on.address("#/")}`);
    setAnswer(copied ? words.copied : words.notCopied);
  };
  return (
    <div class="card" data-testid="card">
      <p>{text}</p>
      <button type="button" onClick={() => void copy()} data-testid="copy-card">
        {words.card}
      </button>{" "}
      <span role="status">{answer}</span>
    </div>
  );
}
