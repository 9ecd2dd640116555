// How long a learner waits: from typing to the compiler's answer, to the running guest, to the verdict.
// The bounds are for two processors and a server on the same machine.
import { openPage } from "../help/browser.mjs";
import {
  build,
  check,
  EXERCISES,
  giveTools,
  judge,
  load,
  solution,
  vote,
} from "../help/toolchain.mjs";

const QUIET = "#/nowhere";
const ROUNDS = 15;
/** The first rounds are those in which the browser still makes the tools fast. */
const WARM_UP = 5;
/** RIGHT is how often a right file is judged. */
const RIGHT = 3;
/** FIGURE_2 is how many exercises are those of Figure 2; they come first. */
const FIGURE_2 = 7;

const wrong = vote("\treturn raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}");
const typo = vote("\treturn raft.RequestVoteReply{Term: s.CurentTerm}");

export async function benchToolchain(browser, server) {
  const began = performance.now();
  const { page, close } = await openPage(browser, server.url + QUIET);
  try {
    await giveTools(page);
    const told = await load(page);
    const ready = told.at(-1);
    if (ready.kind !== "ready") throw new Error(ready.message);
    const loaded = performance.now() - began;
    const cold = await firstVerdict(page, wrong);
    line("cold, from the first opening to the first verdict", loaded + cold.failing, 8000);
    const { total } = told.find(({ kind }) => kind === "fetching");
    console.log(`Chromium, compiler: ${(total / 1e6).toFixed(2)} MB fetched once, at most 13 MB`);
    if (cold.verdict !== "safety") throw new Error(`the wrong rule is judged ${cold.verdict}`);

    const checks = [];
    const runs = [];
    const ahead = [];
    for (let i = 0; i < ROUNDS; i++) {
      // Another text each time, as after another key.
      checks.push(await timed(() => check(page, "vote", `${typo}// ${i}\n`)));
      runs.push(await firstVerdict(page, `${wrong}// ${i}\n`));
      ahead.push(await firstVerdict(page, `${wrong}// ahead ${i}\n`, true));
    }
    line("diagnostics", median(checks), 300);
    for (const step of ["compile", "join", "link", "module"]) {
      const took = Math.round(median(runs.map(({ steps }) => steps[step])));
      console.log(`Chromium, compiler, of a warm build: ${step} ${took} ms`);
    }
    line("warm, to the running guest", median(runs.map(({ running }) => running)), 700);
    line("warm, to the first failed case", median(runs.map(({ failing }) => failing)), 1000);
    line(
      "built ahead, to the first failed case",
      median(ahead.map(({ failing }) => failing)),
      1000,
    );

    for (const id of EXERCISES) {
      const right = [];
      for (let i = 0; i < RIGHT; i++) {
        const { whole, verdict } = await firstVerdict(page, `${solution(id)}// ${i}\n`, true, id);
        if (verdict !== "pass") throw new Error(`the solution of ${id} is judged ${verdict}`);
        right.push(whole);
      }
      line(`built ahead, to the whole verdict of a right file, ${id}`, middle(right), 3000);
    }

    const sources = EXERCISES.slice(0, FIGURE_2).map((id) => [id, solution(id)]);
    const judged = await timed(async () => {
      for (const [id, source] of sources) {
        await build(page, id, source);
        const { report } = await judge(page, id);
        if (report.verdict !== "pass") throw new Error(report.text);
      }
    });
    line(`all ${sources.length} solutions of Figure 2 built and judged`, judged, 20_000);
  } finally {
    await close();
  }
}

/** firstVerdict builds and grades, and gives when the guest told its first check, and its first failure. A program that
 * is built ahead, while its learner reads what he wrote, is there before the time begins. */
function firstVerdict(page, source, isAhead = false, exercise = "vote") {
  return page.evaluate(
    async ([id, text, before]) => {
      const { toolchain, grade, words } = globalThis.raftlab;
      if (before) {
        toolchain.prepare(id, text);
        await toolchain.build(id, text);
      }
      const began = performance.now();
      const since = () => performance.now() - began;
      const times = { running: 0, failing: 0, whole: 0, verdict: "", steps: null };
      const { guest, took } = await toolchain.build(id, text);
      const request = { firstSeed: 1, schedules: 200, all: false };
      const grading = grade(words, id, guest, request, ({ kind }) => {
        times.running ||= since();
        if (kind === "finding") times.failing ||= since();
      });
      times.verdict = (await grading.report).verdict;
      times.whole = since();
      times.steps = took;
      return times;
    },
    [exercise, source, isAhead],
  );
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(times) {
  return middle(times.slice(WARM_UP));
}

function middle(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function line(what, milliseconds, bound) {
  console.log(
    `Chromium, compiler, ${what}: ${Math.round(milliseconds)} ms, at most ${bound.toLocaleString("en")}`,
  );
}
