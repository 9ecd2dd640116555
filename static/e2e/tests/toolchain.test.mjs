// Real Go in the page: fetching the compiler, compiling, judging, and what a learner's program cannot do
// to the page. The exercise's own screen has its tests elsewhere.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { WHOLE } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";
import { build, check, EXERCISES, judge, play, solution, vote } from "../help/toolchain.mjs";
import { compiled, oneBench, verdictOf, withTools } from "../help/toolchain-page.mjs";

const visit = withApp();
/** Tests that turn the page's clock are alone: all pages of a context have one clock. */
const onBench = oneBench((hash) => visit.open(hash));

const GRANT = "\treturn raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}";
const REFUSE = "\treturn raft.RequestVoteReply{Term: s.CurrentTerm}";

/** Of each exercise a file is judged in the page by `make test`, too (parity/submissions.mjs). */
const SOME = WHOLE ? EXERCISES : [EXERCISES[0], EXERCISES.at(-1)];

test("an exercise's solution passes, with progress of each check", () =>
  onBench(async (page) => {
    for (const id of SOME) {
      await compiled(page, id, solution(id));
      const { report, progress } = await judge(page, id);
      assert.equal(report.verdict, "pass", report.text);
      assert.match(report.hash, /^[0-9a-f]{64}$/);
      const checks = progress.filter(({ kind }) => kind === "check");
      assert.equal(checks.length, report.checks);
      assert.deepEqual(
        checks.map(({ index }) => index),
        checks.map((_, i) => i + 1),
      );
      assert.ok(checks.every(({ passed }) => passed));
    }
  }));

test("a wrong rule fails, and its finding is shown before it is made small", () =>
  onBench(async (page) => {
    await compiled(page, "vote", vote(GRANT));
    const { report, progress } = await judge(page, "vote");
    assert.equal(report.verdict, "safety");
    assert.ok(report.findings.some(({ smallest }) => smallest));
    const found = progress.filter(({ kind }) => kind === "finding");
    assert.equal(found.length, report.findings.length);
    const sentences = (findings) => findings.map(({ sentence }) => sentence).sort();
    assert.deepEqual(sentences(found.map(({ finding }) => finding)), sentences(report.findings));
  }));

test("the compiler's problems are at the right columns, after Chinese, emoji and tabs", () =>
  onBench(async (page) => {
    const line = '\t\t/* 世界 😀 */ if s.CurentTerm > req.Term { println("任期") }';
    const source = vote(`${line}\n${REFUSE}`);
    const [problem, ...others] = await check(page, "vote", source);
    assert.deepEqual(others, []);
    assert.equal(problem.line, source.split("\n").indexOf(line) + 1);
    assert.equal(problem.column, line.indexOf("CurentTerm") + 1);
    assert.match(problem.message, /CurentTerm/);
    const built = await build(page, "vote", source);
    assert.equal(built.problems[0].column, problem.column);
  }));

test("what does not compile is explained, all of it", () =>
  onBench(async (page) => {
    const cases = [
      [vote("\tvar a int = b\n\tvar c string = d"), /undefined: b/, /undefined: d/],
      [vote(REFUSE, { imports: ["os"], rest: "var _ = os.Args\n" }), /os/],
      [vote("\tgo func() {\n\t\tfor {\n\t\t}\n\t}()\n\tselect {}"), /start a goroutine/],
      [vote("\tselect {}"), /select/],
      [vote(REFUSE, { imports: ["unsafe"], rest: "var _ unsafe.Pointer\n" }), /unsafe/],
      [
        vote(REFUSE, { rest: "\n//go:linkname exit os.Exit\nfunc exit(int)\n" }),
        /go:linkname|body/,
      ],
      [vote(REFUSE).replace("HandleRequestVote", "HandleRequestVotes"), /HandleRequestVote/],
      [vote(REFUSE).replace("package vote", "package main"), /package|main/],
      ["package vote\n\nfunc HandleRequestVote(", /syntax|expected|unexpected/],
      ["", /package|expected|EOF/],
    ];
    for (const [source, ...wanted] of cases) {
      const { problems } = await build(page, "vote", source);
      for (const words of wanted) {
        assert.ok(
          problems?.some(({ message }) => words.test(message)),
          `${words}: ${JSON.stringify(problems)}`,
        );
      }
      assert.ok(problems.every(({ line }) => line <= source.split("\n").length));
    }
    const wrong = vote("\treturn 1").replace("raft.RequestVoteReply {", "int {");
    const { problems } = await build(page, "vote", wrong);
    assert.match(problems[0].message, /HandleRequestVote/);
    assert.match(wrong.split("\n")[problems[0].line - 1], /func HandleRequestVote/);
  }));

test("a learner's file reaches neither the page, nor the network, nor the grader", () =>
  onBench(async (page) => {
    const paths = [
      "os",
      "net/http",
      "syscall",
      "syscall/js",
      "runtime",
      "time",
      "reflect",
      "unsafe",
    ];
    for (const path of [...paths, "raftlab/grader", "raftlab/grader/visit", "raftlab/lab"]) {
      const { problems } = await build(page, "vote", vote(REFUSE, { imports: [path] }));
      const line = vote("", { imports: [path] })
        .split("\n")
        .findIndex((one) => one.includes(`"${path}"`));
      assert.ok(
        problems?.some((one) => one.line === line + 1 && one.message.includes(path)),
        `${path}: ${JSON.stringify(problems)}`,
      );
    }
    for (const directive of ["//go:wasmimport raftlab progress", "//go:linkname f os.Exit"]) {
      const rest = `\n${directive}\nfunc f(a, b uint32)\n`;
      const { problems } = await build(page, "vote", vote(REFUSE, { rest }));
      assert.ok(problems?.length > 0, directive);
    }
    const c = vote(REFUSE).replace("import (", 'import "C"\n\nimport (');
    assert.ok((await build(page, "vote", c)).problems?.length > 0, "cgo");
  }));

test("a guest with all that may be imported can ask its host for WASI's calls and progress alone", () =>
  onBench(async (page) => {
    const about = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../../build/toolchain/toolchain.json"), "utf8"),
    );
    const uses = [
      ["bytes", "Clone(nil)"],
      ["cmp", "Compare(1, 2)"],
      ["errors", 'New("")'],
      ["fmt", 'Sprint("")'],
      ["maps", "Keys(map[int]int{})"],
      ["math", "Sqrt(2)"],
      ["math/bits", "Len(1)"],
      ["raftlab/lab/kv", "NewStore()"],
      ["raftlab/lab/paxos", "Highest(paxos.Ballot{}, paxos.Ballot{})"],
      ["raftlab/lab/replicas", "Kinds()"],
      ["raftlab/lab/zab", "MakeZxid(1, 1)"],
      ["slices", "Max([]int{1})"],
      ["sort", "SearchInts(nil, 1)"],
      ["strconv", "Itoa(1)"],
      ["strings", 'ToUpper("")'],
      ["unicode/utf8", "RuneLen('a')"],
    ];
    const imports = uses.map(([path]) => path);
    assert.deepEqual(["raftlab/raft", ...imports].sort(), about.learnerImports.sort());
    const calls = uses.map(([path, call]) => `\t_ = ${path.split("/").at(-1)}.${call}\n`).join("");
    const rest = `func init() {\n${calls}}\n`;
    const source = vote(REFUSE, { imports, rest });
    await compiled(page, "vote", source);
    const asked = await page.evaluate(() =>
      WebAssembly.Module.imports(globalThis.guest).map(
        ({ module, name, kind }) => `${module}.${name} ${kind}`,
      ),
    );
    assert.deepEqual(
      asked.filter((one) => !/^wasi_snapshot_preview1\.\w+ function$/.test(one)),
      ["raftlab.progress function"],
    );
    // None of them opens a socket, and a path is opened below a folder that the host opened: there is none.
    assert.deepEqual(
      asked.filter((one) => /sock_(open|connect|bind|listen|accept)/.test(one)),
      [],
    );
  }));

test("a guest reads no input, changes nothing that the page keeps, and sends nothing", () =>
  onBench(async (page) => {
    const keeps = () =>
      page.evaluate(async () => ({
        local: { ...localStorage },
        session: { ...sessionStorage },
        caches: await caches.keys(),
        databases: (await indexedDB.databases()).map(({ name }) => name),
        cookie: document.cookie,
        address: location.href,
        body: document.body.innerHTML,
      }));
    const requests = [];
    await compiled(
      page,
      "vote",
      vote(
        `\tvar word string\n\tn, err := fmt.Scan(&word)\n\tpanic(fmt.Sprint("read ", n, " ", err))`,
        { imports: ["fmt"] },
      ),
    );
    const before = await keeps();
    page.on("request", (request) => requests.push(request.url()));
    const { report } = await judge(page, "vote");
    assert.match(report.findings[0].sentence, /read 0 (EOF|unexpected newline|.*not)/);
    assert.deepEqual(await keeps(), before);
    assert.ok(
      requests.every((url) => /grade-worker\.js/.test(url)),
      requests.join(" "),
    );
  }));

test("a check that newer typing made outdated is dropped", () =>
  onBench(async (page) => {
    const sources = ["a", "b", "c", "d"].map((name) => vote(`\treturn ${name}`));
    const results = await page.evaluate(
      (all) => Promise.all(all.map((one) => globalThis.raftlab.toolchain.check("vote", one))),
      sources,
    );
    assert.deepEqual(results.slice(0, 3), [null, null, null]);
    assert.match(results[3][0].message, /undefined: d/);
  }));

/** LONG takes the compiler seconds. */
const LONG = vote(REFUSE, {
  rest: Array.from({ length: 20_000 }, (_, i) => `func f${i}() int { return ${i} }\n`).join(""),
});

test("stop ends a compilation and a grading, and the next goes on at once", () =>
  onBench(async (page) => {
    const stopped = await page.evaluate(
      async ([long, source]) => {
        const { toolchain, grade, words, given: taskGiven } = globalThis.raftlab;
        const names = [];
        const given = taskGiven();
        // One is built, the other waits for it.
        const both = [1, 2].map(() =>
          toolchain.build("vote", long).catch((error) => names.push(error.name)),
        );
        await given;
        toolchain.stop();
        await Promise.all(both);
        const { guest } = await toolchain.build("vote", source);
        const request = { firstSeed: 1, schedules: 100_000, all: true };
        const grading = grade(words, "vote", guest, request, ({ kind }) => {
          if (kind === "schedules") grading.stop();
        });
        await grading.report.catch((error) => names.push(error.name));
        return names;
      },
      [LONG, solution("vote")],
    );
    assert.deepEqual(stopped, ["Stopped", "Stopped", "Stopped"]);
    assert.equal((await verdictOf(page, solution("vote"))).verdict, "pass");
    const isOver = () => !page.workers().some((worker) => worker.url().includes("grade"));
    await until(page, "the worker of the grading is gone", isOver);
  }));

test("loops, memory, recursion and output end in a verdict, and the page goes on", () =>
  onBench(async (page) => {
    const cases = [
      ["a loop", vote(`\tfor {\n\t}`), /does not end/],
      ["recursion", vote("\treturn HandleRequestVote(s, req)"), /calls itself|recurs|deep/i],
      [
        "a gigabyte",
        vote(`\tb := make([]byte, 1<<30)\n\tb[s.CurrentTerm] = 1\n${REFUSE}`),
        /more memory/,
      ],
      [
        "memory that grows",
        vote(
          `\tvar all [][]byte\n\tfor range 1000 {\n\t\tall = append(all, make([]byte, 1<<20))\n\t}\n${REFUSE}`,
        ),
        /more memory/,
      ],
      ["an index", vote(`\tvar a []int\n\tprintln(a[req.Term])\n${REFUSE}`), /index out of range/],
    ];
    for (const [name, source, words] of cases) {
      const report = await verdictOf(page, source);
      assert.equal(report.verdict, "crash", `${name}: ${report.text}`);
      assert.match(report.findings[0].sentence, words, name);
    }
    const index = await verdictOf(page, cases.at(-1)[1]);
    const own = index.frames.filter((frame) => frame.own);
    assert.equal(own[0]?.function, "vote.HandleRequestVote", JSON.stringify(index.frames));
    assert.match(cases.at(-1)[1].split("\n")[own[0].line - 1], /println/);

    const loud = vote(
      `\tfmt.Println(strings.Repeat("x", 1000))\n${solution("vote").split(/^func HandleRequestVote.*\{$/m)[1]}`.replace(
        /\}\s*$/,
        "",
      ),
      { imports: ["fmt", "strings"] },
    );
    const report = await verdictOf(page, loud);
    assert.equal(report.verdict, "pass", report.text);
    assert.ok(report.printed.length > 0 && report.printed.length <= 400);
  }));

test("ten megabytes in one line are printed, and the page shows a little of it", () =>
  onBench(async (page) => {
    const body = solution("vote").split(/^func HandleRequestVote.*\{$/m)[1];
    const loud = vote(body.replace(/\}\s*$/, ""), {
      imports: ["fmt", "strings"],
      rest: 'func init() {\n\tfmt.Print(strings.Repeat("x", 10_000_000))\n}\n',
    });
    const report = await verdictOf(page, loud);
    assert.equal(report.verdict, "pass", report.text);
    assert.ok(report.printed.every((line) => line.length <= 4000));
  }));

test("in the live cluster, what harms itself takes its server down, and the page goes on", () =>
  onBench(async (page) => {
    const candidates = "# vote: one candidate\nservers 3\nmanual\ntimeout S1\ndeliver S1 > S2\n";
    const cases = [
      ["a loop", "\tfor {\n\t}", /does not end/],
      ["recursion", "\treturn HandleRequestVote(s, req)", /calls itself/],
      ["a gigabyte", `\tb := make([]byte, 1<<30)\n\tb[s.CurrentTerm] = 1\n${REFUSE}`, /memory/],
      ["a panic", `\tpanic("mine")`, /mine/],
    ];
    for (const [name, body, words] of cases) {
      const ended = await play(page, "vote", vote(body), candidates, "all");
      assert.equal(ended.status, "failed", name);
      assert.match(ended.failure + ended.lines.join("\n"), words, name);
    }
    const right = await play(page, "vote", solution("vote"), candidates, "all");
    assert.equal(right.status, "finished", right.failure);
  }));

test("a silent program is ended by the watchdog, without a verdict on the file", () =>
  withTools(visit, { alone: true }, async (page) => {
    await page.clock.install();
    // Few lines, each of them long: the count of lines would end this after minutes, and not before the watchdog.
    const slow =
      'func init() {\n\tlong := strings.Repeat("a", 1<<22)\n\tfor strings.Count(long, "ab") == 0 {\n\t}\n}\n';
    await compiled(page, "vote", vote(REFUSE, { imports: ["strings"], rest: slow }));
    const judged = judge(page, "vote");
    await page.waitForFunction(() => true);
    // A computer that slept for an hour has waited for a second.
    await page.clock.fastForward("01:00:00");
    const first = await Promise.race([judged, page.evaluate(() => "still judged")]);
    assert.equal(first, "still judged");
    await page.clock.runFor(21_000);
    const { report } = await judged;
    assert.equal(report.verdict, "infrastructure");
    assert.match(report.findings[0].sentence, /20 seconds.*raftlab grade vote/);
  }));

test("compile bombs end with a sentence, and the compiler is there again", () =>
  onBench(async (page) => {
    const long = `${vote(REFUSE)}/*${"x".repeat(10_000_000)}*/`;
    const [tooLong] = await check(page, "vote", long);
    assert.match(tooLong.message, /1,000,000 bytes/);

    const nested = vote(`\treturn ${"(".repeat(200_000)}1${")".repeat(200_000)}`);
    const huge = vote(REFUSE, {
      rest: "func g(i int) int { return [1<<27]int{1<<27 - 1: 1}[i] }\n",
    });
    const doubling = Array.from({ length: 40 }, (_, i) => `type T${i + 1} [2]T${i}\n`).join("");
    const generics = vote(REFUSE, {
      rest: `type T0 struct{ a, b, c, d string }\n${doubling}func f() T40 { var t T40; return t }\n`,
    });
    const words = [/nested|nesting/, /memory/, /stack frame too large/];
    for (const [i, source] of [nested, huge, generics].entries()) {
      const [problem] = await check(page, "vote", source);
      assert.match(problem.message, words[i]);
    }
    assert.deepEqual(await check(page, "vote", solution("vote")), []);
  }));

test("of tens of thousands of errors, some are shown", () =>
  onBench(async (page) => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `\t_ = x${i}\n`).join("");
    const problems = await check(page, "vote", vote(REFUSE, { rest: `func g() {\n${lines}}\n` }));
    assert.match(problems[0].message, /undefined: x0/);
    assert.ok(problems.length <= 40_000);
    assert.deepEqual(await check(page, "vote", solution("vote")), []);
  }));

test("a compilation that does not end is ended by the watchdog", () =>
  withTools(visit, { alone: true }, async (page) => {
    await page.clock.install();
    const given = page.evaluate(() => globalThis.raftlab.given());
    const checked = check(page, "vote", LONG).then(
      (problems) => problems[0].message, // a fast machine may be done, and out of memory
      (error) => error.message,
    );
    await given;
    await page.clock.runFor(61_000);
    assert.match(await checked, /60 seconds.*raftlab grade|memory/);
    assert.deepEqual(await check(page, "vote", solution("vote")), []);
  }));
