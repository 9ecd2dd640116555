// Pages as such: the first load, scenarios, links, the theme, accessibility, and sizes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES } from "../help/browser.mjs";
import { settled, untilServers } from "../help/lab.mjs";

const visit = withApp();

// The budget is two seconds. The time is printed and not judged: a loaded machine is no defect.
test("the first page moves after the first load", (context) =>
  visit("#/", {}, async (page) => {
    await page.waitForFunction(() => {
      const arcs = [...document.querySelectorAll(".timer")].map((arc) => arc.getAttribute("d"));
      const before = window.arcsBefore;
      window.arcsBefore = arcs;
      return before?.length > 0 && arcs.some((arc, i) => arc !== before[i]);
    });
    const took = await page.evaluate(() => performance.now());
    context.diagnostic(`moving after ${Math.round(took)} ms`);
  }));

test("a scenario runs to its end, twice with the same hash", () =>
  visit("#/scenarios/a1-silent-leader", {}, async (page) => {
    await page.getByTestId("run-a1-silent-leader").click();
    const hashes = [];
    for (let i = 0; i < 2; i++) {
      await page.getByTestId("finish").click();
      await page.locator('[data-testid="status"][data-status="finished"]').waitFor();
      hashes.push(await page.getByTestId("hash").getAttribute("data-hash"));
      await page.getByTestId("restart-run").click();
      await page.locator('[data-testid="status"][data-status="playing"]').waitFor();
    }
    assert.match(hashes[0], /^[0-9a-f]{64}$/);
    assert.equal(hashes[0], hashes[1]);
  }));

test("an address may name a scenario by its subject", () =>
  visit("#/lab?scenario=a1", {}, async (page) => {
    await page.getByRole("heading", { name: "A1 · The leader goes silent" }).waitFor();
    assert.equal(await page.getByTestId("scenario").inputValue(), "a1-silent-leader");
  }));

test("another seed gives another run, and the address carries it", () =>
  visit("#/lab", {}, async (page) => {
    // Typed before the first run has begun.
    await page.getByTestId("seed").fill("4711");
    await untilServers(page, "the ring is drawn", () => true);
    await page.getByTestId("restart-run").click();
    await page.waitForURL(/seed=4711/);
    await page.waitForFunction(
      () => document.querySelector('[data-testid="seed"]').value === "4711",
    );
    await settled(page);
  }));

test("a link that leads nowhere says so and offers a way on", () =>
  visit("#/nowhere", {}, async (page) => {
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    // The bar has room for everything where a page of 1280 pixels is magnified four times.
    await page.setViewportSize({ width: 320, height: 256 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await page.getByRole("link", { name: "To the lab" }).click();
    await untilServers(page, "the lab opens", (all) => all.length === 5);
  }));

test("a scenario that there is not: the lab offers what there is, by mouse and by keyboard", () =>
  visit("#/lab?scenario=figure8-&seed=3x", {}, async (page) => {
    const astray = page.getByTestId("astray");
    await astray.getByRole("heading", { name: "no scenario called “figure8-”" }).waitFor();
    assert.match(await page.getByTestId("ignored").textContent(), /seed=3x .*whole number/);
    assert.ok((await astray.getByRole("link").count()) > 30, "all scenarios are offered");
    for (const size of Object.keys(SIZES)) {
      await page.setViewportSize(SIZES[size]);
      await assertAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= SIZES[size].width, `${width} pixels wide`);
    }
    // What the box shows as chosen is what was asked: so free play can be chosen.
    await page.setViewportSize(SIZES.desktop);
    assert.equal(await page.getByTestId("scenario").inputValue(), "figure8-");
    await page.getByTestId("scenario").selectOption("");
    await untilServers(page, "free play begins", (all) => all.length === 5);
    await page.goBack();
    await astray.waitFor();
    await page.getByTestId("meant-c2-figure-8").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "C2 · Figure 8" }).waitFor();
    assert.equal(await astray.count(), 0);
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));

test("rules that there are not, and parts of an address that make no sense, are named", () =>
  visit("#/lab?rules=vote-twise", {}, async (page) => {
    await page.getByTestId("meant-vote-twice").click();
    await untilServers(page, "the lab opens", (all) => all.length === 5);
    await page.evaluate(() => {
      location.hash = "#/lab?servers=99&seed=abc";
    });
    const ignored = page.getByTestId("ignored");
    await ignored.waitFor();
    assert.match(await ignored.textContent(), /servers=99 \(a cluster has 1 to 9 .*seed=abc \(/);
    await untilServers(page, "a cluster of five runs", (all) => all.length === 5);
    await ignored.getByRole("button").click();
    assert.equal(await ignored.count(), 0);
  }));

test("the theme can be chosen, and is remembered", () =>
  visit("#/", {}, async (page) => {
    // The engine and its servers are there: what is still fetched would be lost at the reload.
    const ready = () => page.locator('[data-testid="revive"]:enabled').waitFor();
    await ready();
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    assert.equal(await theme(), undefined);
    await page.getByTestId("theme").click();
    await page.getByTestId("theme").click();
    assert.equal(await theme(), "dark");
    await page.reload();
    await ready();
    assert.equal(await theme(), "dark");
  }));

// The scenario begins with clocks that are not true, slow disks and a flaky link.
for (const hash of ["#/", "#/lab", "#/lab?scenario=c1-storm-of-everything", "#/nowhere"]) {
  for (const size of Object.keys(SIZES)) {
    test(`axe finds nothing on ${hash}, ${size}; nothing sticks out`, () =>
      visit(hash, { size }, async (page) => {
        if (hash !== "#/nowhere") await untilServers(page, "the ring is drawn", () => true);
        if (hash.includes("scenario")) await page.locator(".badge").first().waitFor();
        await assertAccessible(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= SIZES[size].width, `${width} pixels wide`);
      }));
  }
}

test("axe finds nothing where a promise was broken", () =>
  visit("#/lab?scenario=c2-figure-8&rules=commit-any-term", {}, async (page) => {
    await page.getByTestId("finish").click();
    await page.locator('[data-testid="status"][data-status="failed"]').waitFor();
    assert.match(await page.getByTestId("failure").textContent(), /Leader Completeness/);
    await page.locator('[data-testid^="check-"][data-ok="false"]').waitFor();
    await page.getByTestId("causes").click();
    await page.getByText(/ S5 leads term 5\.$/m).waitFor();
    await assertAccessible(page);
  }));
