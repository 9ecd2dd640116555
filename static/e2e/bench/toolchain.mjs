// How long a learner waits: from typing to the compiler's answer, to the running guest, to the verdict.
// The numbers are those of issue 5, for two processors and a server on the same machine.
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
    for (let i = 0; i < ROUNDS; i++) {
      // Another text each time, as after another key.
      checks.push(await timed(() => check(page, "vote", `${typo}// ${i}\n`)));
      runs.push(await firstVerdict(page, `${wrong}// ${i}\n`));
    }
    line("diagnostics", median(checks), 300);
    line("warm, to the running guest", median(runs.map(({ running }) => running)), 700);
    line("warm, to the first failing verdict", median(runs.map(({ failing }) => failing)), 1500);

    const sources = EXERCISES.map((id) => [id, solution(id)]);
    const judged = await timed(async () => {
      for (const [id, source] of sources) {
        await build(page, id, source);
        const { report } = await judge(page, id);
        if (report.verdict !== "pass") throw new Error(report.text);
      }
    });
    line(`all ${sources.length} solutions built and judged`, judged, 30_000);
  } finally {
    await close();
  }
}

/** firstVerdict builds and grades, and gives when the guest told its first check, and its first failure. */
function firstVerdict(page, source) {
  return page.evaluate(async (text) => {
    const { toolchain, grade, words } = globalThis.raftlab;
    const began = performance.now();
    const since = () => performance.now() - began;
    const times = { running: 0, failing: 0, verdict: "" };
    const { guest } = await toolchain.build("vote", text);
    const request = { firstSeed: 1, schedules: 200, all: false };
    const grading = grade(words, "vote", guest, request, ({ kind }) => {
      times.running ||= since();
      if (kind === "finding") times.failing ||= since();
    });
    times.verdict = (await grading.report).verdict;
    return times;
  }, source);
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(times) {
  const warm = times.slice(WARM_UP).sort((a, b) => a - b);
  return warm[Math.floor(warm.length / 2)];
}

function line(what, milliseconds, bound) {
  console.log(
    `Chromium, compiler, ${what}: ${Math.round(milliseconds)} ms, at most ${bound.toLocaleString("en")}`,
  );
}
