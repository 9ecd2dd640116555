// The cluster in a real browser: one worker per server, and Raft's promises kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import {
  act,
  leaderOf,
  outcome,
  put,
  select,
  serverWorkers,
  setSpeed,
  settled,
  untilServers,
  untilWorkers,
} from "../help/lab.mjs";

const visit = withApp();

async function dataOf(page, id) {
  await select(page, id);
  return page.locator(".state tr").last().locator("td").textContent();
}

test("five servers elect one leader", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    const leader = await settled(page);
    assert.equal(leader.role, "leader");
    assert.equal(serverWorkers(page), 5);
  }));

test("a write is committed on a majority and applied everywhere", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    await settled(page);
    await outcome(await put(page, "x", "7"), "ok");
    await untilServers(page, "everybody applied it", (all) => {
      const leader = leaderOf(all);
      return leader && leader.applied > 0 && all.every((one) => one.applied === leader.applied);
    });
    for (const id of [1, 2, 3, 4, 5]) assert.match(await dataOf(page, id), /x=7/);
  }));

test("a follower sends a client on to the leader", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    const leader = await settled(page);
    const follower = (leader.id % 5) + 1;
    const row = await put(page, "y", "1", `S${follower}`);
    await outcome(row, "ok");
    assert.match(await row.textContent(), new RegExp(`S${follower} → S${leader.id}`));
  }));

test("a crashed leader's worker is gone, another leads, and nothing is lost", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    const first = await settled(page);
    await outcome(await put(page, "x", "7"), "ok");
    await act(page, first.id, "crash");
    await untilWorkers(page, 4);
    const seen = await untilServers(page, "another server leads", (all) => {
      const leader = leaderOf(all);
      return leader && leader.id !== first.id && leader.term > first.term;
    });
    const second = leaderOf(seen);
    await outcome(await put(page, "z", "1"), "ok");
    assert.match(await dataOf(page, second.id), /x=7/);
    await act(page, first.id, "crash"); // the same button, which now restarts
    await untilWorkers(page, 5);
    await untilServers(page, "the restarted server has caught up", (all) => {
      const leader = leaderOf(all);
      const back = all[first.id - 1];
      return leader && back.up && back.applied === leader.applied && back.term === leader.term;
    });
    assert.match(await dataOf(page, first.id), /x=7.*z=1/);
  }));

/** getStale has one server read what it has itself. */
async function getStale(page, key, via) {
  await page.getByTestId("op-kind").selectOption("get");
  await page.getByTestId("op-key").fill(key);
  await page.getByTestId("op-mode").selectOption("stale");
  await page.getByTestId("op-via").selectOption(via);
  await page.getByTestId("op-send").click();
}

test("a leader cut off with a minority commits nothing, answers what is old, and steps down", () =>
  visit("#/lab", {}, async (page) => {
    await setSpeed(page, 1);
    const old = await settled(page);
    await outcome(await put(page, "x", "1"), "ok");
    const companion = (old.id % 5) + 1;
    await page.getByTestId(`pick-${old.id}`).click();
    await page.getByTestId(`pick-${companion}`).click();
    await page.getByTestId("cut-off").click();
    const before = (await untilServers(page, "the ring is drawn", () => true))[old.id - 1];
    const row = await put(page, "x", "2", `S${old.id}`);
    const split = await untilServers(page, "the majority has its own leader", (all) => {
      const leader = leaderOf(all);
      return leader && leader.id !== old.id && leader.id !== companion;
    });
    assert.equal(split[old.id - 1].role, "leader", "the old leader still believes in itself");
    assert.equal(split[old.id - 1].commit, before.commit);
    assert.notEqual(await row.getAttribute("data-outcome"), "ok");
    await outcome(await put(page, "x", "3", `S${leaderOf(split).id}`), "ok");
    const verdict = page.getByTestId("verdict");
    await verdict.and(page.locator('[data-outcome="linearizable"]')).waitFor();

    // Without the log, the old leader reads what was overwritten; the page names the operations that
    // contradict each other.
    await getStale(page, "x", `S${old.id}`);
    await outcome(page.getByTestId("op-4"), "ok");
    await verdict.and(page.locator('[data-outcome="broken"]')).waitFor();
    const says = await verdict.textContent();
    assert.match(
      says,
      /^Not linearizable .*operation 4, get x stale, read 1 .*operation 3, put x 3, had ended/,
    );
    const marked = await page.$$eval("tr.culprit", (rows) =>
      rows.map(({ dataset }) => dataset.testid),
    );
    assert.deepEqual(marked, ["op-4", "op-3", "op-1"]);
    for (const light of await page.$$eval("[data-ok]", (all) =>
      all.map(({ dataset }) => dataset.ok),
    )) {
      assert.equal(light, "true", "no property of Figure 3 says anything of reads");
    }
    await page.getByTestId("heal").click();
    const healed = await untilServers(page, "the old leader follows", (all) => {
      const leader = leaderOf(all);
      const one = all[old.id - 1];
      return leader && one.role === "follower" && one.applied === leader.applied;
    });
    assert.ok(healed[old.id - 1].term > old.term);
    assert.match(await dataOf(page, old.id), /x=3/);
  }));

test("nine servers live in nine workers", () =>
  visit("#/lab?servers=9", {}, async (page) => {
    await setSpeed(page, 1);
    await settled(page);
    assert.equal(serverWorkers(page), 9);
  }));

test("a smaller cluster ends the workers that it does not need", () =>
  visit("#/lab", {}, async (page) => {
    await untilWorkers(page, 5);
    await page.getByTestId("servers").selectOption("3");
    await untilWorkers(page, 3);
    await untilServers(page, "three servers are drawn", (all) => all.length === 3);
  }));
