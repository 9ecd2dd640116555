// An exercise in the rules of another protocol than Raft: it is compiled and judged in the page, and its code runs in a
// cluster of its own protocol, beside files in Raft's rules that take no part in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { kept, verdict, write } from "../help/exercise-page.mjs";
import { giveTools, solution } from "../help/toolchain.mjs";

const visit = withApp();

/** OWN proposes its own wish, whatever the acceptors report. */
const OWN = solution("paxos").replace(
  "if p.BestFrom != paxos.None {",
  "if p.Wish == paxos.NoValue {",
);

test("Paxos is written, judged and run in the page", () =>
  visit("#/exercise/paxos", {}, async (page) => {
    await giveTools(page);
    await write(page, OWN);
    await page.keyboard.press("Shift+Enter");
    await verdict(page, "safety");
    const failed = page.locator('[data-testid="check-row"][data-state="failed"]');
    await failed
      .filter({ hasText: "one of the majority reports a value" })
      .first()
      .waitFor({ state: "attached" });

    await write(page, solution("paxos"));
    await page.keyboard.press("Shift+Enter");
    await verdict(page, "pass");
    await kept(page);

    // After the pass two proposers outbid each other, with the learner's code in every server.
    await page.getByTestId("to-passed").click();
    await page.waitForURL(/exercise\/paxos\?passed/);
    await page
      .getByTestId("own-count")
      .filter({ hasText: /call \d+ of \d+/ })
      .waitFor();
    assert.match(await page.getByTestId("server-2").getAttribute("aria-label"), /your code/);
    assert.equal(await page.getByTestId("own-rules").count(), 0, "it is no part of the own Raft");

    await page.getByTestId("to-lab").click();
    await page.waitForURL(/scenario=g2-back-off&own=all&exercise=paxos/);
    await page.getByTestId("server-2").waitFor();
    assert.equal(await page.getByTestId("whose-code").inputValue(), "mine");
    assert.equal(await page.getByTestId("file-paxos").isChecked(), true);
    assert.equal(await page.getByTestId("protocol").inputValue(), "paxos");

    // A cluster of Raft does not offer it.
    await page.getByTestId("protocol").selectOption("raft");
    await page.locator('[data-testid="whose-code"]').waitFor({ state: "detached" });
  }));

for (const exercise of ["zab", "quorum"]) {
  test(`the solution of ${exercise} passes in the page, and its code runs there`, () =>
    visit(`#/exercise/${exercise}`, {}, async (page) => {
      await giveTools(page);
      await write(page, solution(exercise));
      await page.keyboard.press("Shift+Enter");
      await verdict(page, "pass");
      await kept(page);
      await page.getByTestId("to-passed").click();
      await page.waitForURL(new RegExp(`exercise/${exercise}\\?passed`));
      await page
        .getByTestId("own-count")
        .filter({ hasText: /call \d+ of \d+/ })
        .waitFor();
    }));
}
