// What the tests of the exercise page and of the page that watches a run share: what a learner does and reads.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..", "..");

/** RIGHT is the solution, under the learner's package name. */
export const RIGHT = readFileSync(join(root, "exercises/vote/solution/vote.go"), "utf8").replace(
  "package solution",
  "package vote",
);
/** WRONG is a follower that forgets whom it voted for: two leaders in one term. */
export const WRONG = RIGHT.replace(
  "if s.VotedFor != raft.None",
  "if s.Role != raft.Follower && s.VotedFor != raft.None",
);

export const editor = (page) => page.locator('[data-testid="editor"] .cm-content');

export async function write(page, source) {
  await editor(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(source);
}

export async function source(page) {
  const lines = await page.locator('[data-testid="editor"] .cm-line').allTextContents();
  return lines.join("\n");
}

export async function verdict(page, wanted) {
  const done = page.locator(`[data-testid="verdict"][data-phase="done"][data-verdict="${wanted}"]`);
  await done.waitFor();
}

export async function compiles(page) {
  await page.locator('[data-testid="problems"]:not(.bad)').waitFor();
}

export async function kept(page) {
  await page.locator('[data-testid="saved"][data-saved="saved"]').waitFor();
}

/** deciding goes to the last decision of the learner's code before the event that is shown, and gives
 * the number of its line. */
export async function deciding(page) {
  await page.locator('[data-testid="did"][data-answered="true"]').waitFor();
  const decided = page.getByTestId("decided");
  const button = page.getByTestId("to-decision");
  await decided.or(button).first().waitFor();
  if ((await decided.count()) === 0) await button.click();
  await decided.waitFor();
  return Number(await decided.getAttribute("data-line"));
}
