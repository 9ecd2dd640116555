// What is looked up: the sentences of marked words in texts, the glossary, Figure 2 and Figure 4.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES } from "../help/browser.mjs";

const visit = withApp();
const LESSON = "#/learn/a1-one-log";

const note = (page) => page.getByRole("tooltip");
const word = (page, name) => page.locator(`.gloss[data-word="${name}"]`);

/** ready waits until the words of a text are watched: then the mouse over one shows its sentence. */
async function ready(page, name) {
  await word(page, name).waitFor();
  while ((await note(page).count()) === 0) {
    await page.mouse.move(0, 0);
    await word(page, name).hover();
  }
  await page.mouse.move(0, 0);
  await note(page).waitFor({ state: "hidden" });
}

/** heights are where the blocks of a text stand. */
function heights(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("main p, main figure, main h2")].map(
      (one) => one.getBoundingClientRect().top + scrollY,
    ),
  );
}

test("the mouse over a word shows its sentence, and nothing moves", () =>
  visit(LESSON, {}, async (page) => {
    await ready(page, "committed");
    const before = await heights(page);
    await word(page, "committed").hover();
    await note(page).waitFor();
    assert.match(await note(page).textContent(), /^An entry is committed once it is certain/);
    assert.deepEqual(await heights(page), before);
    // The mouse may go to the note, which stays.
    await note(page).hover();
    assert.equal(await note(page).isVisible(), true);
    await page.mouse.move(0, 0);
    await note(page).waitFor({ state: "hidden" });
  }));

test("the keyboard shows a sentence, names it for ears, and hides it", () =>
  visit(LESSON, {}, async (page) => {
    await ready(page, "log");
    await word(page, "log").focus();
    await note(page).waitFor();
    const described = await word(page, "log").getAttribute("aria-describedby");
    assert.equal(await note(page).getAttribute("id"), described);
    await page.keyboard.press("Escape");
    await note(page).waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await note(page).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("tooltip").filter({ hasText: "The data that a server builds" }).waitFor();
  }));

test("a tap shows a sentence, and another one hides it", async () => {
  const { url, browser } = visit.lane();
  const context = await browser.newContext({
    serviceWorkers: "block",
    viewport: SIZES.phone,
    hasTouch: true,
  });
  try {
    const page = await context.newPage();
    await page.goto(`${url}${LESSON}`);
    await word(page, "majority").waitFor();
    while ((await note(page).count()) === 0) await word(page, "majority").tap();
    const { x, width } = await note(page).boundingBox();
    assert.ok(x >= 0 && x + width <= SIZES.phone.width, `${x} + ${width}`);
    await assertAccessible(page);
    await word(page, "majority").tap();
    await note(page).waitFor({ state: "hidden" });
    await word(page, "majority").tap();
    await note(page).waitFor();
    await page.locator(".lesson h1").tap();
    await note(page).waitFor({ state: "hidden" });
  } finally {
    await context.close();
  }
});

test("an exercise's text has the sentences, too", () =>
  visit("#/exercise/append", {}, async (page) => {
    await ready(page, "follower");
    await word(page, "follower").click();
    await note(page).filter({ hasText: "A server that copies the leader's log" }).waitFor();
  }));

test("the glossary has every marked word, and leads to lessons", () =>
  visit("#/glossary", {}, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Glossary" }).waitFor();
    const response = await page.request.get(new URL("lessons.json", page.url()).href);
    const { glossary } = await response.json();
    assert.deepEqual(
      await page.locator(".glossary dt").allTextContents(),
      glossary.map(({ name }) => name),
    );
    await page.getByRole("link", { name: "Lesson: Repairing a log" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Repairing a log" }).waitFor();
  }));

test("a rule of Figure 2 is checked off once its exercises are passed", () =>
  visit("#/learn", { alone: true }, async (page) => {
    await page.getByRole("link", { name: "Figure 2", exact: true }).click();
    await page.getByText(/^0 of \d+ rules are yours\.$/).waitFor();
    await page.locator('li[data-checked="open"]').first().waitFor();
    await page.evaluate(passed, "vote");
    await page.reload();
    await page.getByText(/^[1-9]\d* of \d+ rules are yours\.$/).waitFor();
    const done = page.locator('li[data-checked="done"]');
    await done.filter({ hasText: "The voter refuses if the request's term is below" }).waitFor();
    // Others have it, too.
    const partly = page.locator('li[data-checked="partly"]');
    await partly.filter({ hasText: "takes that term over" }).waitFor();
    await assertAccessible(page);
  }));

/** passed runs in the page: it stores that an exercise has passed, as the exercise's page does. */
function passed(id) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("raftlab");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const [name] = opening.result.objectStoreNames;
      const change = opening.result.transaction(name, "readwrite");
      change.objectStore(name).put({ passed: true }, `progress/${id}`);
      change.oncomplete = () => resolve();
    };
  });
}

test("each arrow of Figure 4 leads to its lesson, also by keyboard", () =>
  visit("#/figure-4", {}, async (page) => {
    const arrows = page.locator(".figure-4 .across a");
    await arrows.first().waitFor();
    assert.equal(await arrows.count(), 6);
    await page.getByRole("link", { name: /^Candidate → leader:/ }).focus();
    await page.keyboard.press("Enter");
    await page
      .getByRole("heading", { level: 1, name: "One vote, and it is written down" })
      .waitFor();
  }));

for (const size of Object.keys(SIZES)) {
  test(`axe finds nothing in the pages of reference, ${size}`, async () => {
    for (const hash of ["#/glossary", "#/figure-2", "#/figure-4"]) {
      await visit(hash, { size }, async (page) => {
        await page.locator(".reference h1").waitFor();
        await assertAccessible(page);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${hash} is ${over} px too wide`);
      });
    }
  });
}
