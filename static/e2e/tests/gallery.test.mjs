// The gallery: every scenario is there, and can be run, walked through, and taken elsewhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES } from "../help/browser.mjs";
import { act, untilServers } from "../help/lab.mjs";
import { binary } from "../help/server.mjs";

const visit = withApp();

test("every scenario of the catalogue has its story and three ways to open it", () =>
  visit("#/scenarios", {}, async (page) => {
    await page.getByTestId("scenario-a1-silent-leader").waitFor();
    const cards = await page.locator(".gallery .card").evaluateAll((all) =>
      all.map((one) => ({
        id: one.dataset.testid,
        links: one.querySelectorAll(".ways a").length,
        words: one.textContent.length,
      })),
    );
    const listed = execFileSync(binary, ["list"], { encoding: "utf8" });
    for (const { id, links, words } of cards) {
      assert.equal(links, 3, id);
      assert.ok(words > 100, `${id} has no story`);
      assert.ok(listed.includes(id.slice("scenario-".length)), `${id} is in no list`);
    }
    const natively = listed.match(/^ {2}[A-G]\d+ /gm) ?? [];
    if (natively.length > 0) assert.equal(cards.length, natively.length);
    assert.ok(cards.length >= 45, `${cards.length} scenarios`);
    const letters = await page.locator(".gallery h2 .letter").allTextContents();
    assert.deepEqual(letters, [...letters].sort());
    const breaks = page.getByTestId("scenario-d5-wiped-disk").locator(".breaks");
    assert.match(await breaks.textContent(), /^It ends with a broken promise.*: Election Safety\./);
    assert.equal(await page.getByTestId("scenario-c2-figure-8").locator(".breaks").count(), 0);
  }));

test("the gallery leads to the lessons of a scenario, and a lesson back to its scenarios", () =>
  visit("#/", {}, async (page) => {
    await page.getByRole("link", { name: "Replication: scenarios" }).click();
    await page.getByTestId("filter-B").and(page.locator("[aria-current]")).waitFor();
    assert.deepEqual(await page.locator(".gallery h2 .letter").allTextContents(), ["B"]);
    // A table of its story keeps its lines.
    const table = page.getByTestId("scenario-b4-figure-7").locator(".drawn");
    assert.match(await table.textContent(), /^\(f\) S7 {3}1 1 1 2 2 2 3 3 3 3 {2}3 /m);
    await page.getByTestId("scenario-b4-figure-7").getByRole("link", { name: "Repairing" }).click();
    await page.getByRole("heading", { name: "Repairing a log" }).waitFor();
    await page.getByRole("link", { name: "B5: Repair in two phases" }).click();
    await page.getByTestId("scenario-b5-two-phases").waitFor();
    assert.equal(await page.locator(".gallery .card").count(), 1);
    await page.getByRole("link", { name: "All", exact: true }).click();
    await page.getByTestId("scenario-a1-silent-leader").waitFor();
  }));

test("a scenario that does not exist leads to all", () =>
  visit("#/scenarios/zz", {}, async (page) => {
    await page.getByText("There is no scenario “zz”.").waitFor();
    await page.getByTestId("scenario-a1-silent-leader").waitFor();
  }));

test("a scenario is run", () =>
  visit("#/scenarios", {}, async (page) => {
    await page.getByTestId("run-a4-one-vote-per-term").click();
    await page.getByRole("heading", { name: /^A4 · / }).waitFor();
    await page.getByTestId("play").filter({ hasText: "Pause" }).waitFor();
  }));

test("a scenario is walked through from its start", () =>
  visit("#/scenarios", {}, async (page) => {
    await page.getByTestId("step-a4-one-vote-per-term").click();
    await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
    await untilServers(page, "the ring is drawn", () => true);
    const moment = page.getByTestId("moment");
    const before = await moment.textContent();
    await page.keyboard.press(".");
    await page.waitForFunction(
      (old) => document.querySelector('[data-testid="moment"]').textContent !== old,
      before,
    );
    assert.equal(await page.getByTestId("past").count(), 0);
  }));

test("a scenario is forked: the run as it went stays, and another begins", () =>
  visit("#/scenarios", {}, async (page) => {
    await page.getByTestId("fork-a1-silent-leader").click();
    await page.getByTestId("past").waitFor();
    await page.keyboard.press(".");
    await act(page, 2, "crash");
    await untilServers(page, "S2 is down", (all) => !all[1].up);
    await page.getByTestId("branch-1").waitFor();
  }));

for (const size of Object.keys(SIZES)) {
  test(`axe finds nothing in the gallery, ${size}`, () =>
    visit("#/scenarios", { size }, async (page) => {
      await page.getByTestId("scenario-a1-silent-leader").waitFor();
      await assertAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= SIZES[size].width, `${width} pixels wide`);
    }));
}
