// Snapshots and changes of the servers, in stories and by hand: the folded log, a snapshot on its way, the two halves
// of a joint phase, who counts, and what a leader answers to a change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { act, leaderOf, put, select, servers, setSpeed, settled, tells } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

function row(page, name) {
  return page.locator(".state tr").filter({ has: page.getByText(name, { exact: true }) });
}

/** stepTo goes on, one event at a time, until something is to be seen. */
async function stepTo(page, what, wanted) {
  await until(page, what, async () => {
    if ((await wanted.count()) > 0) return true;
    await page.getByTestId("step").click();
    return false;
  });
}

async function seats(page) {
  const all = page.locator('[data-testid^="server-"] [data-seat]');
  await all.first().waitFor({ state: "attached" });
  return all.evaluateAll((list) => list.map((one) => one.getAttribute("data-seat")));
}

/** request waits for how a change ended. */
function request(page, change, outcome) {
  return page
    .locator(`[data-testid=requests] [data-outcome=${outcome}]`)
    .filter({ hasText: change })
    .waitFor();
}

test("a snapshot by hand folds the log, and reaches a server that needs it", () =>
  visit("#/lab?servers=3&seed=7&snapshots=0-4&elections=prevote", {}, async (page) => {
    await setSpeed(page, 1);
    const leader = await settled(page);
    const behind = (leader.id % 3) + 1;
    await act(page, behind, "isolate");
    for (const value of ["1", "2", "3"]) await put(page, "x", value);
    await page.locator(".history .ok").nth(2).waitFor();
    await page.getByTestId("play").click();
    await select(page, leader.id);
    await row(page, "snapshot").filter({ hasText: "none yet" }).waitFor();
    await page.getByTestId("snapshot").click();
    await stepTo(page, "the log is cut", row(page, "base").filter({ hasText: "4, term 1" }));
    await page.locator('.folded[data-base="4"]').waitFor();
    assert.ok(await page.getByTestId("snapshot").isDisabled(), "there is nothing new");
    await page.getByTestId("side-manual").click();
    await page.getByTestId("snapshot-of").selectOption(String(leader.id));
    await page.getByTestId("snapshot-take").click();
    await page
      .getByTestId("snapshot-answer")
      .getByText(/nothing to take a snapshot of/)
      .waitFor();
    await act(page, behind, "isolate");
    await stepTo(page, "a chunk has arrived", page.locator(".arriving"));
    await row(page, "arriving").filter({ hasText: "1 of" }).waitFor();
    await assertAccessible(page, "a snapshot that arrives");
    await page.getByTestId("play").click();
    await page.locator('.folded[data-base="4"]').nth(1).waitFor();
    await tells(page, `S${behind} installs a snapshot up to entry 4.`);
  }));

test("in a joint phase three of five are not enough, and the page says why", () =>
  visit("#/lab?scenario=f4-joint&at=160", {}, async (page) => {
    assert.deepEqual(await seats(page), ["both", "old", "old", "new", "new"]);
    const counts = page.getByTestId("who-counts");
    await counts.locator('[data-half="old"]').getByText("3 of 3: yes").waitFor();
    await counts.locator('[data-half="next"]').getByText("1 of 3: needs 2").waitFor();
    await counts.getByText("That is not the rule.").waitFor();
    await select(page, 1);
    await row(page, "may change").filter({ hasText: "another change is not finished" }).waitFor();
    await page.locator(".logs .entry.configuration").first().waitFor();
    assert.deepEqual(await page.locator(".logs .counts-by .mono").allTextContents(), [
      "123>145",
      "123>145",
      "123>145",
      "123",
      "123",
    ]);
    await page.getByTestId("side-manual").click();
    await page.getByTestId("requests").getByText("pending").waitFor();
    await assertAccessible(page, "a joint phase");
    await page.getByTestId("finish").click();
    await page
      .locator('[data-testid="server-2"] [data-seat="removed"]')
      .waitFor({ state: "attached" });
    await request(page, "joint S1 S4 S5", "ok");
  }));

test("servers are added, promoted and removed by hand, and a refusal has its reason", () =>
  visit("#/lab?servers=4&seed=7&members=1,2,3", {}, async (page) => {
    await page.getByTestId("side-manual").click();
    await page.getByTestId("change-add").click();
    await page
      .getByTestId("change-answer")
      .filter({ hasText: /leader/ })
      .waitFor();
    await setSpeed(page, 1);
    await until(page, "somebody leads", async () => leaderOf(await servers(page)) !== null);
    await page.getByTestId("may-change").getByText("✓ yes").waitFor();
    assert.deepEqual(await seats(page), ["voter", "voter", "voter", "outside"]);
    await page.getByTestId("change-of").selectOption("4");
    await page.getByTestId("change-learn").click();
    await request(page, "add S4 as learner", "ok");
    assert.deepEqual(await seats(page), ["voter", "voter", "voter", "learner"]);
    await page.getByTestId("change-learn").click();
    await request(page, "the configuration is like this already", "refused");
    await page.getByTestId("change-promote").click();
    await request(page, "add S4,", "ok");
    await page.getByTestId("voter-2").uncheck();
    await page.getByTestId("voter-3").uncheck();
    await page.getByTestId("change-atOnce").click();
    await request(page, "more than one voter would come or go in one step", "refused");
    await assertAccessible(page, "changes by hand");
  }));

test("the switches begin another run, and travel in the link", () =>
  visit("#/lab?servers=4&seed=7", { size: "phone" }, async (page) => {
    await page.getByTestId("part-client").click();
    await page.getByTestId("side-dials").click();
    await page.getByTestId("switch-snapshots").click();
    await page.waitForFunction(() => location.hash.endsWith("snapshots=0-64"));
    await page.getByTestId("snapshots-every").fill("3");
    await page.getByTestId("snapshots-apply").click();
    await page.waitForFunction(() => location.hash.endsWith("snapshots=3-64"));
    await page.getByTestId("switch-members").click();
    await page.waitForFunction(() => location.hash.endsWith("members=1,2,3"));
    await page.getByTestId("member-4").click();
    await page.waitForFunction(() => location.hash.endsWith("members=1,2,3,4"));
    await page
      .locator('[data-testid="server-4"] [data-seat="voter"]')
      .waitFor({ state: "attached" });
    await page.getByTestId("side-manual").click();
    await page.getByText("Each server takes one by itself after 3 applied entries.").waitFor();
    await assertAccessible(page, "snapshots and members on a phone");
    await page.getByTestId("side-dials").click();
    await page.getByTestId("switch-members").click();
    await page.waitForFunction(() => location.hash.endsWith("snapshots=3-64"));
  }));
