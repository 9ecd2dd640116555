// Every scenario of the catalogue, in one page, one after the other: each ends as its story says in the
// cluster of workers, with the hash that it has natively.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { binary } from "../help/server.mjs";

const visit = withApp();

const nativeReport = (id, ...flags) =>
  execFileSync(binary, ["run", id, ...flags], { encoding: "utf8" }).trim();

const nativeHash = (id) => nativeReport(id, "--hash");

/** play opens a scenario by its address, lets the page play it to its end, and reads how that was. */
async function play(page, id) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/lab?scenario=${id}`);
  // The picker shows what the engine plays, so that the end of the scenario before is not taken for this one's.
  const shows = ([wanted]) => document.querySelector('[data-testid="scenario"]')?.value === wanted;
  await page.waitForFunction(shows, [id]);
  await page.evaluate(() => document.querySelector('[data-testid="finish"]')?.click());
  const status = page.getByTestId("status");
  await status.and(page.locator(':not([data-status="playing"])')).waitFor();
  const ended = await status.getAttribute("data-status");
  const failure = ended === "finished" ? "" : await page.getByTestId("failure").textContent();
  return { ended, failure, hash: await page.getByTestId("hash").getAttribute("data-hash") };
}

test("every scenario ends as told in the page, as it does natively", (context) =>
  visit("#/lab", {}, async (page) => {
    await page.getByTestId("server-1").waitFor();
    const ids = await page
      .locator('[data-testid="scenario"] option')
      .evaluateAll((options) => options.map(({ value }) => value).filter((value) => value !== ""));
    assert.ok(ids.length >= 12, `${ids.length} scenarios`);
    for (const id of ids) {
      await context.test(id, async () => {
        const { ended, failure, hash } = await play(page, id);
        const breaks = / breaks (.*), as the story says/.exec(nativeReport(id))?.[1];
        assert.equal(ended, breaks ? "told" : "finished", failure);
        if (breaks) assert.ok(failure.startsWith(`As the story says: ${breaks} `), failure);
        assert.equal(hash, nativeHash(id));
      });
    }
  }));

test("a random schedule is played by its name, as it is natively", () =>
  visit("#/lab?scenario=schedule-3", {}, async (page) => {
    const { ended, failure, hash } = await play(page, "schedule-3");
    assert.equal(ended, "finished", failure);
    assert.equal(hash, nativeHash("schedule-3"));
  }));
