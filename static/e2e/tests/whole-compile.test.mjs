// Whole servers are compiled in the page, by Go's own compiler. That the bytes are those of this machine is shown by
// wasm/toolchain.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withApp } from "../help/app.mjs";
import { watched } from "../help/progress.mjs";
import { giveTools } from "../help/toolchain.mjs";
import { QUIET } from "../help/toolchain-page.mjs";
import { buildWhole, loadWhole, serverFiles } from "../help/whole.mjs";

const visit = withApp();
let bench = null;
after(() => bench?.close());

/** onBench gives the tests one page, in which the compiler is loaded. */
async function onBench(body) {
  if (bench === null) {
    bench = await visit.open(QUIET);
    await giveTools(bench.page);
    bench.reports = await watched(bench.page, () => loadWhole(bench.page));
  }
  await watched(bench.page, () => body(bench.page, bench.reports));
  assert.deepEqual(bench.complaints.splice(0), []);
}

test("what exercises need is not fetched", () =>
  onBench(async (_, reports) => {
    assert.equal(reports.at(-1).kind, "ready", JSON.stringify(reports.at(-1)));
    const { total } = reports.find(({ kind }) => kind === "fetching");
    assert.ok(total < 12_500_000, `${total} bytes`);
  }));

test("a folder becomes a program, step by step", () =>
  onBench(async (page) => {
    const built = await buildWhole(page, "plain", serverFiles("plain"));
    assert.equal(built.kind, "built", JSON.stringify(built.complaints));
    assert.equal(built.about.package, "src/raft1");
    assert.equal(built.about.shape, "raft1");
    assert.ok(built.about.notes.some(({ what }) => what === "6.5840/labrpc"));
    const of = built.steps.length;
    assert.deepEqual(
      built.steps,
      built.steps.map((_, i) => [i, of]),
    );
    for (const name of ["_initialize", "input", "step", "output", "fuel"]) {
      assert.ok(built.exports.includes(name), name);
    }
  }));

test("a node of etcd's raft is compiled with a pack of its own", () =>
  onBench(async (page) => {
    const built = await buildWhole(page, "etcd", serverFiles("etcd"));
    assert.equal(built.kind, "built", JSON.stringify(built.complaints));
    assert.equal(built.about.shape, "rawnode");
  }));

test("what does not compile is said about the person's files", () =>
  onBench(async (page) => {
    const files = serverFiles("rounds");
    const text = `${files[0].text}\nfunc (rf *Raft) wrong() { unknown() }\n`;
    const line = text.split("\n").length - 1;
    const built = await buildWhole(page, "rounds", [{ ...files[0], text }]);
    assert.equal(built.kind, "unfit");
    assert.equal(built.about.release, "1.21", "the release that the file needs was tried");
    assert.deepEqual(built.complaints, [
      { file: "raft.go", line, column: 27, message: "undefined: unknown" },
    ]);
  }));

test("what is nested too deeply is said, and the next folder is read", () =>
  onBench(async (page) => {
    const [file] = serverFiles("rounds");
    const deep = `var deep = ${"(".repeat(50_000)}1${")".repeat(50_000)}`;
    const built = await buildWhole(page, "deep", [{ ...file, text: `${file.text}\n${deep}\n` }]);
    assert.equal(built.kind, "unfit");
    assert.match(built.complaints[0].message, /nested too deeply/);
    const next = await buildWhole(page, "rounds", [file]);
    assert.equal(next.kind, "built", JSON.stringify(next.complaints));
  }));

test("what is no server is explained", () =>
  onBench(async (page) => {
    const built = await buildWhole(page, "other", [{ path: "a.go", text: "package a\n" }]);
    assert.equal(built.kind, "unfit");
    assert.equal(built.about, null);
    assert.match(built.complaints[0].message, /none with a function Make that imports labrpc/);
    assert.match(built.complaints[0].do, /name the package's folder/);
  }));

test("a build can be stopped, and the next one succeeds", () =>
  onBench(async (page) => {
    const why = await page.evaluate(
      async (sources) => {
        const { whole } = globalThis.raftlab;
        const built = whole.buildWhole(sources, () => whole.stop());
        return built.then(
          () => "built",
          (error) => error.name,
        );
      },
      { name: "oldest", files: serverFiles("oldest") },
    );
    assert.equal(why, "Stopped");
    const built = await buildWhole(page, "oldest", serverFiles("oldest"));
    assert.equal(built.kind, "built");
  }));
