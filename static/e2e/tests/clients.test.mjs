// Clients in the picture of the cluster: their links, what travels on them, and what can be done to a link.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { outcome, put, settled, tabTo } from "../help/lab.mjs";

const visit = withApp();

async function stopped(page) {
  const leader = await settled(page);
  await page.getByTestId("play").click();
  await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
  return leader.id;
}

test("a client appears with its first request, and its answer that is lost is crossed out", () =>
  visit("#/lab?servers=3", {}, async (page) => {
    const leader = await stopped(page);
    assert.equal(await page.locator(".clients-picture").count(), 0);
    await page.getByTestId("side-manual").click();
    await page.getByTestId("typed-line").fill(`cut S${leader} > C1`);
    await page.getByTestId("typed-send").click();
    await page.locator(".clients-picture .cuts .cross").waitFor();
    await page.getByTestId("side-clients").click();
    await put(page, "x", "7", `S${leader}`);
    const client = page.getByTestId("client-1");
    await page.locator(".clients-picture .message").waitFor();
    await page.getByTestId("play").click();
    await page.getByTestId(`lost-S${leader}>C1`).waitFor();
    await page.getByTestId("play").click();
    assert.match(await client.getAttribute("aria-label"), /put x 7: waits, .*: lost$/);
    await assertAccessible(page);
  }));

test("a click on a client's link offers what can be done to it", () =>
  visit("#/lab?servers=3", {}, async (page) => {
    const leader = await stopped(page);
    await put(page, "x", "7", `S${leader}`);
    await page.getByTestId(`link-C1>S${leader}`).click({ force: true });
    const linked = page.getByTestId("linked");
    await linked.filter({ hasText: "open" }).waitFor();
    for (const [fault, said] of [
      ["cut", "cut"],
      ["lossy", "loses 50 %"],
      ["slow", "takes 200 ms"],
      ["held", "held"],
    ]) {
      await page.getByTestId(`link-${fault}`).click();
      await linked.filter({ hasText: said }).waitFor();
      await page.getByTestId(`link-${fault}`).click();
      await linked.filter({ hasText: "open" }).waitFor();
    }
    await page.getByTestId("link-close").click();
    await page.getByTestId("cut-off").waitFor();
  }));

test("the links of a client are reached by keyboard, and what it asks waits on a held one", () =>
  visit("#/lab?servers=3", {}, async (page) => {
    const leader = await stopped(page);
    await put(page, "x", "7", `S${leader}`);
    await page.getByTestId("play").click();
    await outcome(page.getByTestId("op-1"), "ok");
    await tabTo(page, "client-1");
    await page.keyboard.press("Enter");
    await tabTo(page, "link-held");
    await page.keyboard.press("Enter");
    await page.getByTestId("linked").filter({ hasText: "held" }).waitFor();
    await page.locator(".clients-picture .gates path").waitFor();
    await put(page, "x", "8", `S${leader}`);
    await page.locator(".clients-picture .waiting .message").waitFor();
    await tabTo(page, "link-held");
    await page.keyboard.press("Enter");
    await outcome(page.getByTestId("op-2"), "ok");
    await page.keyboard.press("Escape");
    await page.getByTestId("linked").waitFor({ state: "detached" });
  }));
