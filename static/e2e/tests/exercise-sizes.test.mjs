// The exercise page in windows of each size, from the empty editor to the run that broke.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES } from "../help/browser.mjs";
import { editor, verdict, WRONG, write } from "../help/exercise-page.mjs";

const visit = withApp();

/** bySize looks at the page in each size, and leaves it in that of a desktop. */
async function bySize(page) {
  for (const size of Object.values(SIZES)) {
    await page.setViewportSize(size);
    await assertAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= size.width, `${width} of ${size.width} pixels wide`);
  }
  await page.setViewportSize(SIZES.desktop);
}

test("axe finds nothing on the exercise page in each size; nothing sticks out", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await editor(page).waitFor({ state: "attached" });
    await bySize(page);
    await page.setViewportSize(SIZES.phone);
    await page.getByTestId("tab-code").click();
    await write(page, WRONG);
    await bySize(page);
    await page.keyboard.press("Shift+Enter");
    await verdict(page, "safety");
    await bySize(page);
    await page.getByTestId("watch").first().click();
    await page.getByTestId("broke").waitFor();
    await page.getByTestId("did").waitFor();
    await bySize(page);
  }));
