// Everything by keyboard alone, and everything by mouse alone: elect, write, crash, cut, heal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { leaderOf, outcome, setSpeed, settled, tabTo, untilServers } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

/** follower waits until the cluster has a leader, and gives a running server that does not lead. */
async function follower(page) {
  const seen = await untilServers(page, "there is a leader", (all) => leaderOf(all) !== undefined);
  return seen.find((one) => one.up && one.id !== leaderOf(seen).id);
}

test("by keyboard alone", () =>
  visit("#/lab", {}, async (page) => {
    const { keyboard } = page;
    await settled(page);

    const next = await follower(page);
    await keyboard.press(String(next.id));
    await keyboard.press("t");
    await untilServers(page, "the server whose timer was ended stood for election", (all) =>
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
    await untilServers(page, "it is down", (all) => !all[doomed.id - 1].up);
    await settled(page);
    await keyboard.press("c");
    await untilServers(page, "it is up", (all) => all[doomed.id - 1].up);

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

    const next = await follower(page);
    await click(`server-${next.id}`);
    await click("timeout");
    await untilServers(page, "it stood for election", (all) =>
      all.some((one) => one.term > next.term),
    );
    await settled(page);

    await click("op-send"); // put x 1 via leader, as the form stands
    await outcome(page.getByTestId("op-1"), "ok");

    const doomed = await settled(page);
    await click(`server-${doomed.id}`);
    await click("crash");
    await untilServers(page, "it is down", (all) => !all[doomed.id - 1].up);
    await click("crash");
    await untilServers(page, "it is up", (all) => all[doomed.id - 1].up);

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
    await page.getByTestId("side-dials").click();
    const dials = [
      "latency",
      "jitter",
      "loss",
      "duplicate",
      "reorder",
      "reorderBy",
      "disk",
      "torn",
    ];
    for (const dial of dials) {
      const value = page.locator(`#dial-${dial} + output`);
      const before = Number.parseInt(await value.textContent(), 10);
      await tabTo(page, `dial-${dial}`);
      await page.keyboard.press("ArrowRight");
      await value.filter({ hasText: `${before + 1} ` }).waitFor();
      // Under another focus the dial shows what the engine has, not what the mouse held.
      await page.getByTestId("speed").focus();
      await value.filter({ hasText: `${before + 1} ` }).waitFor();
    }
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));

/** turnAtOnce opens the dials and turns one before the browser has drawn a frame of them, as a quick learner on
 * a slow machine does. Preact draws in microtasks, which a real event is followed by. */
const turnAtOnce = (page, dial, by) =>
  page.evaluate(
    async ([id, step]) => {
      const draw = async () => {
        for (let turn = 0; turn < 10; turn++) await null;
      };
      document.querySelector('[data-testid="side-dials"]').click();
      await draw();
      const input = document.getElementById(id);
      input.valueAsNumber += step;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await draw();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    [`dial-${dial}`, by],
  );

test("a dial that is turned before its first frame keeps the turn", () =>
  visit("#/lab", {}, async (page) => {
    await settled(page);
    await page.getByTestId("side-dials").waitFor();
    const value = page.locator("#dial-latency + output");
    for (const [wanted, broadcast] of [
      ["17 ", "45 ms"],
      ["24 ", "59 ms"],
    ]) {
      await turnAtOnce(page, "latency", 7);
      await value.filter({ hasText: wanted }).waitFor();
      // The engine has it, too.
      await page.getByTestId("inequality").filter({ hasText: broadcast }).waitFor();
      await page.getByTestId("side-clients").click();
      await value.waitFor({ state: "detached" });
    }
  }));

test("a dial that is refused goes back, and the reason is shown", () =>
  visit("#/lab?scenario=c2-figure-8&at=0&rules=commit-any-term", {}, async (page) => {
    await page.getByTestId("finish").click();
    await page.locator('[data-testid="status"][data-status="failed"]').waitFor();
    await page.getByTestId("side-dials").click();
    const value = page.locator("#dial-latency + output");
    const before = await value.textContent();
    await tabTo(page, "dial-latency");
    await page.keyboard.press("ArrowRight");
    await page.locator(".banner").filter({ hasText: "this run has ended" }).waitFor();
    await value.filter({ hasText: before }).waitFor();
    assert.equal(`${await page.locator("#dial-latency").inputValue()} ms`, before);
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
    await untilServers(page, "it is down", (all) => !all[leader.id - 1].up);
    await page.keyboard.press("t"); // a crashed server has no timer
    await page.locator(".banner").waitFor();
    await settled(page);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.locator(".banner").waitFor({ state: "detached" });
  }));

/** firstMessage steps a paused run until a message is on its way, and picks it. */
async function firstMessage(page) {
  await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
  while ((await page.locator("g.message").count()) === 0) {
    const before = await page.getByTestId("moment").textContent();
    await page.keyboard.press(".");
    await page.waitForFunction(
      (old) => document.querySelector('[data-testid="moment"]').textContent !== old,
      before,
    );
  }
  await page.keyboard.press("m");
  await page.getByTestId("picked").waitFor();
  return /^m(\d+) /.exec(await page.getByTestId("picked").textContent())[1];
}

const inFlight = (page, id) => page.locator(`g.message[data-testid="message-${id}"]`);

test("one message is held, let go, doubled and dropped, by keyboard", () =>
  visit("#/lab?at=0", {}, async (page) => {
    const id = await firstMessage(page);
    await tabTo(page, "message-hold");
    await page.keyboard.press("Enter");
    await page.locator(".waiting").waitFor();
    await page.getByTestId("message-release").waitFor();

    await tabTo(page, "message-duplicate");
    await page.keyboard.press("Enter");
    // It has arrived; its copy took its place, under a number of its own, and waits as it did.
    await inFlight(page, id).waitFor({ state: "detached" });
    await page.locator(".waiting").waitFor();
    await page.getByTestId("picked").waitFor({ state: "detached" });

    await page.keyboard.press("m");
    await page.getByTestId("picked").waitFor();
    const next = /^m(\d+) /.exec(await page.getByTestId("picked").textContent())[1];
    await tabTo(page, "message-drop");
    await page.keyboard.press("Enter");
    await inFlight(page, next).waitFor({ state: "detached" });

    await page.keyboard.press("m");
    await page.getByTestId("picked").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("picked").waitFor({ state: "detached" });
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));

test("a message is picked with the mouse, held, and delivered", () =>
  visit("#/lab?hand=1", {}, async (page) => {
    await page.getByTestId("server-1").click();
    await page.getByTestId("timeout").click(); // ends its timer
    const waiting = page.locator(".waiting .takes").first();
    await waiting.click();
    const picked = await page.getByTestId("picked").textContent();
    assert.match(picked, /^m\d+ S1→S\d RequestVote/);
    await page.getByTestId("message-deliver").click();
    await page.getByTestId("picked").waitFor({ state: "detached" });
    // The answer is on its way, and waits too.
    await page.locator(".waiting .outline").waitFor();
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));

test("lines are typed, completed, corrected and recalled", () =>
  visit("#/lab", {}, async (page) => {
    const leader = await settled(page);
    await page.getByTestId("side-manual").click();
    const line = page.getByTestId("typed-line");
    const answer = page.getByTestId("typed-answer");
    const forms = await page
      .locator("datalist option")
      .evaluateAll((all) => all.map(({ value }) => value));
    assert.ok(forms.includes("hold S1 > S2"), forms.join());
    assert.ok(!forms.includes("manual"), "what sets a world up cannot be typed");

    await line.fill("crahs leader");
    await page.keyboard.press("Enter");
    await answer.filter({ hasText: 'did you mean "crash"?' }).waitFor();
    assert.equal(await line.inputValue(), "crahs leader", "it stays, to be corrected");
    assert.equal(await page.getByTestId("banner").textContent(), "");

    await line.fill("crash leader");
    await page.keyboard.press("Enter");
    await untilServers(page, "the leader is down", (all) => !all[leader.id - 1].up);
    await answer.filter({ hasText: "Done: crash leader" }).waitFor();
    assert.equal(await line.inputValue(), "");
    await page.keyboard.press("ArrowUp");
    assert.equal(await line.inputValue(), "crash leader");
  }));

test("in manual mode, nothing happens by itself", () =>
  visit("#/lab", {}, async (page) => {
    await settled(page);
    await page.getByTestId("side-manual").click();
    await page.getByTestId("manual").click();
    await page.waitForURL(/hand=1/);
    await untilServers(page, "it begins again", (all) => all.every(({ term }) => term === 0));
    const line = page.getByTestId("typed-line");
    for (const typed of ["wake S2", "deliver S2 > S1", "deliver S2 > S3"]) {
      await line.fill(typed);
      await page.getByTestId("typed-send").click();
      await page
        .getByTestId("typed-answer")
        .filter({ hasText: `Done: ${typed}` })
        .waitFor();
    }
    const seen = await untilServers(page, "S1 and S3 heard of term 1", (all) => all[2].term === 1);
    assert.deepEqual(
      seen.map(({ term }) => term),
      [1, 1, 1, 0, 0],
    );
  }));

test("random faults strike by themselves, from a seed, and end with the switch", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    await settled(page);
    await page.getByTestId("side-dials").click();
    await page.getByTestId("nemesis-seed").fill("17");
    await page.getByTestId("nemesis").click();
    await page.getByTestId("mtbf").waitFor();
    await page.getByTestId("tab-story").click();
    await page.getByText("Command: note random faults of seed 17").waitFor();
    await page
      .getByTestId("feed")
      .getByText(/^Command: try crash/)
      .first()
      .waitFor();
    await page.getByTestId("nemesis").click();
    await page.getByText("Command: recover").waitFor();
    await untilServers(page, "all are up", (all) => all.every(({ up }) => up));
    await page.getByTestId("mtbf").waitFor({ state: "detached" });
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));

test("§5.6's inequality is watched, for the dials and for the timeouts", () =>
  visit("#/lab", {}, async (page) => {
    await settled(page);
    await page.getByTestId("side-dials").click();
    const verdict = (wanted) =>
      page.locator(`[data-testid="inequality"][data-verdict="${wanted}"]`);
    await verdict("holds").waitFor();
    await page.getByTestId("dial-latency").fill("160");
    await verdict("broken").waitFor();
    await page.getByTestId("timing-electionMin").fill("2000");
    await page.getByTestId("timing-electionMax").fill("4000");
    await page.getByTestId("timing-apply").click();
    await page.waitForURL(/timeouts=2000-4000-50/);
    await verdict("holds").waitFor(); // of the new run, whose dials are as at first
  }));

test("what clients saw is judged", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    await settled(page);
    await page.getByTestId("op-send").click();
    await outcome(page.getByTestId("op-1"), "ok");
    await page.getByTestId("verdict").filter({ hasText: "Linearizable: the operation" }).waitFor();
    await page.getByTestId("op-kind").selectOption("get");
    await page.getByTestId("op-send").click();
    await outcome(page.getByTestId("op-2"), "ok");
    await page.getByTestId("verdict").filter({ hasText: "the 2 operations" }).waitFor();
  }));

test("with less motion, the same run is seen in steps", () =>
  visit("#/lab", {}, async (page) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await setSpeed(page, 0.02);
    await settled(page);
    // Each message is seen in few places, and still moves on.
    const places = await page.evaluate(watchMessages, 120);
    const counts = Object.values(places);
    assert.ok(counts.length > 0, "no message was seen");
    assert.ok(Math.max(...counts) <= 4, `places of one message: ${counts}`);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    // A machine that has much to do draws few frames for a while.
    const most = async () => Math.max(...Object.values(await page.evaluate(watchMessages, 120)));
    await until(page, "a message moves smoothly", async () => (await most()) > 4);
  }));

/** watchMessages runs in the page: in how many places each message was drawn during so many frames. */
async function watchMessages(frames) {
  const places = new Map();
  for (let i = 0; i < frames; i++) {
    for (const one of document.querySelectorAll("g.message:not(.waiting .message)")) {
      const seen = places.get(one.dataset.testid) ?? new Set();
      seen.add(one.querySelector("g")?.getAttribute("transform"));
      places.set(one.dataset.testid, seen);
    }
    await new Promise(requestAnimationFrame);
  }
  return Object.fromEntries([...places].map(([id, seen]) => [id, seen.size]));
}
