// The lab explains itself: first tasks, a card for each promise, a legend, values on servers, and a phone's one screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { put, setSpeed, settled, tabTo } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

const isOver = (page, task) =>
  page.getByTestId(`task-${task}`).and(page.locator('[data-state="over"]')).waitFor();

test("three first tasks tick themselves off, and are put away for good", () =>
  visit("#/lab?seed=1", { alone: true }, async (page) => {
    const first = await settled(page);
    await setSpeed(page, 0.25);
    await page.getByTestId("crash-leader").click();
    await isOver(page, "crash");
    const crash = await page.getByTestId("task-crash").textContent();
    assert.match(crash, new RegExp(`S${first.id} fell. S\\d lost patience first`));
    await put(page, "x", "2");
    await isOver(page, "write");
    assert.match(await page.getByTestId("told-now").textContent(), /\S/);
    const second = await settled(page);
    await page.getByTestId(`plate-${second.id}`).filter({ hasText: "x=2" }).waitFor();
    await page.getByTestId(`plate-${first.id}`).filter({ hasText: "x=" }).waitFor();
    assert.match(await page.getByTestId(`plate-${first.id}`).getAttribute("class"), /down/);
    assert.equal(await page.locator('[data-wrong="true"]').count(), 0);
    const note = page.getByRole("tooltip");
    await page.getByRole("button", { name: "commitIndex", exact: true }).focus();
    await note.filter({ hasText: "knows to be committed" }).waitFor();
    await page.getByRole("button", { name: "votedFor", exact: true }).hover();
    await note.filter({ hasText: "one server at most" }).waitFor();
    const other = [1, 2, 3, 4, 5].find((id) => id !== first.id && id !== second.id);
    for (const id of [second.id, other]) await page.getByTestId(`pick-${id}`).click();
    await page.getByTestId("cut-off").click();
    await put(page, "x", "3", `S${second.id}`);
    await isOver(page, "cut");
    assert.match(await page.getByTestId("task-cut").textContent(), /x=3 does not count/);
    await assertAccessible(page);
    await tabTo(page, "tasks-close");
    await page.keyboard.press("Enter");
    await page.getByTestId("tasks").waitFor({ state: "detached" });
    await page.getByTestId("legend-fold").click();
    await page.reload();
    await settled(page);
    assert.equal(await page.getByTestId("tasks").count(), 0);
    assert.equal(await page.getByTestId("legend").count(), 0);
  }));

test("a promise is a card, by keyboard; it shows a run that breaks it, and one's own comes back", () =>
  visit("#/lab?seed=1", {}, async (page) => {
    await settled(page);
    assert.ok((await page.getByTestId("legend").locator("li").count()) > 10);
    await tabTo(page, "writers");
    await page.keyboard.press("Space");
    const written = page.locator('tr[data-outcome="ok"]').filter({ hasText: /put [xy] \d/ });
    await written.nth(1).waitFor();
    assert.equal(await page.getByTestId("writers").isChecked(), true);
    await page.getByTestId("writers").click();
    await page.getByTestId("writers").and(page.locator(":not(:checked)")).waitFor();
    await page.getByTestId("play").click();
    const eventOf = async () => (await page.getByTestId("moment").textContent()).split(" · ")[0];
    const own = await eventOf();
    await tabTo(page, "promise-election-safety");
    await page.keyboard.press("Enter");
    const card = page.getByTestId("promise");
    assert.match(
      await card.textContent(),
      /at most one server.*leads term 1.*Figure 3, §5.2.*lesson/s,
    );
    await assertAccessible(page);
    await tabTo(page, "show-broken");
    await page.keyboard.press("Enter");
    await page.locator('[data-testid="check-election-safety"][data-ok="false"]').waitFor();
    assert.match(await card.textContent(), /Here it is broken: S1 and S2 were both elected/);
    await page.getByTestId("back-to-own").click();
    await until(page, "one's own run is back", async () => (await eventOf()) === own);
    await page.locator('[data-testid="check-election-safety"][data-ok="true"]').waitFor();
  }));

test("a phone shows the task, the cluster, its sentence, the acts, the logs and time on one screen", () =>
  visit("#/lab?seed=1", { size: "phone", alone: true }, async (page) => {
    await settled(page);
    for (const id of ["task-crash", "told-now", "crash-leader", "part-logs", "play"]) {
      const box = await page.getByTestId(id).boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 844, `${id} is on the screen`);
    }
    const logs = await page.locator(".logs-box").boundingBox();
    const time = await page.locator(".panel.time").boundingBox();
    assert.ok(logs.y + logs.height <= time.y + 1, "all logs are above time");
    await assertAccessible(page);
    await page.getByTestId("part-promises").click();
    await page.getByTestId("promise-durability").click();
    await page.getByTestId("promise").waitFor();
    await page.getByTestId("server-3").click();
    await page.getByTestId("crash").waitFor();
    await page.getByRole("button", { name: "lastApplied", exact: true }).click();
    await page.getByRole("tooltip").filter({ hasText: "carried out" }).waitFor();
    await page.getByTestId("choose-servers").click();
    await page.getByTestId("pick-1").click();
  }));
