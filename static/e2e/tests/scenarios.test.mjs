// Scenarios of the catalogue, in one page, one after the other: each ends as its story says in the
// cluster of workers, with the hash that it has natively. Without WHOLE, there is one of each subject, and of each
// subject one that breaks a promise; natively and under wazero, tests of packages scenarios and sandbox play all.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { sampleOf } from "../help/lab.mjs";
import { binary } from "../help/server.mjs";

const visit = withApp();

const nativeHash = (id) => execFileSync(binary, ["run", id, "--hash"], { encoding: "utf8" }).trim();

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

test("each scenario ends as told in the page, with its native hash", (context) =>
  visit("#/lab", {}, async (page) => {
    await page.getByTestId("server-1").waitFor();
    const response = await page.request.get(new URL("catalogue.json", page.url()).href);
    const { scenarios } = await response.json();
    const some = sampleOf(scenarios, ({ subject, breaks }) => `${subject} ${breaks !== ""}`);
    assert.ok(some.length >= 12, `${some.length} scenarios`);
    for (const { id, breaks } of some) {
      await context.test(id, async () => {
        const { ended, failure, hash } = await play(page, id);
        assert.equal(ended, breaks === "" ? "finished" : "told", failure);
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
