// A run of a protocol that the page does not know: it is drawn by what every protocol's face shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { openPage } from "../help/browser.mjs";
import { watched } from "../help/progress.mjs";
import { serveFixture } from "../help/server.mjs";

const visit = withApp();

test("an unknown protocol is drawn by badge, level and rows, without logs", async () => {
  const server = await serveFixture("token");
  const { page, complaints, close } = await openPage(visit.lane().browser, `${server.url}#/lab`);
  try {
    await watched(page, () => drawn(page));
    // The server of fixtures has no program for the servers' workers.
    assert.deepEqual(
      complaints.filter((one) => !/guest\.wasm|status of 404/.test(one)),
      [],
    );
  } finally {
    await close();
    server.close();
  }
});

async function drawn(page) {
  const holder = page.getByTestId("server-1");
  await holder.waitFor();
  assert.equal(await holder.getAttribute("aria-label"), "S1, holder, level 7");
  assert.equal(await holder.getAttribute("data-badge"), "holder");
  assert.equal(await holder.locator("title").textContent(), "next: S2\nrounds: 7");
  assert.match(await page.locator(".ring header").textContent(), /level 7/);
  await page.getByTestId("message-19").locator(".outline").waitFor({ state: "attached" });
  const rows = await page.locator(".state tr").allTextContents();
  assert.deepEqual(rows, [
    "serverup",
    "badgewaiting → holder",
    "level6 → 7",
    "nextS2",
    "rounds6 → 7",
    "datax=6 → x=7",
  ]);
  assert.equal(await page.locator(".logs").count(), 0);
  assert.equal(await page.getByTestId("timeout").count(), 0, "it has no verb for its timers");
  await page.getByTestId("diagram").waitFor();
}
