// What the tests of the compiler share: a page that has it, and the way from a source to a verdict.
import assert from "node:assert/strict";
import { build, giveTools, judge, load } from "./toolchain.mjs";

/** A page without a cluster of its own, so that the compiler has the processors to itself. */
export const QUIET = "#/nowhere";

/** withTools gives `body` a page in which the toolchain is loaded. */
export function withTools(visit, body) {
  return visit(QUIET, {}, async (page) => {
    await giveTools(page);
    const told = await load(page);
    assert.equal(told.at(-1).kind, "ready", JSON.stringify(told.at(-1)));
    await body(page, told);
  });
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
