// Runs of protocols beside the first: the choice of one, their rows, an act of each, and one story on two.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { openPage } from "../help/browser.mjs";
import { watched } from "../help/progress.mjs";

const visit = withApp();
const rows = (page) => page.locator(".logs .rows tbody tr");

test("the lab offers each protocol with its own scenarios", () =>
  visit("#/lab", {}, async (page) => {
    const chooser = page.getByTestId("protocol");
    await chooser.selectOption("paxos");
    await rows(page).first().waitFor();
    assert.match(page.url(), /protocol=paxos/);
    const offered = await page
      .getByTestId("scenario")
      .locator("optgroup")
      .evaluateAll((groups) => groups.map((group) => group.label));
    assert.equal(offered.length, 1);
  }));

test("the program with all protocols is fetched by the first run that needs it, and by no run before", async () => {
  const { browser, url } = visit.lane();
  const { page, complaints, close } = await openPage(browser, "about:blank");
  const fetched = [];
  page.on("request", (request) => {
    const [name] = /[\w-]+\.wasm/.exec(request.url()) ?? [];
    if (name) fetched.push(name);
  });
  try {
    await watched(page, async () => {
      await page.goto(`${url}#/lab?scenario=c2-figure-8&at=60`);
      await page.getByTestId("server-1").waitFor();
      await page.goto(`${url}#/scenarios`);
      await page.locator('[href*="g3-gap"]').first().waitFor();
      assert.deepEqual(fetched.toSorted(), ["engine.wasm", "guest.wasm"]);
      await page.goto(`${url}#/lab?scenario=g3-gap&at=60`);
      await rows(page).first().waitFor();
      assert.ok(fetched.includes("engine-all.wasm"), fetched.join(" "));
      await page.getByTestId("step").click();
      await page.locator('[data-testid="moment"]', { hasText: /event 6[1-9] / }).waitFor();
    });
    assert.deepEqual(
      complaints.filter((one) => !one.startsWith("foreign request: ")),
      [],
    );
  } finally {
    await close();
  }
});

test("a value is proposed with the keyboard, and the page says who knows it", () =>
  visit("#/lab?protocol=paxos", {}, async (page) => {
    await rows(page).first().waitFor();
    await page.getByTestId("proposer").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.type("Z");
    await page.keyboard.press("Enter");
    await page.getByTestId("who-counts").getByText("is chosen").waitFor();
    assert.equal((await page.locator('.entry[data-look="settled"]').count()) > 0, true);
    await assertAccessible(page);
  }));

for (const [id, title] of [
  ["g5-synchronization", "Histories"],
  ["g6-quorum", "Versions"],
  ["h2-coordinator-dies", "Transactions"],
]) {
  test(`${id} is drawn by the views of its protocol`, () =>
    visit(`#/lab?scenario=${id}&at=60`, {}, async (page) => {
      await page.getByRole("heading", { name: title, exact: true }).waitFor();
      assert.equal((await rows(page).count()) > 2, true);
      await page.getByTestId("legend").waitFor();
      await assertAccessible(page);
    }));
}

for (const [id, title] of [
  ["g1-paxos", "Ballots"],
  ["g4-zab", "Histories"],
]) {
  test(`the first pictures of ${id} have the views of their protocol before anything plays`, () =>
    visit(`#/learn/${id}`, {}, async (page) => {
      const lab = page.locator(".lab-box").first();
      await rows(lab).first().waitFor();
      await lab.getByText(title, { exact: true }).waitFor();
      assert.equal(await lab.getByText(/level \d/).count(), 0);
    }));
}

for (const [size, name] of [
  ["desktop", "h2"],
  ["phone", "tab"],
]) {
  test(`what is said and named is of the moment that is shown, ${size}`, () =>
    visit("#/lab?scenario=g5-synchronization&at=205", { size }, async (page) => {
      await page.getByTestId("told-now").getByText("S4 crashed").waitFor();
      const rowsOf =
        name === "tab" ? page.getByRole("tab", { name: "Histories" }) : page.locator("#logs-title");
      await rowsOf.waitFor();
      await page.getByRole("button", { name: "Back to the present" }).click();
      await page.getByTestId("told-now").getByText("S4 crashed").waitFor({ state: "detached" });
    }));
}

test("one story is played on two protocols, step by step", () =>
  visit("#/compare?story=leader-dies&left=raft&right=paxos", {}, async (page) => {
    for (const [step, from, to] of [
      [1, 0, 1_000_000],
      [4, 1_120_000, 2_520_000],
      [2, 1_000_000, 1_100_000],
    ]) {
      await page.getByTestId(`beside-step-${step}`).click();
      for (const side of ["left", "right"]) await seesJust(page, side, from, to);
    }
    const facts = page.getByRole("table", { name: "Compared" }).locator("tbody tr");
    for (const i of [0, 1]) assert.match(await facts.nth(i).textContent(), /put x 7 → 7/);
    await page.getByTestId("beside-right").selectOption("zab");
    await page.getByTestId("beside-zab").waitFor();
    await assertAccessible(page);
  }));

/** seesJust waits until the diagram of a side shows a stretch of time, and little more. */
function seesJust(page, side, from, to) {
  return page.waitForFunction(
    ([id, begin, end]) => {
      const { clientWidth, dataset } = document.querySelector(`[data-testid=diagram-${id}]`);
      const left = Number(dataset.left);
      const right = left + clientWidth * Number(dataset.scale);
      const little = (end - begin) / 8;
      return left <= begin && begin - left < little && right >= end && right - end < little;
    },
    [side, from, to],
  );
}
