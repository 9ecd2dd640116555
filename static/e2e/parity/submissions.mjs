// Has the page compile and judge what learners might submit, and compares each report, to the last
// byte, with the one that `go test` gave; and plays the runs that were found, with the learner's program
// in the workers of servers, and compares their traces, line by line:
//
//	node static/e2e/parity/submissions.mjs [--sample | --hostile]
//
// `make parity` also has hostile files judged, and --hostile only those: of these the verdicts are compared, since each
// host runs out of memory and stack in its own words. What is not judged has the same reason on all hosts.
//
// The reports have the seeds of the schedules that failed and the hash over all traces in them, so that equal
// reports are equal runs. `make parity` compares all submissions, `make test` a sample.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, openPage } from "../help/browser.mjs";
import { binary, serve } from "../help/server.mjs";
import { giveTools, load, play, REQUEST } from "../help/toolchain.mjs";

const QUIET = "#/nowhere";
/** LANES is how many submissions are in work at a time: while one is judged, another is compiled. */
const LANES = 2;
const OUTPUT_MAX = 1 << 28;
/** DIFFERENCE is how much of two texts is shown from where they part. */
const DIFFERENCE = 120;

const root = join(import.meta.dirname, "..", "..", "..");
const [sample, hostileOnly] = ["--sample", "--hostile"].map((flag) => process.argv.includes(flag));
const raftlab = (...args) =>
  execFileSync(binary, args, { encoding: "utf8", cwd: root, maxBuffer: OUTPUT_MAX });

let wrong = 0;
function differ(what, lines) {
  wrong++;
  console.log(`NOT EQUAL: ${what}\n${lines.map((line) => `  ${line}`).join("\n")}`);
}

/** judge builds and grades one submission in the page. What comes back has what the page itself added to
 * the report taken away. */
function judge(page, { exercise, source }) {
  return page.evaluate(
    async ([id, text, request]) => {
      const { toolchain, grade, words } = globalThis.raftlab;
      const { guest, problems } = await toolchain.build(id, text);
      if (!guest) return { problems };
      const { frames, printed, ...report } = await grade(words, id, guest, request, () => {})
        .report;
      return { report };
    },
    [exercise, source, REQUEST],
  );
}

/** compare names each field in which two reports differ, and shows where the two texts part. */
function compare(what, wanted, got) {
  if (JSON.stringify(wanted) === JSON.stringify(got)) return true;
  const lines = [];
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
    const [a, b] = [wanted[name], got[name]].map((value) => JSON.stringify(value) ?? "not there");
    if (a === b) continue;
    let at = 0;
    while (a[at] === b[at]) at++;
    const from = Math.max(at - 20, 0);
    lines.push(`${name}, from character ${from}:`);
    lines.push(`  native  ${a.slice(from, from + DIFFERENCE)}`);
    lines.push(`  page    ${b.slice(from, from + DIFFERENCE)}`);
  }
  differ(what, lines.length > 0 ? lines : ["the fields are in another order"]);
  return false;
}

function compareTraces(what, wanted, { lines, hash }) {
  const native = wanted.trimEnd().split("\n");
  const end = native.pop() ?? "";
  const at = native.findIndex((line, i) => line !== lines[i]);
  if (at < 0 && native.length === lines.length && end.endsWith(`sha256=${hash}`)) return true;
  const from = at < 0 ? native.length : at;
  differ(what, [
    `line ${from + 1} of the trace:`,
    `  native  ${native[from] ?? end}`,
    `  page    ${lines[from] ?? `sha256=${hash}`}`,
  ]);
  return false;
}

/** mixed plays a run in which only some servers are the learner's, and has `raftlab replay` play it again,
 * with guests that the go command compiled. */
async function mixed(page, submission, own) {
  const { exercise, source } = submission;
  const what = `${title(submission)}, on ${own} alone`;
  const played = await play(page, exercise, source, runOf(submission).smallest, own);
  const body = played.lines.map((line) => `${line}\n`).join("");
  const events = played.lines.filter((line) => !line.startsWith("#")).length;
  const sum = createHash("sha256").update(body).digest("hex");
  const folder = mkdtempSync(join(tmpdir(), "raftlab-parity-"));
  try {
    const files = ["mixed.trace", `${exercise}.go`].map((name) => join(folder, name));
    writeFileSync(files[0], `${body}# end events=${events} sha256=${sum}\n`);
    writeFileSync(files[1], source);
    raftlab("replay", files[0], "--with", `${exercise}=${files[1]}`);
    if (!body.includes(` own=${own}`)) differ(what, ["the trace does not say whose rules it has"]);
    else console.log(`equal: ${what}: ${events} events, ${played.hash.slice(0, 16)}`);
  } catch (error) {
    differ(what, String(error.stderr ?? error).split("\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** hostile compares the verdict on a file that attacks the grader. What is not judged has the same first reason, at the
 * same place. */
async function hostile(page, submission) {
  const { report, problems } = await judge(page, submission);
  const { verdict, findings } = submission.report;
  const placed = ({ line, column, sentence, message }) =>
    `not judged: ${line}:${column}: ${sentence ?? message}`;
  const got = problems ? placed(problems[0]) : report.verdict;
  const wanted = /^(compile|refused)$/.test(verdict) ? placed(findings[0]) : verdict;
  if (got !== wanted)
    differ(title(submission), [`native  ${wanted}`, `page    ${got}`, JSON.stringify(problems)]);
  return got === wanted;
}

const title = ({ exercise, name }) => `${exercise}: ${name}`;
const runOf = ({ report }) => report.findings.find(({ smallest }) => smallest);

/** inLanes calls `work` for each, LANES at a time. */
async function inLanes(all, work) {
  const rest = all.values();
  const lane = async () => {
    for (const one of rest) await work(one);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

const began = performance.now();
const since = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
const native = hostileOnly
  ? []
  : JSON.parse(raftlab("submissions", "--judge", ...(sample ? ["--sample"] : [])));
const server = await serve();
const browser = await launch();
try {
  const { page } = await openPage(browser, server.url + QUIET);
  await giveTools(page);
  const ready = (await load(page)).at(-1);
  if (ready.kind !== "ready") throw new Error(JSON.stringify(ready));

  let equal = 0;
  const verdicts = new Map();
  await inLanes(native, async (submission) => {
    const { report, problems } = await judge(page, submission);
    if (problems)
      differ(title(submission), ["it does not compile in the page:", JSON.stringify(problems)]);
    else if (compare(title(submission), submission.report, report)) {
      equal++;
      verdicts.set(report.verdict, (verdicts.get(report.verdict) ?? 0) + 1);
      console.log(
        `equal: ${title(submission)}: ${report.verdict}, ${report.hash?.slice(0, 16) ?? "no run"}`,
      );
    }
  });
  const withRuns = native.filter(runOf);
  let runs = 0;
  for (const submission of withRuns) {
    const { exercise, source } = submission;
    const { smallest, trace } = runOf(submission);
    const played = await play(page, exercise, source, smallest, "all");
    if (compareTraces(`the run of ${title(submission)}`, trace, played)) runs++;
  }
  console.log(
    `${runs} of ${withRuns.length} runs are the same with the program in servers' workers`,
  );
  const ofThree = withRuns.filter((one) => /^servers [3-9]/m.test(runOf(one).smallest));
  for (const submission of sample ? ofThree.slice(0, 1) : ofThree.filter(firstOfExercise)) {
    await mixed(page, submission, "S1,S3");
  }
  if (!sample) {
    const attacks = JSON.parse(raftlab("submissions", "--judge", "--hostile"));
    let met = 0;
    await inLanes(attacks, async (one) => {
      if (await hostile(page, one)) met++;
    });
    console.log(`${met} of ${attacks.length} hostile files get the same verdict`);
  }
  const counts = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
  console.log(
    `${equal} of ${native.length} submissions are judged alike, by go test and in the page: ${counts} (${since()})`,
  );
} finally {
  await browser.close();
  server.close();
}
process.exit(wrong === 0 ? 0 : 1);

function firstOfExercise({ exercise }, i, all) {
  return all.findIndex((one) => one.exercise === exercise) === i;
}
