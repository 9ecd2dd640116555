// Two branches of a run side by side: at one moment, by mouse and by keyboard, sent to somebody, and gone on with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES, THEMES } from "../help/browser.mjs";
import { setSpeed, settled, untilServers } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

const momentOf = (page) => page.getByTestId("both-moment").textContent();
const factsOf = (page, side) => page.getByTestId(`facts-${side}`).textContent();

/** MOMENT is a moment of both ways, in microseconds: behind the crash, and before either was left. */
const MOMENT = 500_000;

/** branch acts in the past, where most of the run is still to come. */
async function branch(page, crashed, id) {
  await page
    .getByTestId("branch-0")
    .or(page.getByTestId("past"))
    .or(page.getByTestId("scrub"))
    .first()
    .waitFor();
  await page.getByTestId("scrub").focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("PageDown");
  await page.getByTestId("past").waitFor();
  await page.keyboard.press(String(crashed));
  await page.getByTestId("crash").click();
  await page.getByTestId(`branch-${id}`).waitFor();
  await untilServers(page, "the server is down", (all) => !all[crashed - 1].up);
}

test("two branches are seen at one moment, sent, and gone on with", async () => {
  let sent = "";
  await visit("#/lab?seed=5&servers=3", {}, async (page) => {
    await setSpeed(page, 1);
    const leader = await settled(page);
    await page.getByTestId("play").click();
    await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
    await branch(page, leader.id, 1);
    await page.getByTestId("play").click();
    await untilServers(page, "another leads", (all) =>
      all.some((one) => one.up && one.role === "leader"),
    );
    await page.getByTestId("play").click();
    await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
    const labHash = new URL(page.url()).hash;
    await page.getByTestId("compare").click();
    await page.getByTestId("way-right").waitFor();
    const sum = await page.getByTestId("parting").textContent();
    assert.match(sum, new RegExp(`^Main goes on as before. In branch 1: S${leader.id} crashed`));

    // One slider moves both, here by the keyboard; each differing fact is said to differ.
    const slider = page.getByTestId("both-slider");
    await slider.press("End");
    await until(page, "the facts differ", async () => /differs/.test(await factsOf(page, "left")));
    assert.match(await factsOf(page, "left"), /servers up \(differs\)3 of 3/);
    assert.match(await factsOf(page, "right"), /servers up \(differs\)2 of 3/);
    await page.getByTestId("way-right").locator("li.parts button").press("Enter");
    const parting = await momentOf(page);
    assert.match(parting, /^\d+\.\d{3} s$/);
    await page.getByTestId("both-step").click();
    assert.notEqual(await momentOf(page), parting);
    await page.getByTestId("both-back").click();
    assert.equal(await momentOf(page), parting);

    // Both play together, and messages are told on demand.
    await page.getByTestId("both-speed").selectOption("1");
    await page.getByTestId("both-play").press("Enter");
    await until(page, "time passes for both", async () => (await momentOf(page)) !== parting);
    await page.getByTestId("both-play").filter({ hasText: "Play both" }).waitFor();
    const sentences = page.getByTestId("way-right").locator("li");
    const few = await sentences.count();
    await page.getByTestId("compare-all").press(" ");
    await until(page, "messages are told", async () => (await sentences.count()) > few);
    await page.getByTestId("compare-all").press(" ");

    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      for (const size of Object.keys(SIZES)) {
        await page.setViewportSize(SIZES[size]);
        await assertAccessible(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= SIZES[size].width, `${width} pixels wide`);
      }
    }
    await page.setViewportSize(SIZES.desktop);
    sent = new URL(page.url()).hash;

    // The run and its branches wait in the lab, where a third may begin: then two are chosen.
    await page.getByTestId("compare-back").click();
    await page.getByTestId("branch-1").waitFor();
    assert.equal(new URL(page.url()).hash, labHash);
    await page.getByTestId("branch-0").click();
    await branch(page, (leader.id % 3) + 1, 2);
    await page.getByTestId("compare").click();
    await page.getByTestId("compare-left").waitFor();
    await page.getByTestId("compare-left").selectOption("1");
    // Which of the two differs first depends on how far the run had come when it was stopped.
    await page
      .getByTestId("parting")
      .getByText(/branch 1\b.*\bbranch 2\b/i)
      .waitFor();
    await page.getByTestId("go-on-left").click();
    await page.getByTestId("branch-1").and(page.locator('[aria-pressed="true"]')).waitFor();
    assert.equal(new URL(page.url()).hash, labHash);
  });
  assert.match(sent, /^#\/compare\/[\w-]+\.[\w-]+$/);

  await visit(`${sent}?at=${MOMENT}`, {}, async (page) => {
    await page.getByTestId("way-left").waitFor();
    assert.equal(await momentOf(page), `${(MOMENT / 1e6).toFixed(3)} s`);
    await page.getByTestId("share-both").click();
    await page.getByTestId("share-both-status").filter({ hasText: /link/ }).waitFor();
    await page.getByTestId("go-on-right").click();
    await page.getByTestId("branch-1").and(page.locator('[aria-pressed="true"]')).waitFor();
    await page.getByTestId("play").click();
    await untilServers(page, "the branch goes on in the lab", (all) => all.some((one) => !one.up));
  });
});

test("a comparison that cannot be opened says what to do", () =>
  visit("#/compare/0.1", {}, async (page) => {
    await page.getByTestId("banner").getByText("This comparison is gone").waitFor();
    await page.goto(page.url().replace(/#.*/, "#/compare"));
    await page.getByText("Then press Compare.").waitFor();
    await page.getByRole("link", { name: "To the lab" }).click();
    await untilServers(page, "the lab opens", (all) => all.length === 5);
  }));
