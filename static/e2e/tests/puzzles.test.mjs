// The puzzles: the list, a solution by mouse and by keyboard, the side where it is impossible, and links that play
// moves again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES } from "../help/browser.mjs";
import { tabTo } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

/** standing waits until the puzzle stands so. */
function standing(page, wanted) {
  return page.locator(`[data-testid="puzzle"][data-puzzle="${wanted}"]`).waitFor();
}

function press(page, line) {
  return page.locator(`[data-line="${line}"]:not(:disabled)`).click();
}

/** pressIfAny presses the first such button that can be pressed now: a click would wait for one that never comes. */
function pressIfAny(page, selector) {
  return page.evaluate((all) => {
    document.querySelector(`:is(${all}):not(:disabled)`)?.click();
  }, selector);
}

const ELECT_TWO = [
  ...["wake S1", "wake S2", "deliver S1 > S3", "deliver S2 > S3", "deliver S3 > S1"],
  "deliver S3 > S2",
];

test("two leaders, one message at a time; the page remembers it", () =>
  visit("#/break", {}, async (page) => {
    await page.getByTestId("first-puzzle").click();
    await standing(page, "open");
    for (const line of ELECT_TWO) await press(page, line);
    await standing(page, "reached");
    assert.match(await page.getByTestId("sentence").textContent(), /both elected leader of term 1/);
    await page.getByTestId("verdict").getByText("Election Safety · Figure 3, §5.2").waitFor();
    await assertAccessible(page, "a puzzle that is solved");
    await page.getByText("Solved in 6, the shortest").waitFor();
    await page.reload();
    await page.locator('[data-testid="puzzle-two-leaders"][data-solved="true"]').waitFor();
  }));

test("as in the paper it is impossible, and the page says why", () =>
  visit("#/break/two-leaders?side=closed", {}, async (page) => {
    await standing(page, "open");
    for (const line of ELECT_TWO) await press(page, line);
    // What is on its way may still be delivered.
    await standing(page, "open");
    await page.getByTestId("did").getByText("from S3 to S2").waitFor();
    await until(page, "the budget is spent", async () => {
      if ((await page.locator('[data-puzzle="spent"]').count()) > 0) return true;
      await pressIfAny(page, '[data-testid="row-deliver"] button');
      return false;
    });
    await page.getByTestId("verdict").getByText("It cannot be done here.").waitFor();
    await page.getByTestId("verdict").getByText("A search has tried every order").waitFor();
  }));

test("a write is lost with the keyboard alone, and undone", () =>
  visit("#/break/lost-write", {}, async (page) => {
    await standing(page, "open");
    await tabTo(page, "wait-50000");
    await page.keyboard.press("Enter");
    await tabTo(page, "group-4");
    await page.keyboard.press("Space");
    await tabTo(page, "group-5");
    await page.keyboard.press("Space");
    await tabTo(page, "group-cut");
    await page.keyboard.press("Enter");
    await page.getByTestId("did").getByText("Cut off S4 and S5").waitFor();
    await tabTo(page, "write");
    await page.keyboard.press("Enter");
    await standing(page, "spent");
    assert.equal(await page.locator(".token.used").count(), 2);
    await page.getByTestId("undo").click();
    await standing(page, "open");
    assert.equal(await page.locator(".token.used").count(), 1);
    assert.equal(await page.getByTestId("move-count").textContent(), "1 move");
    await page.getByTestId("write").click();
    await page.getByTestId("wait-500000").click();
    await press(page, "heal");
    await page.getByTestId("wait-500000").click();
    await standing(page, "reached");
  }));

test("the shortest solution is shown on demand, and its link plays it again", () =>
  visit("#/break/old-value", {}, async (page) => {
    await standing(page, "open");
    await page.getByTestId("hint").click();
    assert.equal(await page.getByTestId("hints").locator("li").count(), 1);
    await page.getByTestId("give-up").click();
    await standing(page, "reached");
    await page.getByText("Solution seen").waitFor();
    await page.getByTestId("share-moves").click();
    const link = await page.getByTestId("shared-link").inputValue();
    await page.goto("about:blank");
    await page.goto(link);
    await standing(page, "reached");
    assert.equal(await page.getByTestId("move-count").textContent(), "3 moves");
    assert.equal(await page.getByText(/^0 of \d+ solved$/).count(), 1, "a link solves nothing");
  }));

test("what the budget does not have is refused with a sentence", () =>
  visit("#/break/lost-write?moves=150000+crash+S1", {}, async (page) => {
    await page.getByTestId("refused").getByText("it has no crash").waitFor();
    await standing(page, "open");
    assert.equal(await page.getByTestId("move-count").textContent(), "0 moves");
    await page.getByTestId("write").click();
    await page.getByTestId("did").getByText("A client writes x = 7").waitFor();
  }));

test("one slow link, chosen from two lists, stops the cluster", () =>
  visit("#/break/slow-link", {}, async (page) => {
    await standing(page, "open");
    await page.getByTestId("end-from").selectOption("S1");
    await page.getByTestId("end-to").selectOption("S2");
    await page.getByTestId("link-latency").click();
    await standing(page, "spent");
    await until(page, "twenty elections", async () => {
      if ((await page.locator('[data-puzzle="reached"]').count()) > 0) return true;
      await pressIfAny(page, '[data-testid="wait-500000"]');
      return false;
    });
    assert.match(await page.getByTestId("sentence").textContent(), /elections at least 20/);
  }));

test("two masters sell the last item, and one primary does not", () =>
  visit("#/break/last-item", {}, async (page) => {
    await standing(page, "open");
    await press(page, "compare-and-set stock 1 ann via S1 as C1");
    await press(page, "compare-and-set stock 1 bob via S2 as C2");
    await page.getByTestId("did").getByText("bob buys at S2").waitFor();
    await page.getByTestId("wait-500000").click();
    await page.getByTestId("ask").click();
    await standing(page, "reached");
    await page.getByText("Solved in 2, the shortest").waitFor();
    await page.getByTestId("other-side").click();
    await standing(page, "open");
    await press(page, "compare-and-set stock 1 ann via S1 as C1");
    await press(page, "compare-and-set stock 1 bob via S2 as C2");
    await page.getByTestId("wait-500000").click();
    await page.getByTestId("ask").click();
    await page.getByTestId("did").getByText("Asked the judge").waitFor();
    assert.equal(await page.locator('[data-puzzle="reached"]').count(), 0);
  }));

test("a learner of Paxos is led astray, message by message", () =>
  visit("#/break/twice-counted", {}, async (page) => {
    await standing(page, "open");
    await press(page, "wake S4");
    for (const link of ["S4 > S1", "S4 > S3", "S1 > S4", "S3 > S4", "S4 > S3", "S3 > S6"]) {
      await press(page, `deliver ${link}`);
    }
    await standing(page, "reached");
    assert.match(await page.getByTestId("sentence").textContent(), /S6 takes X for chosen/);
    await assertAccessible(page, "a puzzle of Paxos that is solved");
  }));

for (const size of Object.keys(SIZES)) {
  for (const hash of ["#/break", "#/break/figure-8"]) {
    test(`axe finds nothing on ${hash}, ${size}; nothing sticks out`, () =>
      visit(hash, { size }, async (page) => {
        if (hash.includes("figure")) await standing(page, "open");
        else await page.getByTestId("puzzle-two-leaders").waitFor();
        await assertAccessible(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= SIZES[size].width, `${width} pixels wide`);
      }));
  }
}
