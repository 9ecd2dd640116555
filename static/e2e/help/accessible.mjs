// What axe finds on a page, in each theme.
import assert from "node:assert/strict";
import axe from "axe-core";
import { THEMES } from "./browser.mjs";

/** assertAccessible asks axe about the page, once in each theme: a page follows its system's theme
 * while it is open, so that none has to be opened and brought to the same state for the second. */
export async function assertAccessible(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    const violations = await violationsOf(page);
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
      colorScheme,
    );
  }
}

const TRIES_MAX = 10;

/** violationsOf asks again when axe itself failed: it looks at a page for several turns, and does not expect
 * that an editor redraws a line in between. */
async function violationsOf(page) {
  for (let tries = 1; ; tries++) {
    try {
      return (await page.evaluate(() => window.axe.run())).violations;
    } catch (error) {
      if (tries === TRIES_MAX || !String(error).includes("TypeError")) throw error;
    }
  }
}
