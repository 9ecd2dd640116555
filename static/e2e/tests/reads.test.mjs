// Reads that do not go through the log, by hand: by index at the leader and at a follower, under a lease, and the task
// of the lesson.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { leaderOf, outcome, put, select, servers, setSpeed, settled, tells } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

const FREE = "#/lab?servers=3&seed=7";

/** get has a client read x in a mode, and gives the row of its operation. */
async function get(page, mode, via) {
  await page.getByTestId("op-kind").selectOption("get");
  await page.getByTestId("op-key").fill("x");
  await page.getByTestId("op-mode").selectOption(mode);
  await page.getByTestId("op-via").selectOption(via);
  const id = (await page.locator(".history tbody tr").count()) + 1;
  await page.getByTestId("op-send").click();
  return page.getByTestId(`op-${id}`);
}

/** ready has a leader and x = 1, and stops the clock, since a read lasts for some milliseconds. */
async function ready(page) {
  await setSpeed(page, 1);
  const leader = await settled(page);
  await outcome(await put(page, "x", "1"), "ok");
  await page.getByTestId("play").click();
  await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
  return leader.id;
}

/** stepTo goes on, one event at a time, until something is to be seen. */
async function stepTo(page, what, wanted) {
  await until(page, what, async () => {
    if ((await wanted.count()) > 0) return true;
    await page.getByTestId("step").click();
    return false;
  });
}

async function play(page) {
  await page.getByTestId("play").click();
}

function marks(page, id) {
  return page.getByTestId(`server-${id}`).locator("[data-reads]");
}

function row(page, name) {
  return page.locator(".state tr").filter({ has: page.getByText(name, { exact: true }) });
}

test("a read by index waits for its round, and writes no entry", () =>
  visit(FREE, {}, async (page) => {
    const leader = await ready(page);
    await select(page, leader);
    const log = await row(page, "log").textContent();
    const read = await get(page, "index", `S${leader}`);
    const waits = row(page, "reads that wait").filter({ hasText: /r2: index \d+, round 1/ });
    await stepTo(page, "the read waits", waits);
    assert.equal(await marks(page, leader).getAttribute("data-reads"), "2");
    await page
      .locator(".message title", { hasText: "Heartbeat from" })
      .first()
      .waitFor({ state: "attached" });
    await page.getByTestId("who-counts").getByText("r2: does").waitFor();
    await play(page);
    await outcome(read, "ok");
    assert.match(await read.textContent(), /1/);
    assert.equal(await row(page, "log").textContent(), log);
    await tells(page, `r2: S${leader} asks if it still leads, round 1.`);
    await assertAccessible(page, "a read by index");
  }));

test("a follower asks its leader for the index, and answers itself", () =>
  visit(FREE, {}, async (page) => {
    const leader = await ready(page);
    const follower = (leader % 3) + 1;
    await select(page, follower);
    const read = await get(page, "index", `S${follower}`);
    const waits = row(page, "reads that wait").filter({ hasText: "r2: asks the leader" });
    await stepTo(page, "the follower asks", waits);
    await page
      .locator(".message title", { hasText: "ReadIndex from" })
      .first()
      .waitFor({ state: "attached" });
    await play(page);
    await outcome(read, "ok");
    assert.match(await read.textContent(), new RegExp(`S${follower}`));
    assert.equal(leaderOf(await servers(page)).id, leader);
  }));

test("with a lease the leader asks nobody, and the switch travels in the link", () =>
  visit(FREE, {}, async (page) => {
    await page.getByTestId("side-dials").click();
    await page.getByTestId("switch-stickiness").check();
    await page.waitForFunction(() => location.hash.endsWith("elections=stickiness"));
    await page.getByTestId("switch-lease").check();
    await page.waitForFunction(() => location.hash.endsWith("elections=stickiness,lease"));
    await page.getByTestId("side-clients").click();
    const leader = await ready(page);
    await select(page, leader);
    await until(page, "the leader has a lease", async () => {
      const seen = marks(page, leader);
      return (await seen.count()) > 0 && (await seen.getAttribute("data-lease")) === "true";
    });
    await row(page, "lease").filter({ hasText: "ms left" }).waitFor();
    const read = await get(page, "lease", `S${leader}`);
    await play(page);
    await outcome(read, "ok");
    await tells(page, `The lease of S${leader} begins.`);
    assert.equal(await page.locator(".dock").getByText("r2: S").count(), 0, "no round for it");
  }));

test("the lesson's task: an old leader answers with an old value", () =>
  visit("#/learn/e1-stale-reads", {}, async (page) => {
    const task = page.locator(".task");
    await task.getByRole("button", { name: "get x index via S1" }).click();
    await task.getByLabel("Command 1").press("Enter");
    await task.getByText("Only S2 answers, so S1 waits.").waitFor();
    await task.getByLabel("Command 1").fill("get x stale via S1");
    await task.getByLabel("Command 1").press("Enter");
    await page.locator('.task[data-phase="reached"]').waitFor();
    await task.getByText("A read that asks nobody finds what they have.").waitFor();
  }));
