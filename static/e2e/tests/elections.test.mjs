// Elections that do not disturb, controlled by hand: a pre-vote, a leader that is forgotten, a transfer, a leader that
// steps down, and the switches of free play.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import {
  act,
  leaderOf,
  select,
  servers,
  setSpeed,
  settled,
  tells,
  untilServers,
} from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

const ALL = "#/lab?servers=3&seed=7&elections=prevote,stickiness,check-quorum";

/** mark reads what the ring shows of a server beyond Figure 2. */
function mark(page, id, name) {
  return page.getByTestId(`server-${id}`).locator("[data-heard]").getAttribute(`data-${name}`);
}

async function pause(page) {
  await page.getByTestId("play").click();
  await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
}

/** row is the value of a row of the inspector. */
function row(page, name) {
  return page.locator(".state tr").filter({ has: page.getByText(name, { exact: true }) });
}

/** standing waits for a leader that all follow and hear, and stops the clock there. */
async function standing(page) {
  await setSpeed(page, 0.1);
  await settled(page);
  await until(page, "all hear the leader", async () => {
    const marks = page.locator('[data-testid^="server-"] [data-heard="true"]');
    return (await marks.count()) === 3;
  });
  await pause(page);
  const all = await servers(page);
  const leader = leaderOf(all);
  return { leader, followers: all.filter(({ id }) => id !== leader.id) };
}

test("a server whose timer fires asks first, and follows again", () =>
  visit(ALL, {}, async (page) => {
    const { leader, followers } = await standing(page);
    const [one, other] = followers;
    await act(page, one.id, "timeout");
    await untilServers(page, "it is a pre-candidate", (all) => {
      const seen = all[one.id - 1];
      return seen.role === "pre-candidate" && seen.term === one.term;
    });
    assert.equal(await mark(page, one.id, "heard"), "false");
    assert.equal(await mark(page, one.id, "pre-votes"), String(one.id));
    await row(page, "pre-votes")
      .filter({ hasText: `S${one.id}` })
      .waitFor();
    await page
      .locator(".message title", { hasText: "PreVote from" })
      .first()
      .waitFor({ state: "attached" });
    const asks = `Would vote for S${one.id} in term ${one.term + 1}`;
    await page.getByTestId("who-counts").getByText(asks).waitFor();
    assert.equal(await page.locator(".who-counts .seat.no").count(), 0, "nobody has answered yet");
    await assertAccessible(page, "a pre-candidate");
    await page.getByTestId("play").click();
    await untilServers(page, "it follows again", (all) => all[one.id - 1].role === "follower");
    const after = await servers(page);
    assert.deepEqual([leaderOf(after).id, after[one.id - 1].term], [leader.id, one.term]);
    assert.equal(after[other.id - 1].role, "follower");
  }));

test("a leader that is forgotten does not keep another from being elected", () =>
  visit(ALL, {}, async (page) => {
    const { leader, followers } = await standing(page);
    const [one, other] = followers;
    await act(page, leader.id, "crash");
    assert.equal(await page.getByTestId("forget").count(), 0, "a crashed server forgets nothing");
    await select(page, other.id);
    await row(page, "heard").filter({ hasText: "yes" }).waitFor();
    await page.getByTestId("forget").click();
    await row(page, "heard").filter({ hasText: "no" }).waitFor();
    assert.equal(await mark(page, other.id, "heard"), "false");
    assert.ok(await page.getByTestId("forget").isDisabled());
    await act(page, one.id, "timeout");
    await page.getByTestId("play").click();
    await untilServers(page, "it leads", (all) => leaderOf(all)?.id === one.id);
    await tells(page, `S${other.id} no longer counts on S${leader.id}.`);
    await tells(page, `S${one.id} asks who would vote for it in term ${one.term + 1}.`);
  }));

test("a leader hands over, and the target leads without a timer", () =>
  visit(ALL, {}, async (page) => {
    const { leader, followers } = await standing(page);
    const target = followers[1];
    await select(page, leader.id);
    await page.getByTestId("transfer-to").selectOption(String(target.id));
    await page.getByTestId("transfer").click();
    await row(page, "transferee")
      .filter({ hasText: `S${target.id}` })
      .waitFor();
    assert.equal(await mark(page, leader.id, "transferee"), String(target.id));
    assert.equal(await page.getByTestId("transfer").count(), 0);
    // It changes its mind, and again.
    await page.getByTestId("abort").click();
    await page.getByTestId("transfer").waitFor();
    assert.equal(await mark(page, leader.id, "transferee"), "0");
    await page.getByTestId("transfer-to").selectOption(String(target.id));
    await page.getByTestId("transfer").click();
    await page.getByTestId("play").click();
    const seen = await untilServers(
      page,
      "the target leads",
      (all) => leaderOf(all)?.id === target.id,
    );
    assert.equal(leaderOf(seen).term, leader.term + 1);
  }));

test("a leader without answers steps down at the end of its interval, in its term", () =>
  visit(ALL, {}, async (page) => {
    const { leader } = await standing(page);
    // An interval that has just begun has no answers yet, and the leader would step down at its end.
    await until(page, "a follower has answered", async () => {
      if ((await mark(page, leader.id, "active")) !== "") return true;
      await page.getByTestId("step").click();
      return false;
    });
    await act(page, leader.id, "isolate");
    await page.getByTestId("interval").click();
    await row(page, "active").filter({ hasText: "–" }).waitFor();
    assert.equal(await mark(page, leader.id, "active"), "");
    await page.getByTestId("interval").click();
    const seen = await untilServers(
      page,
      "it stepped down",
      (all) => all[leader.id - 1].role === "follower",
    );
    assert.equal(seen[leader.id - 1].term, leader.term);
    assert.equal(await page.getByTestId("interval").count(), 0, "a follower has no interval");
  }));

test("the switches begin another run, are kept, and travel in the link", () =>
  visit("#/lab?servers=3&seed=7", {}, async (page) => {
    await settled(page);
    await select(page, 1);
    for (const id of ["forget", "transfer", "interval"]) {
      assert.equal(await page.getByTestId(id).count(), 0, `${id} is not offered in Figure 2 alone`);
    }
    await page.getByTestId("side-dials").click();
    await page.getByTestId("switch-prevote").click();
    await page.waitForFunction(() => location.hash.endsWith("elections=prevote"));
    await page.getByTestId("switch-check-quorum").click();
    await page.waitForFunction(() => location.hash.endsWith("elections=prevote,check-quorum"));
    await page.getByTestId("restart-run").click();
    await page.locator("[data-testid=switch-prevote]:checked").waitFor();
    await settled(page);
    await page.getByTestId("share").click();
    const link = await page.getByTestId("share-link").inputValue();
    assert.match(link, /elections=prevote,check-quorum/);
    await page.getByTestId("share-close").click();
    await page.getByTestId("switch-prevote").click();
    await page.waitForFunction(() => location.hash.endsWith("elections=check-quorum"));
    await page.getByTestId("scenario").selectOption("a11-transfer");
    await until(page, "the scenario says what is on", async () => {
      const boxes = [page.getByTestId("switch-prevote"), page.getByTestId("switch-stickiness")];
      const states = await Promise.all(
        boxes.map(async (box) => (await box.isChecked()) && box.isDisabled()),
      );
      return states.every(Boolean);
    });
  }));
