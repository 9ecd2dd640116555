// How the protocols beside Raft explain themselves: each row of the inspector says what it is, and each promise is a
// card, with a lesson and a run in which it breaks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { WHOLE } from "../help/lab.mjs";

const visit = withApp();

/** Of each run: which promises it has, and after how many of them a run that breaks one is played here. */
const RUNS = [
  ["paxos", "g1-one-value", 7],
  ["zab", "g5-broadcast", 8],
  ["replicas: primary and backups", "g6-semi-sync", 4],
  ["replicas: a quorum", "g6-quorum", 4],
  ["replicas: transactions", "h2-one-says-no", 2],
];

for (const [name, scenario, count] of RUNS) {
  test(`each promise is a card, and what can break it does: ${name}`, () =>
    visit(`#/lab?scenario=${scenario}`, {}, async (page) => {
      const lights = page.locator('[data-testid^="promise-"]');
      await lights.first().waitFor();
      assert.equal(await lights.count(), count);
      const ids = await lights.evaluateAll((all) => all.map((one) => one.dataset.testid));
      let shown = 0;
      for (const id of ids) {
        await page.getByTestId(id).click();
        const card = page.getByTestId("promise");
        const [sentence, stands] = await card.locator("p").allTextContents();
        assert.match(sentence, /^[A-Z].{20,}\.$/, id);
        assert.match(stands, /^Here it holds so far/, id);
        const lesson = card.locator('a[href^="#/learn/"]');
        assert.ok((await lesson.textContent()).length >= 3, id);
        const show = page.getByTestId("show-broken");
        if ((await show.count()) > 0 && (WHOLE || shown === 0)) {
          shown += 1;
          await breaksIt(page, id.replace("promise-", ""));
        } else await page.getByTestId(id).click();
      }
      await page.locator(".state .gloss").first().waitFor();
      const names = page.locator(".state th");
      const noted = await names.evaluateAll((all) =>
        all.map((one) => [one.textContent, one.querySelector(".gloss")?.dataset.note ?? ""]),
      );
      for (const [row, note] of noted) {
        assert.match(note, /^[A-Z].*[.)]$/, row);
        assert.doesNotMatch(note, /Figure 2/, `${row} is explained in this protocol's words`);
      }
      assert.ok(shown > 0, "a run that breaks one was shown");
      await assertAccessible(page);
    }));
}

/** breaksIt plays the run that is offered to its end, and comes back. */
async function breaksIt(page, id) {
  await page.getByTestId("show-broken").click();
  await page.getByTestId("back-to-own").waitFor();
  await page.getByTestId("finish").click();
  await page.locator(`[data-testid="check-${id}"][data-ok="false"]`).waitFor();
  await page.getByTestId("back-to-own").click();
  await page.locator(`[data-testid="check-${id}"][data-ok="true"]`).waitFor();
}
