// Hundreds of messages in flight are drawn on a canvas while they move, and one by one when they stand
// still, so that each can be pointed at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { lab, open } from "./diagram-bench.mjs";
import { serve } from "./server.mjs";

let server;
let browser;
before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** painted counts the pixels of the crowd's canvas that are not empty. */
function painted() {
  const canvas = document.querySelector(".ring-stack canvas");
  if (!canvas || canvas.width === 0) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}

test("a crowd moves on a canvas, and stands still as elements that can be picked", async () => {
  const { page, close } = await open(browser, server, 10_000);
  await lab(page, server.url);
  const messages = page.locator(".ring-view .message");
  await page.waitForFunction(painted);
  assert.equal(await messages.count(), 0, "while they move, none is an element");
  await page.getByTestId("play").click();
  await messages.nth(199).waitFor({ state: "attached" });
  assert.equal(await page.locator(".ring-stack canvas").count(), 0);
  await messages.nth(100).locator(".reach").dispatchEvent("click");
  const picked = await page.getByTestId("picked").textContent();
  assert.match(picked, /^m\d+ S\d→S\d /);

  // The one that was picked stays an element when the others move on.
  const id = /^m(\d+)/.exec(picked)[1];
  await page.getByTestId("scrub").press("ArrowLeft");
  await page.waitForFunction(painted);
  assert.equal(await page.getByTestId(`message-${id}`).count(), 1);
  await close();
});
