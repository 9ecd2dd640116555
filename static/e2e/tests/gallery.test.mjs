// The gallery: every scenario is there, and can be run, walked through, and taken elsewhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES } from "../help/browser.mjs";
import { act, tabTo, untilServers } from "../help/lab.mjs";
import { binary } from "../help/server.mjs";

const visit = withApp();

test("every scenario of the catalogue has a picture, and the whole card opens its page", () =>
  visit("#/scenarios", {}, async (page) => {
    await page.getByTestId("scenario-a1-silent-leader").waitFor();
    await page.locator(".small .lane").first().waitFor({ state: "attached" });
    const cards = await page.locator(".gallery .card.small").evaluateAll((all) =>
      all.map((one) => ({
        id: one.dataset.testid,
        lanes: one.querySelectorAll(".lane").length,
        words: one.textContent.length,
      })),
    );
    const listed = execFileSync(binary, ["list"], { encoding: "utf8" });
    for (const { id, lanes, words } of cards) {
      assert.ok(lanes > 0, `${id} has no picture`);
      assert.ok(words > 30, `${id} has no sentence`);
      assert.ok(listed.includes(id.slice("scenario-".length)), `${id} is in no list`);
    }
    const natively = listed.match(/^ {2}[A-H]\d+ /gm) ?? [];
    if (natively.length > 0) assert.equal(cards.length, natively.length);
    assert.ok(cards.length >= 45, `${cards.length} scenarios`);
    const letters = await page.locator(".gallery h2 .letter").allTextContents();
    assert.deepEqual(letters, [...letters].sort());
    assert.equal(await page.locator(".first-ones .card .ways a").count(), 9);
    // A click beside the words opens it, too.
    await page.getByTestId("scenario-d5-wiped-disk").locator(".sketch").click({ force: true });
    const alone = page.locator(".alone");
    const breaks = await alone.locator(".breaks").textContent();
    assert.match(breaks, /^It ends with a broken promise.*: Election Safety\./);
    assert.equal(await alone.locator(".ways a").count(), 3);
  }));

test("what is beyond Figure 2 can be watched without it, too", () =>
  visit("#/scenarios/a8-asks-first", {}, async (page) => {
    const compare = page.getByTestId("half-a8-asks-first");
    assert.equal(
      await compare.textContent(),
      "Compare with A8 · A server comes back with a higher term",
    );
    await page.goto(`${visit.lane().url}#/scenarios/d3-power-between-files`);
    await page.getByTestId("half-d3-power-between-files").click();
    await page.getByRole("heading", { name: /^D3 · / }).waitFor();
    const rules = page.getByTestId("rules");
    await rules.waitFor({ state: "attached" });
    assert.equal(await rules.inputValue(), "apply-again");
    assert.equal(await rules.locator("option[value=mix-chunks]").count(), 0, "of another story");
    await page
      .getByText(/Sound Server/)
      .first()
      .waitFor();
  }));

test("the gallery leads to the lessons of a scenario, and a lesson back to its scenarios", () =>
  visit("#/scenarios/B", {}, async (page) => {
    await page.getByTestId("filter-B").and(page.locator("[aria-current]")).waitFor();
    assert.deepEqual(await page.locator(".gallery h2 .letter").allTextContents(), ["B"]);
    await tabTo(page, "filter-B");
    await page.getByTestId("scenario-b4-figure-7").getByRole("link").focus();
    await page.keyboard.press("Enter");
    // A table of its story keeps its lines.
    const table = page.getByTestId("scenario-b4-figure-7").locator(".drawn");
    assert.match(await table.textContent(), /^\(f\) S7 {3}1 1 1 2 2 2 3 3 3 3 {2}3 /m);
    await page.getByRole("link", { name: "Repairing" }).click();
    await page.getByRole("heading", { name: "Repairing a log" }).waitFor();
    await page.getByRole("link", { name: "Repair in two phases" }).click();
    await page.getByTestId("scenario-b5-two-phases").waitFor();
    assert.equal(await page.locator(".gallery .card").count(), 1);
    await page.getByRole("link", { name: "All", exact: true }).click();
    await page.getByTestId("scenario-a1-silent-leader").waitFor();
    await page.goto(page.url().replace(/#.*/, "#/scenarios/a8"));
    await page.getByTestId("scenario-a8-asks-first").waitFor();
    assert.equal(await page.getByTestId("scenario-a1-silent-leader").count(), 0);
  }));

test("a scenario that does not exist leads to all", () =>
  visit("#/scenarios/zz", {}, async (page) => {
    await page.getByText("There is no scenario “zz”.").waitFor();
    await page.getByTestId("scenario-a1-silent-leader").waitFor();
  }));

test("a scenario is run", () =>
  visit("#/scenarios/a4-one-vote-per-term", {}, async (page) => {
    await page.getByTestId("run-a4-one-vote-per-term").click();
    await page.getByRole("heading", { name: /^A4 · / }).waitFor();
    await page.getByTestId("play").filter({ hasText: "Pause" }).waitFor();
  }));

test("a scenario is walked through from its start", () =>
  visit("#/scenarios/a4-one-vote-per-term", {}, async (page) => {
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
  visit("#/scenarios/a1-silent-leader", {}, async (page) => {
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
