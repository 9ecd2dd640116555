// A whole Raft is brought: dropped, compiled by Go in the page, judged, opened in the lab where it breaks, and put
// right.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { strToU8, zipSync } from "fflate";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { editor, kept, source, write } from "../help/exercise-page.mjs";
import { WHOLE } from "../help/lab.mjs";
import { until } from "../help/progress.mjs";

const visit = withApp();
const plain = join(import.meta.dirname, "../../../grader/bring/testdata/servers/plain/src/raft1");

/** RIGHT is a server of the course's shape that prints, WRONG one that forgets to save its vote. */
const RIGHT = readFileSync(join(plain, "raft.go"), "utf8")
  .replace('"bytes"', '"bytes"\n\t"fmt"')
  .replace("\trf.role = candidate\n", '$&\tfmt.Printf("S%d stands\\n", rf.me+1)\n');
const SAVED = "rf.votedFor = args.CandidateId\n\trf.persist()\n";
const WRONG = RIGHT.replace(SAVED, "rf.votedFor = args.CandidateId\n");
assert.notEqual(WRONG, RIGHT);

/** drop drops files on the page, as a person does with a folder's content. */
function drop(page, files) {
  return page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const [name, bytes] of Object.entries(all)) {
      const content = typeof bytes === "string" ? bytes : new Uint8Array(bytes);
      dataTransfer.items.add(new File([content], name));
    }
    const event = { dataTransfer, bubbles: true, cancelable: true };
    document.getElementById("main").dispatchEvent(new DragEvent("drop", event));
  }, files);
}

const phase = (page, name) => page.locator(`[data-testid="verdict"][data-phase="${name}"]`);

async function check(page) {
  await page.getByTestId("schedules").selectOption("0");
  await page.getByTestId("check").click();
}

test("a server with a mistake fails, is looked at in the lab, put right, and goes on", () =>
  visit("#/bring", {}, async (page) => {
    await page.getByTestId("drop-zone").waitFor();
    await assertAccessible(page);
    await drop(page, { "raft.go": WRONG });
    await check(page);
    const finding = page.locator('[data-testid="finding"][data-property="save-first"]');
    await finding.waitFor();
    await phase(page, "done").waitFor();
    assert.match(await finding.textContent(), /sends what it has not saved: it grants a vote/);
    await assertAccessible(page);

    await finding.getByTestId("open-lab").click();
    await page.locator('[data-testid="status"][data-status="failed"]').waitFor();
    await looksAround(page);

    await page.getByTestId("to-own-raft").click();
    await finding.waitFor(); // what was found is still there
    await write(page, RIGHT);
    await check(page);
    await goesOn(page);
  }));

/** looksAround steps through the failure: fields of the program, its goroutines, and a line that it printed. */
async function looksAround(page) {
  await page.keyboard.press(",");
  const inspector = page.locator(".inspector");
  await until(page, "a field of the program is shown", async () =>
    (await inspector.textContent()).includes(".votedFor"),
  );
  await page.locator('[data-testid="goroutines"] li').first().waitFor();
  await page.getByTestId("tab-table").click();
  await page.getByTestId("events-kind").selectOption("prints");
  const grid = page.getByTestId("events-grid");
  await grid.locator("tbody tr", { hasText: "stands" }).first().waitFor();
  await assertAccessible(page);
}

/** goesOn: no run fails any more. All of them take a minute, so that a part is waited for. */
async function goesOn(page) {
  if (WHOLE) {
    await phase(page, "done").waitFor();
    assert.match(await phase(page, "done").textContent(), /All \d+ runs pass/);
    return;
  }
  await until(page, "some runs pass", async () => {
    const [, done = 0] = /Run (\d+) of/.exec(await phase(page, "judging").textContent()) ?? [];
    return Number(done) >= 8;
  });
  await page.getByTestId("stop").click();
  assert.match(await phase(page, "stopped").textContent(), /Stopped after \d+ runs/);
  assert.equal(await page.getByTestId("finding").count(), 0);
}

test("what cannot be compiled has its line, and what is no server what was expected", () =>
  visit("#/bring", {}, async (page) => {
    await page.getByTestId("drop-zone").waitFor();
    const broken = RIGHT.replace("rf.persist()\n", "rf.persists()\n");
    const line = broken.split("\n").findIndex((text) => text.includes("rf.persists()")) + 1;
    const zip = zipSync({ "mine/raft.go": strToU8(broken), "mine/notes.txt": strToU8("x") });
    await page.getByTestId("zip-input").setInputFiles({
      name: "mine.zip",
      mimeType: "application/zip",
      buffer: Buffer.from(zip),
    });
    await check(page);
    await phase(page, "unfit").waitFor();
    const complaints = page.getByTestId("complaints");
    assert.match(await complaints.textContent(), /persists undefined/);
    await complaints.getByRole("button", { name: `line ${line}` }).click();
    await page.locator(".cm-activeLine", { hasText: "rf.persists()" }).waitFor();
    await assertAccessible(page);

    await drop(page, { "raft.go": RIGHT.replaceAll("func Make(", "func Build(") });
    await until(page, "the new folder is there", async () =>
      (await source(page)).includes("package raft"),
    );
    await check(page);
    await phase(page, "unfit").waitFor();
    assert.match(await complaints.textContent(), /function Make/);

    await drop(page, { "notes.txt": "no server" });
    await page.getByTestId("refused").waitFor();
  }));

test("a folder and what was typed are there after a reload, until they are forgotten", () =>
  visit("#/bring", { alone: true }, async (page) => {
    await page.getByTestId("example-vote-not-saved").click();
    await editor(page).waitFor();
    await page.keyboard.press("Shift+Enter");
    await phase(page, "compiling").or(phase(page, "judging")).waitFor();
    await page.getByTestId("stop").click();
    await phase(page, "stopped").waitFor();
    await write(page, `${WRONG}// mine\n`);
    await kept(page);
    await page.reload();
    await editor(page).waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.getByTestId("another").click();
    await page.getByTestId("forget").click();
    await page.getByTestId("example-vote-not-saved").waitFor();
    await page.reload();
    await page.getByTestId("example-vote-not-saved").waitFor();
  }));
