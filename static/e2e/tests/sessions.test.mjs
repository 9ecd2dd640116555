// Sessions: the table of a server in the inspector, and below the logs of a lesson.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { select } from "../help/lab.mjs";

const visit = withApp();

/** table is the text of the cells, row by row. */
async function table(page) {
  const rows = page.getByTestId("sessions").locator("tbody tr");
  await rows.first().waitFor();
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
}

test("the inspector shows a server's table of sessions", () =>
  visit("#/lab?scenario=e4-expired-session&at=148", {}, async (page) => {
    await select(page, 1);
    assert.deepEqual(await table(page), [["2 · C1", "2", "#2 ok 2", "3189 ms"]]);
    await assertAccessible(page, "a table of sessions");
    await page.getByTestId("finish").click();
    await page.getByTestId("sessions").getByText("8 · C1").waitFor();
    assert.deepEqual(
      (await table(page)).map(([session]) => session),
      ["5 · C2", "8 · C1"],
      "C1's first session has expired",
    );
  }));

test("a run without sessions has no table", () =>
  visit("#/lab?scenario=c4-lost-answer&at=60", {}, async (page) => {
    await select(page, 1);
    await page.locator(".state").waitFor();
    assert.equal(await page.getByTestId("sessions").count(), 0);
  }));

test("a lesson shows the leader's table below the logs", () =>
  visit("#/learn/e4-sessions", {}, async (page) => {
    const caption = page.getByTestId("sessions").first().locator("caption");
    assert.equal(await caption.textContent(), "Table of sessions of S1");
    await assertAccessible(page, "a lesson with a table of sessions");
  }));
