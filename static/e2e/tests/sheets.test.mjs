// A page looks the same whichever page came before: the sheets of pages that were left stay in the document, and none
// of their rules may match here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";

const visit = withApp();

const PAGES = [
  "#/",
  "#/learn/a3-timeouts",
  "#/lab",
  "#/break/half",
  "#/scenarios/A",
  "#/figure-2",
  "#/exercise/timeout",
  "#/exercise/timeout?passed",
  "#/compare",
];

/** SHEETS are those of pages. A part that several pages have, such as the lines to the clients, brings its own. */
const SHEETS = "path learn lab puzzles scenarios reference exercise passed compare".split(" ");

/** selectors are those of all sheets that the page has. */
const selectors = (page) =>
  page.evaluate(() => {
    const found = [];
    const walk = (rules) => {
      for (const rule of rules) {
        if (rule.selectorText) found.push(rule.selectorText);
        else if (rule.cssRules) walk(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) walk(sheet.cssRules);
    return found;
  });

/** strangers are rules of other pages that match something in this one, which has no such rule by itself. */
async function strangers(page) {
  const own = new Set(await selectors(page));
  for (const name of SHEETS) await page.addStyleTag({ url: `/${name}.css` });
  const all = await selectors(page);
  return page.evaluate(
    (list) => {
      // A part such as ::before has no element of its own.
      const bare = (one) => one.replace(/::[\w-]+(\([^)]*\))?/g, "");
      return list.filter((one) => document.body.querySelector(bare(one)) !== null);
    },
    all.filter((one) => !own.has(one)),
  );
}

test("no page is styled by the sheets of another", async () => {
  for (const hash of PAGES) {
    await visit(hash, {}, async (page) => {
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await strangers(page), [], `on ${hash}`);
    });
  }
});
