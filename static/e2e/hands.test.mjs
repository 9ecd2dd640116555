// Everything by keyboard alone, and everything by mouse alone: elect, write, crash, cut, heal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leaderOf, outcome, setSpeed, settled, tabTo, until, withApp } from "./lab.mjs";

const visit = withApp();

/** other is a running server that does not lead. */
function other(seen) {
  const leader = leaderOf(seen);
  return seen.find((one) => one.up && one.id !== leader?.id);
}

const cutOff = (all) => {
  const leader = leaderOf(all);
  return leader !== undefined;
};

test("by keyboard alone", () =>
  visit("#/lab", {}, async (page) => {
    const { keyboard } = page;
    await settled(page);

    const next = other(await until(page, "the ring is drawn", cutOff));
    await keyboard.press(String(next.id));
    await keyboard.press("t");
    await until(page, "the one that was told to time out stood for election", (all) =>
      all.some((one) => one.term > next.term),
    );
    await settled(page);

    await tabTo(page, "op-key");
    await keyboard.press("Control+a");
    await keyboard.type("chtx"); // letters that are shortcuts elsewhere
    await tabTo(page, "op-send");
    await keyboard.press("Enter");
    await outcome(page.getByTestId("op-1"), "ok");

    const doomed = await settled(page);
    await keyboard.press(String(doomed.id));
    await keyboard.press("c");
    await until(page, "it is down", (all) => !all[doomed.id - 1].up);
    await settled(page);
    await keyboard.press("c");
    await until(page, "it is up", (all) => all[doomed.id - 1].up);

    await tabTo(page, "pick-1");
    await keyboard.press("Space");
    await tabTo(page, "pick-2");
    await keyboard.press("Space");
    await tabTo(page, "cut-off");
    await keyboard.press("Enter");
    await page.locator(".cuts path, .cuts line").first().waitFor();
    await tabTo(page, "heal");
    await keyboard.press("Enter");
    await page.locator(".cuts path, .cuts line").first().waitFor({ state: "detached" });

    await tabTo(page, "server-3");
    await keyboard.press("Enter");
    await page.getByTestId("inspected").filter({ hasText: "S3" }).waitFor();
    await keyboard.press("i");
    await page.locator(".cuts path, .cuts line").first().waitFor();
    await keyboard.press("h");
    await page.locator(".cuts path, .cuts line").first().waitFor({ state: "detached" });

    await tabTo(page, "play");
    await keyboard.press("Space");
    await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
    await keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }));

test("by mouse alone", () =>
  visit("#/lab", {}, async (page) => {
    const click = (testId) => page.getByTestId(testId).click();
    await settled(page);

    const next = other(await until(page, "the ring is drawn", cutOff));
    await click(`server-${next.id}`);
    await click("timeout");
    await until(page, "it stood for election", (all) => all.some((one) => one.term > next.term));
    await settled(page);

    await click("op-send"); // put x 1 via leader, as the form stands
    await outcome(page.getByTestId("op-1"), "ok");

    const doomed = await settled(page);
    await click(`server-${doomed.id}`);
    await click("crash");
    await until(page, "it is down", (all) => !all[doomed.id - 1].up);
    await click("crash");
    await until(page, "it is up", (all) => all[doomed.id - 1].up);

    await click("isolate");
    await page.locator(".cuts path, .cuts line").first().waitFor();
    await click("isolate");
    await page.locator(".cuts path, .cuts line").first().waitFor({ state: "detached" });
    await page.getByTestId("server-1").click({ modifiers: ["Shift"] });
    assert.equal(await page.getByTestId("pick-1").isChecked(), true);
    await click("pick-2");
    await click("cut-off");
    await page.locator(".cuts path, .cuts line").first().waitFor();
    await click("heal");
    await page.locator(".cuts path, .cuts line").first().waitFor({ state: "detached" });

    await click("play");
    const paused = await page.getByTestId("moment").textContent();
    await click("step");
    await page.waitForFunction(
      (old) => document.querySelector('[data-testid="moment"]').textContent !== old,
      paused,
    );
  }));

test("each dial says its new value in a line that the engine takes", () =>
  visit("#/lab", {}, async (page) => {
    await settled(page);
    for (const dial of ["latency", "jitter", "loss", "duplicate", "disk"]) {
      const value = page.locator(`#dial-${dial} + output`);
      const before = Number.parseInt(await value.textContent(), 10);
      await tabTo(page, `dial-${dial}`);
      await page.keyboard.press("ArrowRight");
      await value.filter({ hasText: `${before + 1} ` }).waitFor();
      // Under another focus the dial shows what the engine has, not what the hand held.
      await page.getByTestId("speed").focus();
      await value.filter({ hasText: `${before + 1} ` }).waitFor();
    }
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));

test("each operation and each act is a line that the engine takes", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    await settled(page);
    const outcomes = { put: "ok", get: "ok", increment: "ok", "compare-and-set": "ok" };
    let id = 0;
    for (const [kind, wanted] of Object.entries(outcomes)) {
      id += 1;
      await page.getByTestId("op-kind").selectOption(kind);
      if (kind === "compare-and-set") await page.getByTestId("op-expected").fill("2");
      await page.getByTestId("op-send").click();
      await outcome(page.getByTestId(`op-${id}`), wanted);
    }
    await page.getByTestId("server-2").click();
    for (const label of ["Pause", "Resume", "Isolate", "Reconnect", "Crash", "Restart"]) {
      await page
        .getByRole("button", { name: label, exact: true })
        .and(page.locator(".actions *"))
        .click();
    }
    await page.getByRole("button", { name: "Crash", exact: true }).waitFor();
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));

test("an act that makes no sense is refused in words, and the run goes on", () =>
  visit("#/lab", {}, async (page) => {
    const leader = await settled(page);
    await page.keyboard.press(String(leader.id));
    await page.keyboard.press("c");
    await until(page, "it is down", (all) => !all[leader.id - 1].up);
    await page.keyboard.press("t"); // a crashed server has no timer
    await page.locator(".banner").waitFor();
    await settled(page);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.locator(".banner").waitFor({ state: "detached" });
  }));
