// The pages of a graded class, which raftlab class writes into a folder: they are opened from there, without a
// server. They are those of the tests of grader/class/pages.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { newPage, SIZES } from "../help/browser.mjs";
import { watched } from "../help/progress.mjs";

const visit = withApp();
const folder = join(import.meta.dirname, "../../../grader/class/pages/testdata");

/** look opens a page from the folder, and wants it to be quiet, alone and readable: on two screens and on paper. */
async function look(name, body) {
  const url = pathToFileURL(join(folder, name)).href;
  const { page, complaints, close } = await newPage(visit.lane().context, url);
  try {
    await watched(page, async () => {
      for (const summary of await page.locator("summary").all()) {
        await summary.focus();
        await page.keyboard.press("Enter");
      }
      assert.equal(
        await page.locator("details:not([open])").count(),
        0,
        "each part opens by a key",
      );
      assert.equal(await page.evaluate(() => document.scripts.length), 0);
      for (const size of [SIZES.desktop, SIZES.phone]) {
        await page.setViewportSize(size);
        assert.deepEqual(await page.evaluate(overflow), [], "nothing is wider than the page");
        await body(page);
      }
      await assertAccessible(page);
      // On paper it is light, whatever the theme, and has no controls.
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const paper = await page.evaluate(
        () => getComputedStyle(document.documentElement).backgroundColor,
      );
      assert.equal(paper, "rgb(255, 255, 255)");
      assert.equal(await page.locator(".noprint:visible").count(), 0);
      const requested = await page.evaluate(() => performance.getEntriesByType("resource").length);
      assert.equal(requested, 0, "a page requests nothing");
    });
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** overflow lists what is wider than the window, and cannot be scrolled. */
function overflow() {
  if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return [];
  const wide = (one) =>
    !one.closest(".wide") &&
    one.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
  return [...document.querySelectorAll("main *")]
    .filter(wide)
    .map((one) => one.outerHTML.slice(0, 80));
}

test("the page of a class leads to its students", async () => {
  await look("one/index.html", async (page) => {
    const row = page.getByRole("row", { name: /Grants to a log that is behind .* 5/ });
    assert.equal(await row.getByRole("img", { name: "5" }).count(), 1);
    await page.getByRole("link", { name: "1 pair" }).click();
    assert.match(page.url(), /#similar$/);
    await page.locator("#student-08f2e014").getByRole("link", { name: "student 014" }).click();
    await page.getByRole("heading", { name: "student 014 · Grant a vote" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Groups by cause" }).waitFor();
  });
  await look("several/index.html", (page) =>
    page.getByRole("row", { name: /student 001 .* 26 of 40/ }).waitFor(),
  );
});

test("the page of a student shows the run that breaks", async () => {
  await look("one/students/s014-08f2e014.html", async (page) => {
    const picture = page.getByRole("img", { name: /S1 and S2 were both elected leader of term 1/ });
    assert.equal(await picture.count(), 1, "the other picture is for another screen");
    assert.ok((await picture.boundingBox()).width > 300);
    await page.getByText("S3 votes for S2").waitFor();
    assert.equal(await page.getByRole("row", { name: /passed Adopt a later term/ }).count(), 1);
  });
  await look("several/students/s000-94d0e1bf.html", async (page) => {
    await page.getByRole("link", { name: "Stand for election" }).click();
    await page.getByRole("heading", { name: "Stand for election" }).waitFor();
  });
});
