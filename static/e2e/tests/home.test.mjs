// The first page: there before its engine, the one thing to do in it, and the way on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { openPage } from "../help/browser.mjs";
import { leaderOf, servers, tabTo, untilServers } from "../help/lab.mjs";
import { until, watched } from "../help/progress.mjs";

const visit = withApp();

test("the first moment is in the page before any script runs", async () => {
  const { url, browser } = visit.lane();
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(url);
    assert.equal(await page.locator('[data-testid^="server-"]').count(), 5);
    await page.getByRole("button", { name: "Crash the leader" }).waitFor();
    assert.match(await page.getByTestId("telling").textContent(), /has crashed\./);
  } finally {
    await context.close();
  }
});

/** withoutEngine opens the page with an engine that comes when `release` is called. */
async function withoutEngine(hash, body) {
  const { url, browser } = visit.lane();
  const { page, complaints, close } = await openPage(browser, "about:blank");
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  try {
    await page.route(/engine\.wasm/, async (route) => {
      await released;
      await route.continue();
    });
    await watched(page, async () => {
      await page.goto(url + hash);
      await body(page, release);
    });
    // The watch over requests knows the origin of the page that was opened, which was an empty one.
    const ours = complaints.filter((one) => !one.startsWith(`foreign request: ${url}`));
    assert.deepEqual(ours, []);
  } finally {
    release();
    await close();
  }
}

const newest = (page) => page.getByTestId("telling").locator("li").last();

test("it moves and tells before the engine is there, which goes on from the same moment", () =>
  withoutEngine("#/", async (page, release) => {
    await newest(page).filter({ hasText: "has waited long enough. It asks" }).waitFor();
    const [leader] = (await untilServers(page, "a leader is elected", leaderOf)).filter(
      ({ role }) => role === "leader",
    );
    // The button, pressed by the keyboard alone, waits for the engine; then it strikes.
    await tabTo(page, "strike");
    await page.keyboard.press("Enter");
    const note = page.getByTestId("strike-note");
    await note.filter({ hasText: "The engine is starting" }).waitFor();
    assert.equal(await page.getByTestId("strike").getAttribute("aria-pressed"), "true");
    assert.equal(await page.getByTestId("revive").isDisabled(), true);
    const before = Number.parseFloat(await page.getByTestId("moment").textContent());
    release();
    const struck = await untilServers(page, "the leader is struck", (all) =>
      all.some(({ id, up }) => id === leader.id && !up),
    );
    assert.equal(struck.filter(({ up }) => !up).length, 2);
    const after = Number.parseFloat(await page.getByTestId("moment").textContent());
    assert.ok(after >= before, `from ${before} s the engine goes on at ${after} s`);
    await untilServers(page, "another leads", (all) => leaderOf(all)?.term > leader.term);
  }));

test("a strike while nobody leads waits for the next leader; too few servers say so", () =>
  visit("#/", {}, async (page) => {
    const strike = page.getByTestId("strike");
    const revive = page.getByTestId("revive");
    await untilServers(page, "a leader is elected", leaderOf);
    await page.locator('[data-testid="revive"]:enabled').waitFor();
    await strike.click();
    await untilServers(page, "it is struck", (all) => !leaderOf(all));
    // Something newer may be told already.
    await page.getByTestId("telling").filter({ hasText: "the leader, has crashed" }).waitFor();
    await strike.click();
    await page.getByTestId("strike-note").filter({ hasText: "Nobody leads" }).waitFor();
    await untilServers(
      page,
      "the next is struck",
      (all) => all.filter(({ up }) => !up).length === 3,
    );
    await page.getByTestId("strike-note").filter({ hasText: "3 of five are down" }).waitFor();
    assert.equal(await strike.getAttribute("aria-pressed"), "false");
    await revive.click();
    await untilServers(page, "three lead on", (all) => leaderOf(all) !== undefined);
    await newest(page).waitFor();
    await until(page, "the announcer has spoken", async () =>
      /leads term/.test(await page.getByTestId("announcer").textContent()),
    );
  }));

test("the way on is the step that comes next, and the path shows what is done", () =>
  visit("#/", { alone: true }, async (page) => {
    await page.getByTestId("own-rules").filter({ hasText: "0 of the 7 rules" }).waitFor();
    assert.equal(await page.getByTestId("own-lab").count(), 0);
    await page.locator('[data-testid="revive"]:enabled').waitFor();
    await page.getByTestId("start").click();
    await page.getByRole("heading", { name: "One log on many machines" }).waitFor();
    await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opened = indexedDB.open("raftlab");
          opened.onerror = reject;
          opened.onsuccess = () => {
            const kept = opened.result.transaction("kept", "readwrite");
            const store = kept.objectStore("kept");
            store.put({ read: true, answers: {} }, "learn/a3-timeouts");
            store.put({ verdict: "passed", passed: true }, "progress/timeout");
            store.put({ solved: 6 }, "break/half");
            kept.oncomplete = resolve;
          };
        }),
    );
    await page.reload();
    await page.getByRole("link", { name: "Raft Lab" }).click();
    await page.getByTestId("resume").waitFor();
    await page.getByRole("heading", { name: "One vote, and it is written down" }).waitFor();
    const mark = (id) => page.getByTestId(id).locator(".mark").textContent();
    assert.equal(await mark("lesson-a3-timeouts"), "read");
    assert.equal(await mark("exercise-timeout"), "✓ passed");
    assert.equal(await mark("puzzle-half"), "✓ solved");
    assert.equal(await mark("exercise-vote"), "");
    assert.match(
      await page.getByTestId("progress").textContent(),
      /^1 of \d+ lessons · 1 of \d+ rules · 1 of \d+ puzzles$/,
    );
    await page.getByTestId("own-rules").filter({ hasText: "1 of the 7 rules" }).waitFor();
    await page.locator('[data-testid="revive"]:enabled').waitFor();
    await assertAccessible(page);
    await tabTo(page, "resume");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "One vote, and it is written down" }).waitFor();
    assert.match(page.url(), /#\/learn\/a4-one-vote$/);
  }));

test("another address never shows the first page's content", () =>
  withoutEngine("#/learn", async (page, release) => {
    await page.getByRole("heading", { name: "Lessons", level: 1 }).waitFor();
    assert.deepEqual(await servers(page), []);
    assert.equal(await page.locator("html").getAttribute("data-elsewhere"), null);
    release();
  }));
