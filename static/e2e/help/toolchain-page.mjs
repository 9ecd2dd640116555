// What the tests of the compiler share: a page that has it, and the way from a source to a verdict.
import assert from "node:assert/strict";
import { after } from "node:test";
import { watched } from "./progress.mjs";
import { build, giveTools, judge, load } from "./toolchain.mjs";

/** A page without a cluster of its own, so that the compiler has the processors to itself. */
export const QUIET = "#/nowhere";

/** withTools gives `body` a page of its own in which the toolchain is loaded. */
export function withTools(visit, options, body) {
  return visit(QUIET, options, async (page) => {
    await giveTools(page);
    const reports = await load(page);
    assert.equal(reports.at(-1).kind, "ready", JSON.stringify(reports.at(-1)));
    await body(page, reports);
  });
}

/** oneBench gives the tests of a file one page in which the toolchain is loaded: to load it costs more than
 * most tests. It is a learner's page that stays open, so that what
 * a test does to it must not harm the next. */
export function oneBench(open) {
  let bench = null;
  after(() => bench?.close());
  return async (body) => {
    if (bench === null) {
      bench = await open(QUIET);
      await giveTools(bench.page);
      const reports = await load(bench.page);
      assert.equal(reports.at(-1).kind, "ready", JSON.stringify(reports.at(-1)));
    }
    try {
      await watched(bench.page, () => body(bench.page));
      assert.deepEqual(bench.complaints.splice(0), []);
    } catch (error) {
      // What was left behind by a test that failed must not fail others.
      await bench.close();
      bench = null;
      throw error;
    }
  };
}

/** compiled builds, and fails with the problems if there are any. */
export async function compiled(page, exercise, source) {
  const built = await build(page, exercise, source);
  assert.ok(built.size > 0, JSON.stringify(built.problems));
}

export async function verdictOf(page, source) {
  await compiled(page, "vote", source);
  const { report } = await judge(page, "vote");
  return report;
}
