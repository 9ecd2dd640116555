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

test("of a long run, the slider shows what is gone, and says why it goes no further", async () => {
  const server = await serveFixture("five", { first: 106, event: 106, past: true });
  const { page, close } = await openPage(visit.lane().browser, `${server.url}#/lab`);
  try {
    await watched(page, async () => {
      const slider = page.getByTestId("scrub");
      await slider.waitFor();
      const [gone, kept] = await Promise.all([
        page.getByTestId("gone").boundingBox(),
        slider.boundingBox(),
      ]);
      assert.ok(Math.abs(gone.width - kept.width) < 3, "half of the run is gone");
      assert.ok(gone.x + gone.width <= kept.x + 1, "and lies beside the slider");
      const said = page.getByTestId("no-further");
      assert.equal(await said.textContent(), "");
      await slider.press("Home");
      assert.equal(await slider.inputValue(), "106");
      await slider.press("ArrowLeft");
      assert.match(await said.textContent(), /before event 106 is no longer kept/);
      assert.equal(
        await page.getByTestId("banner").textContent(),
        "",
        "not at the top of the page",
      );
      await slider.blur();
      assert.equal(await said.textContent(), "");
      await page.getByTestId("gone").click();
      assert.match(await said.textContent(), /Start the run again/);
      assert.equal(await page.getByTestId("moment").textContent(), "event 106 / 212 · 1.482 s");
    });
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
