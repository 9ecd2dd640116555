// What the editor opens over the text: the list of completions, with its docs, and the docs of a word that
// the mouse rests on. Both come from the compiler's own description of the packages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { editor, RIGHT, source, write } from "../help/exercise-page.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();

const options = (page) => page.locator(".cm-tooltip-autocomplete li");
const chosen = (page) => page.locator(".cm-tooltip-autocomplete li[aria-selected]");

/** judged waits for the compiler to have read the text, and so for the docs to be there. */
const judged = (page) => page.getByTestId("problems").waitFor();

/** inSight says whether all of a box is within the window. */
async function inSight(page, selector) {
  return page.locator(selector).evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
}

/** apart says whether two boxes have no point in common. */
async function apart(page, one, other) {
  const [a, b] = [await page.locator(one).boundingBox(), await page.locator(other).boundingBox()];
  const beside = a.x + a.width <= b.x + 1 || b.x + b.width <= a.x + 1;
  return beside || a.y + a.height <= b.y + 1 || b.y + b.height <= a.y + 1;
}

/** comes waits until something holds of what the editor has opened, which it places a frame after. */
async function comes(page, holds, ...args) {
  await until(page, `${args.join(" and ")} are ${holds.name}`, () => holds(page, ...args));
}

for (const size of ["desktop", "phone"]) {
  test(`completions open, turn their pages and are chosen by keys, on a ${size}`, () =>
    visit("#/exercise/vote", { size }, async (page) => {
      if (size === "phone") await page.getByTestId("tab-code").click();
      await editor(page).waitFor();
      await write(page, `${RIGHT}\nfunc adopt(s *raft.State) {\n\ts.\n}`);
      await judged(page);
      await page.keyboard.press("Control+End");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("End");

      // All fields and methods of the state are more than the list shows at once.
      await page.keyboard.press("Control+Space");
      await options(page).first().waitFor();
      assert.equal(await options(page).count(), 10);
      await comes(page, inSight, ".cm-tooltip-autocomplete > ul");
      await page.locator(".cm-completionInfo").waitFor();
      await comes(page, apart, ".cm-tooltip-autocomplete > ul", ".cm-completionInfo");
      await comes(page, inSight, ".cm-completionInfo");
      await assertAccessible(page);
      const first = await chosen(page).textContent();
      for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowDown");
      assert.notEqual(await chosen(page).textContent(), first);
      assert.equal(await chosen(page).count(), 1);
      await comes(page, inSight, ".cm-tooltip-autocomplete li[aria-selected]");

      await page.keyboard.type("Voted");
      await chosen(page).filter({ hasText: "VotedFor" }).waitFor();
      await page.locator(".cm-completionInfo").filter({ hasText: /voted/i }).waitFor();
      await assertAccessible(page);
      await page.keyboard.press("Enter");
      await options(page).first().waitFor({ state: "detached" });
      assert.match(await source(page), /^\t+s\.VotedFor$/m);
    }));
}

test("a list of completions does not lie over the report", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await editor(page).waitFor();
    await write(page, `${RIGHT}\nvar x = raft.`);
    await judged(page);
    const list = page.locator(".cm-tooltip-autocomplete");
    await page.keyboard.press("Control+Space");
    await list.waitFor();
    await page.keyboard.press("Shift+Enter");
    await page.locator('[data-testid="verdict"][data-phase="unbuilt"]').waitFor();
    assert.equal(await list.count(), 0);
  }));

test("a word that the mouse rests on shows its signature and its docs", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await editor(page).waitFor();
    await write(page, RIGHT);
    await page
      .locator('[data-testid="editor"] .cm-line', { hasText: "HandleRequestVote(" })
      .waitFor();
    await judged(page);
    const word = page.locator('[data-testid="editor"] .cm-line span', { hasText: /^RequestVote$/ });
    await word.first().hover();
    const docs = page.locator(".cm-tooltip-hover .cm-docs");
    await docs.waitFor();
    assert.match(await docs.textContent(), /type RequestVote struct/);
    await comes(page, inSight, ".cm-tooltip-hover");
    await assertAccessible(page);
  }));

test("where the browser kept garbage in place of the file, the page says that this is the starter", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await judged(page);
    const starter = await source(page);
    await page.evaluate(async () => {
      const course = await (await fetch("course.json")).json();
      const { starterHash } = course.exercises.find(({ id }) => id === "vote");
      const opening = indexedDB.open("raftlab");
      await new Promise((done) => {
        opening.onsuccess = done;
      });
      const writing = opening.result.transaction("kept", "readwrite");
      writing.objectStore("kept").put({ source: 7 }, `code/vote/${starterHash}`);
      await new Promise((done) => {
        writing.oncomplete = done;
      });
    });
    await page.reload();
    await page.getByTestId("notices").getByText("cannot be read, so here is the starter").waitFor();
    assert.equal(await source(page), starter);
    await assertAccessible(page);
  }));
