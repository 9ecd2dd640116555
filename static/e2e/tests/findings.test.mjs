// What a report says about a wrong call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { editor, RIGHT, verdict, write } from "../help/exercise-page.mjs";

const visit = withApp();

/** NEVER refuses every candidate. */
const NEVER = RIGHT.replace("s.VotedFor = req.CandidateID", "return refused");
assert.notEqual(NEVER, RIGHT);

test("a wrong call says which lines ran, and leads to the one at which it ended", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await editor(page).waitFor();
    await write(page, NEVER);
    await page.keyboard.press("Shift+Enter");
    await verdict(page, "liveness");
    const finding = page
      .getByTestId("finding")
      .filter({ has: page.getByTestId("ran") })
      .first();
    const open = await finding.evaluate((details) => details.open);
    if (!open) await finding.locator("summary").first().click();
    const ran = finding.getByTestId("ran");
    assert.match(await ran.textContent(), /Lines of your file that ran: [\d–, ]+\./);
    const end = ran.getByRole("button");
    const line = Number((await end.textContent()).match(/\d+$/)[0]);
    assert.match(NEVER.split("\n")[line - 1], /return refused/);
    await assertAccessible(page);
    await end.click();
    await page.locator('[data-testid="editor"] .cm-activeLine').waitFor();
    const shown = await page.locator('[data-testid="editor"] .cm-activeLine').textContent();
    assert.match(shown, /return refused/);
  }));
