// Hundreds of messages in flight are drawn on a canvas while they move, and one by one when they stand
// still, so that each can be pointed at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { until, watched } from "../help/progress.mjs";
import { lab, open } from "../help/stand-in.mjs";

const visit = withApp();

/** painted says how many messages are elements, once there is something on the crowd's canvas. */
function painted() {
  const canvas = document.querySelector(".ring-stack canvas");
  if (!canvas || canvas.width === 0) return null;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  for (let alpha = 3; alpha < data.length; alpha += 4) {
    if (data[alpha] === 0) continue;
    return { elements: document.querySelectorAll(".ring-view .message").length };
  }
  return null;
}

test("a crowd moves on a canvas, and stands still as elements that can be picked", async () => {
  const { url, browser } = visit.lane();
  const { page, close } = await open(browser, url, 10_000);
  try {
    await watched(page, () => drawnBothWays(page, url));
  } finally {
    await close();
  }
});

async function drawnBothWays(page, url) {
  await lab(page, url);
  const messages = page.locator(".ring-view .message");
  const moving = await (await page.waitForFunction(painted)).jsonValue();
  assert.equal(moving.elements, 0, "while they move, none is an element");
  await page.getByTestId("play").click();
  await messages.nth(199).waitFor({ state: "attached" });
  assert.equal(await page.locator(".ring-stack canvas").count(), 0);
  await messages.nth(100).locator(".reach").dispatchEvent("click");
  const picked = await page.getByTestId("picked").textContent();
  assert.match(picked, /^m\d+ S\d→S\d /);

  // The one that was picked stays an element when the others move on.
  // They do for a quarter of a second after each key, so on a slow machine one look may come too late.
  const id = /^m(\d+)/.exec(picked)[1];
  const seen = await until(page, "after a key, the others are on the canvas", async () => {
    await page.getByTestId("scrub").press("ArrowLeft");
    return page.evaluate(painted);
  });
  assert.equal(seen.elements, 1);
  assert.equal(await page.getByTestId(`message-${id}`).count(), 1);
}
