// What axe finds on a page, in each theme.
import assert from "node:assert/strict";
import axe from "axe-core";
import { THEMES } from "./browser.mjs";

/** assertAccessible asks axe about the page as it is, once in each theme: a page follows its system's theme
 * while it is open, so that none has to be opened and brought to the same state for the second. */
export async function assertAccessible(page) {
  await page.evaluate(axe.source);
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
      colorScheme,
    );
  }
}
