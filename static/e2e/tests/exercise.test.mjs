// The exercise page: from the first letter to a rule that runs in the live cluster, with the real compiler
// and the real grader.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { strToU8, unzipSync, zipSync } from "fflate";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { newPage, openPage } from "../help/browser.mjs";
import {
  compiles,
  deciding,
  editor,
  kept,
  RIGHT,
  source,
  verdict,
  WRONG,
  write,
} from "../help/exercise-page.mjs";
import { settled, untilServers } from "../help/lab.mjs";
import { until, watched } from "../help/progress.mjs";
import { serve } from "../help/server.mjs";
import { EXERCISES, solution } from "../help/toolchain.mjs";

const visit = withApp();

const TYPO = WRONG.replace("s.BecomeFollower(", "s.BecomeFolower(");
const PANIC = RIGHT.replace(
  "refused := ",
  "var nobody *raft.State\n\tnobody.CurrentTerm++\n\trefused := ",
);
/** NEVER refuses every candidate: where a majority follows it, nobody is elected. */
const NEVER = RIGHT.replace("s.VotedFor = req.CandidateID", "return refused");
/** ENDLESS is a rule whose loop is in another function, called through a value: its lines are counted all the same. */
const LOOP = RIGHT.replace("refused := ", "for {\n\t}\n\trefused := ");
const ENDLESS = `${LOOP.replace("func HandleRequestVote(", "func handle(")}

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	return []func(*raft.State, raft.RequestVote) raft.RequestVoteReply{handle}[0](s, req)
}
`;
/** DEEP calls itself by way of package fmt, which fills the browser's stack six times as fast. */
const CALLS = RIGHT.replace("refused := ", "_ = voter{s}.String()\n\trefused := ");
const DEEP = `${CALLS.replace('import "raftlab/raft"', 'import (\n\t"fmt"\n\n\t"raftlab/raft"\n)')}
type voter struct{ s *raft.State }

func (v voter) String() string { return fmt.Sprint(voter{v.s}) }
`;
assert.notEqual(WRONG, RIGHT);
assert.notEqual(TYPO, WRONG);
assert.notEqual(NEVER, RIGHT);

const verdictOf = (page, what) =>
  page.locator(`[data-testid="verdict"][data-verdict="${what}"]`).waitFor();

test("a rule is written, is wrong, is watched, is corrected, and runs in the lab", (context) =>
  visit("#/", {}, async (page) => {
    await page.getByTestId("exercise-vote").click();
    await editor(page).waitFor();
    const began = Date.now();
    const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;

    // A typo is underlined where it is, and listed with its line.
    await write(page, TYPO);
    const problem = page.locator('[data-testid="problems"].bad');
    await problem.waitFor();
    context.diagnostic(`the first compile error after ${since()}`);
    assert.match(await problem.textContent(), /BecomeFolower/);
    await page.locator('[data-testid="editor"] .cm-lintRange-error').first().waitFor();
    await page.keyboard.press("Shift+Enter");
    await page.locator('[data-testid="verdict"][data-phase="unbuilt"]').waitFor();
    assert.equal((await source(page)).includes("BecomeFolower"), true, "Shift+Enter types nothing");

    // Corrected, it compiles, and a check finds what is wrong with the rule itself.
    await write(page, WRONG);
    await compiles(page);
    const asked = Date.now();
    await page.keyboard.press("Shift+Enter");
    await page.getByTestId("sentence").first().waitFor();
    context.diagnostic(`the first failed check ${Date.now() - asked} ms after Shift+Enter`);
    await verdict(page, "safety");
    const cluster = page
      .getByTestId("finding")
      .filter({ has: page.getByTestId("watch") })
      .first();
    assert.match(await cluster.textContent(), /Election Safety/);
    assert.match(await page.getByTestId("sentence").first().textContent(), /S\d/);
    // A word of Raft in the report shows what it means.
    const word = page.locator('[data-testid="sentence"] .gloss').first();
    await word.focus();
    const meaning = page.getByRole("tooltip");
    await meaning.waitFor();
    assert.equal(await meaning.textContent(), await word.getAttribute("data-note"));

    // It is watched, at the event that broke the promise, with the learner's own lines.
    await page.getByTestId("watch").first().click();
    await page.waitForURL(/#\/trace\//);
    await page.getByTestId("broke").waitFor();
    assert.match(await page.getByTestId("broke").textContent(), /Election Safety/);
    const line = await deciding(page);
    assert.match(WRONG.split("\n")[line - 1], /\S/);
    await page.locator('[data-testid="source"] .cm-decided').waitFor();
    await page.getByTestId("open-editor").click();
    await page.waitForURL(new RegExp(`exercise/vote\\?line=${line}`));

    // A puzzle against the learner's own rule is judged by the same checks: the wrong rule elects two leaders.
    await kept(page);
    const moves = ["wake S1", "wake S2", "deliver S1 > S3", "deliver S2 > S3", "deliver S3 > S1"];
    const query = new URLSearchParams({
      own: "vote",
      moves: [...moves, "deliver S3 > S2"].map((one) => `0 ${one}`).join(";"),
    });
    await page.goto(page.url().replace(/#.*/, `#/break/two-leaders?${query}`));
    await verdictOf(page, "reached");
    assert.match(await page.getByTestId("sentence").textContent(), /S1.*S2|S2.*S1/);
    assert.equal(await page.getByTestId("side-own").getAttribute("aria-current"), "true");
    assert.match(await page.getByTestId("server-3").getAttribute("aria-label"), /your code/);
    await assertAccessible(page);
    await page.getByTestId("mend").press("Enter");
    await editor(page).waitFor();

    // The right rule passes.
    await write(page, RIGHT);
    await page.keyboard.press("Shift+Enter");
    await verdict(page, "pass");
    const rows = page.getByTestId("check-row");
    assert.equal(await rows.count(), await rows.and(page.locator('[data-state="passed"]')).count());
    await kept(page);

    // The page after a pass: numbers, a live cluster, the last call lit, and steps from call to call.
    await page.getByTestId("to-passed").click();
    await page.waitForURL(/exercise\/vote\?passed/);
    assert.match(await page.getByTestId("numbers").textContent(), /small calls.*schedules/s);
    const steps = page.getByTestId("own-count");
    const play = page.getByTestId("play");
    await play.and(page.locator(":enabled")).waitFor();
    // S2 is asked for its vote when the run begins, and again when its leader is gone.
    await page.getByTestId("server-2").click();
    await page.getByTestId("crash-leader").press("Enter");
    await steps.filter({ hasText: /call \d+ of ([2-9]|\d\d)/ }).waitFor();
    await play.click();
    const before = Number(/call (\d+)/.exec(await steps.textContent())?.[1]);
    await page.getByTestId("own-earlier").press("Enter");
    await steps.filter({ hasText: `call ${before - 1} of` }).waitFor();
    await page.locator('[data-testid="source"] .cm-last').waitFor();
    await page
      .getByTestId("own-told")
      .filter({ hasText: /Line \d+ decided/ })
      .waitFor();
    // What the call read stands under its lines, and what it gave under the last.
    const notes = page.locator('[data-testid="source"] .cm-note');
    const told = (text) => notes.filter({ hasText: text }).first().waitFor();
    await told(/^req\.Term \d+ s\.CurrentTerm \d+ (yes|no)$/);
    await told(/gives Term \d+, VoteGranted (true|false)/);
    assert.match(await page.getByTestId("server-2").getAttribute("aria-label"), /your code/);
    await assertAccessible(page);
    assert.equal(await page.getByTestId("own-rules").textContent(), "1 of 7 rules");
    const puzzles = page.locator('[data-testid^="break-"]');
    assert.equal(await puzzles.count(), 2, "two puzzles are offered against the rule");
    assert.match(await puzzles.first().getAttribute("href"), /\?own=vote$/);

    // It runs in the lab, too, and an event there shows its lines.
    await page.getByTestId("to-lab").click();
    await page.waitForURL(/own=all&exercise=vote/);
    await settled(page);
    assert.equal(await page.getByTestId("whose-code").inputValue(), "mine");
    assert.equal(await page.getByTestId("file-vote").isChecked(), true);
    // From an event to the call that decided it.
    await page.getByTestId("tab-table").click();
    await page.getByTestId("events-where").selectOption({ label: "S2" });
    await page.getByTestId("events-kind").selectOption("elections");
    await page.locator('[id^="event-row-"]').filter({ hasText: "for=" }).first().click();
    await page.getByTestId("to-call").first().press("Enter");
    await page.locator('[data-testid="source"] .cm-last').waitFor();
    await notes.filter({ hasText: "VoteGranted" }).waitFor();
    await until(page, "the code has come into sight", () =>
      page.getByTestId("own-in-lab").evaluate((box) => {
        const pane = box.closest(".scroll").getBoundingClientRect();
        const { top } = box.getBoundingClientRect();
        return top > pane.top - 2 && top < pane.bottom - 40;
      }),
    );
    await assertAccessible(page);
    await page.getByTestId("own-code").press("Enter");
    await page.getByTestId("own-S2").uncheck();
    await page.waitForURL(/own=S1,S3,S4,S5/);
    await settled(page);

    // A reload keeps everything.
    await page.goto(page.url().replace(/#.*/, "#/exercise/vote"));
    await compiles(page); // what a reload ends would be a complaint
    await page.reload();
    await editor(page).waitFor();
    assert.equal((await source(page)).trim(), RIGHT.trim());
    await page.goto(page.url().replace(/#.*/, "#/"));
    await page.getByTestId("resume").waitFor();
    assert.match(await page.getByTestId("exercise-vote").textContent(), /passed/);
  }));

test("a panic shows the learner's line, an endless loop ends, and waiting is refused", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await write(page, PANIC);
    await page.getByTestId("check").click();
    await verdict(page, "crash");
    const frame = page.getByTestId("frames").getByRole("button").first();
    const line = PANIC.split("\n").findIndex((one) => one.includes("nobody.CurrentTerm++")) + 1;
    assert.match(await frame.textContent(), new RegExp(`vote\\.go line ${line}\\b`));
    await assertAccessible(page);
    await frame.click();
    await page
      .locator('[data-testid="editor"] .cm-activeLine')
      .filter({ hasText: "nobody" })
      .waitFor();
    await write(page, ENDLESS);
    await page.getByTestId("check").click();
    await verdict(page, "crash");
    const sentence = page.getByTestId("sentence").first();
    const says = "this call of HandleRequestVote";
    assert.match(await sentence.textContent(), new RegExp(`${says} visited .* does not end`));
    await write(page, DEEP);
    await page.getByTestId("check").click();
    await sentence.filter({ hasText: `${says} is 500 calls deep` }).waitFor();
    // What could wait for ever, where no line is counted, is refused at its place.
    await write(page, RIGHT.replace("refused := ", "select {}\n\trefused := "));
    const refused = page.locator('[data-testid="problems"].bad', { hasText: "cannot select" });
    await refused.waitFor();
    const at = RIGHT.split("\n").findIndex((one) => one.includes("refused := ")) + 1;
    assert.match(await refused.textContent(), new RegExp(`line ${at}:`));
  }));

test("what is running can be stopped, and the page goes on", () =>
  visit("#/exercise/vote", {}, async (page) => {
    // Each call takes a while, so that the check is not over before it is stopped.
    await write(page, RIGHT.replace("refused := ", "for range 50_000 {\n\t}\n\trefused := "));
    await page.getByTestId("check").click();
    await page.locator('[data-testid="check-row"][data-state="passed"]').first().waitFor();
    await assertAccessible(page); // while it still tries
    // What is typed meanwhile is compiled when nothing is judged any more.
    await write(page, RIGHT.replace("refused := ", "refused = "));
    await page.getByTestId("stop").click();
    await page.locator('[data-testid="verdict"][data-phase="stopped"]').waitFor();
    await page.locator('[data-testid="problems"].bad').waitFor();
    await write(page, RIGHT.replace("refused := ", "for range 50_000 {\n\t}\n\trefused := "));
    await assertAccessible(page);
    // A new check ends the one before at once, by the same key.
    await page.keyboard.press("Shift+Enter");
    await page.getByTestId("trying").waitFor();
    await write(page, WRONG);
    await page.keyboard.press("Shift+Enter");
    await verdict(page, "safety");
    await page.getByTestId("others").locator("summary").first().press("Enter");
    await assertAccessible(page);
    const task = page.locator('[data-testid="task"][data-failed="true"]');
    assert.ok((await task.count()) >= 1);
    assert.equal(await page.locator('[data-testid^="next-hint"]').count(), 1);

    // What is typed in the last moment is there after a reload, and so is the report.
    await editor(page).click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.insertText("// the last moment\n");
    await page.reload();
    await editor(page).waitFor();
    assert.match(await source(page), /^\/\/ the last moment/);
    await verdict(page, "safety");
    await compiles(page);
  }));

/** SEVEN are the solutions of Figure 2's exercises. */
const SEVEN = EXERCISES.slice(0, 7).map((id) => [id, solution(id)]);

test("after the seventh rule, all files go through random schedules together", () =>
  visit("#/", {}, async (page) => {
    await page.getByTestId("exercise-vote").waitFor();
    await page.evaluate(keepAll, SEVEN);
    await page.goto(page.url().replace(/#.*/, "#/exercise/persist?passed"));
    await page.waitForLoadState("networkidle"); // a reload ends what is still fetched, which is a complaint
    await page.reload();
    await page.getByTestId("own-rules").filter({ hasText: "7 of 7 rules" }).waitFor();
    await page.getByTestId("trial").press("Enter");
    const told = page.getByTestId("trial-told");
    await told.filter({ hasText: /schedule [1-9]\d* of 1000/ }).waitFor();
    await assertAccessible(page);
    await page.getByTestId("stop-trial").press("Enter");
    await told.filter({ hasText: /Stopped after [1-9]/ }).waitFor();
  }));

/** keepAll puts files into the page's database as if they had been written and had passed. */
async function keepAll(files) {
  const { exercises } = await (await fetch("course.json")).json();
  const request = indexedDB.open("raftlab");
  await new Promise((done) => {
    request.onsuccess = done;
  });
  const store = request.result.transaction("kept", "readwrite").objectStore("kept");
  for (const [id, source] of files) {
    const { starterHash } = exercises.find((one) => one.id === id);
    store.put({ source, savedAt: 1 }, `code/${id}/${starterHash}`);
    store.put({ verdict: "pass", passed: true, hints: [] }, `progress/${id}`);
  }
  await new Promise((done) => {
    store.transaction.oncomplete = done;
  });
}

test("gofmt on save keeps the cursor, and the keyboard leaves the editor", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await write(page, RIGHT.replace("req.Term > s.CurrentTerm", "req.Term>s.CurrentTerm"));
    await compiles(page);
    await page.keyboard.press("Control+Home");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+s");
    await page
      .locator('[data-testid="editor"] .cm-line', { hasText: "req.Term > s.CurrentTerm" })
      .waitFor();
    await page.keyboard.insertText("// here");
    assert.equal((await source(page)).split("\n")[3], "// here");
    await page.keyboard.press("?");
    assert.equal(await page.locator("dialog[open]").count(), 0, "a letter is text while one types");
    // The first closes the completions, if there are some.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement?.dataset.testid === "editor");
    assert.equal(inside, false);
  }));

test("keys that come quicker than the page draws stay as they were typed", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await write(page, "package vote\n\n// ");
    await page.evaluate(async () => {
      for (const letter of "abcdefghijklmnopqrstuvwxyz") {
        document.execCommand("insertText", false, letter);
        await scheduler.postTask(() => {});
      }
    });
    await page.locator(".cm-line", { hasText: "// abcdefghijklmnopqrstuvwxyz" }).waitFor();
    await kept(page);
    assert.equal(await source(page), "package vote\n\n// abcdefghijklmnopqrstuvwxyz");
  }));

test("hints are revealed one by one, and are remembered", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await page.getByTestId("hint-1").click();
    assert.equal(await page.getByTestId("hint").count(), 1);
    await page.getByTestId("hint-1").click();
    await page.getByTestId("hint-3").click();
    assert.equal(await page.getByTestId("hint").count(), 3);
    await assertAccessible(page);
    await compiles(page); // a download that a reload ends would be a complaint
    await page.reload();
    await page.getByTestId("hint").nth(2).waitFor();
  }));

test("reset can be undone; export and import carry every file", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await write(page, RIGHT);
    await page.getByTestId("reset").click();
    await page.getByTestId("undo").click();
    assert.equal((await source(page)).includes("VoteGranted: true"), true);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByTestId("export").click(),
    ]);
    const bytes = readFileSync(await download.path());
    const files = unzipSync(bytes);
    assert.equal(Object.keys(files).length, 15);
    assert.equal(new TextDecoder().decode(files["exercises/vote/vote.go"]), RIGHT);
    const other = zipSync({
      "exercises/vote/vote.go": strToU8("package vote // imported\n"),
      "exercises/append/append.go": strToU8("package append // imported\n"),
    });
    const upload = (buffer) =>
      page
        .getByTestId("import-file")
        .setInputFiles({ name: "a.zip", mimeType: "application/zip", buffer });
    await upload(Buffer.from(other));
    await page.locator('[data-testid="editor"] .cm-line', { hasText: "// imported" }).waitFor();
    await assertAccessible(page);
    // Undone, every file has its text again: this one and the others.
    await page.getByTestId("undo").click();
    await page
      .locator('[data-testid="editor"] .cm-line', { hasText: "VoteGranted: true" })
      .waitFor();
    const [again] = await Promise.all([
      page.waitForEvent("download"),
      page.getByTestId("export").click(),
    ]);
    assert.deepEqual(unzipSync(readFileSync(await again.path())), files);
    // The same text with the line ends of Windows is the same text.
    const windows = RIGHT.replaceAll("\n", "\r\n");
    await upload(Buffer.from(zipSync({ "exercises/vote/vote.go": strToU8(windows) })));
    await page.getByTestId("notices").filter({ hasText: "Taken from the zip: vote" }).waitFor();
    assert.equal((await source(page)).trim(), RIGHT.trim());
    await upload(Buffer.from(other));
    await page.locator('[data-testid="editor"] .cm-line', { hasText: "// imported" }).waitFor();
    await upload(Buffer.from(zipSync({ "../../vote.go": strToU8("package vote\n") })));
    await page.getByTestId("notices").filter({ hasText: "outside" }).waitFor();
    await upload(Buffer.from("this is no zip"));
    await page.getByTestId("notices").filter({ hasText: "not a zip" }).waitFor();
    assert.equal(await page.getByTestId("undo").count(), 0, "nothing was imported");
    await assertAccessible(page);
    assert.match(await source(page), /imported/);
  }));

test("another tab's change is noticed", () =>
  visit("#/exercise/vote", {}, async (page) => {
    const { page: other } = await newPage(page.context(), page.url());
    await write(other, RIGHT);
    await other.close();
    await page.getByTestId("take-elsewhere").click();
    await page
      .locator('[data-testid="editor"] .cm-line', { hasText: "VoteGranted: true" })
      .waitFor();
  }));

test("the difference to the starter is shown", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await write(page, RIGHT);
    await page.getByTestId("compare").click();
    await page.locator('[data-testid="difference"] .cm-deletedChunk').first().waitFor();
    await assertAccessible(page);
    await page.getByTestId("compare").click();
    await editor(page).waitFor();
  }));

test("servers of the live cluster run the learner's rules, each or some of them", () =>
  visit("#/exercise/vote", {}, async (page) => {
    await write(page, NEVER);
    await compiles(page);
    await kept(page);
    await page.goto(page.url().replace(/#.*/, "#/lab?own=all&exercise=vote"));
    await untilServers(page, "elections follow on each other", (all) =>
      all.some((one) => one.term >= 3),
    );
    const all = await untilServers(page, "they are there", () => true);
    assert.equal(all.filter((one) => one.role === "leader").length, 0);
    await page.goto(page.url().replace(/#.*/, "#/lab?own=S2,S4&exercise=vote"));
    await settled(page);
  }));

test("without a server and without a network it still compiles and judges", async () => {
  const server = await serve();
  const { browser } = visit.lane();
  const { page, complaints, close } = await openPage(browser, `${server.url}#/exercise/vote`, {
    offline: true,
  });
  try {
    await watched(page, () => withoutNetwork(page, complaints, server));
  } finally {
    await close();
    await server.close();
  }
});

async function withoutNetwork(page, complaints, server) {
  await compiles(page);
  // Active means that all files of this build are kept.
  await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  await write(page, WRONG);
  await kept(page);
  assert.deepEqual(complaints, []);
  await server.close();
  await page.context().setOffline(true);
  await page.reload();
  await editor(page).waitFor();
  assert.equal((await source(page)).trim(), WRONG.trim());
  await write(page, TYPO);
  await page.locator('[data-testid="problems"].bad').waitFor();
  await write(page, WRONG);
  await page.keyboard.press("Shift+Enter");
  await verdict(page, "safety");
  await page.getByTestId("watch").first().click();
  await page.getByTestId("broke").waitFor();
  await page.goto(page.url().replace(/#.*/, "#/exercise/vote"));
  await write(page, RIGHT);
  await page.keyboard.press("Shift+Enter");
  await verdict(page, "pass");
  await page.getByTestId("to-lab").click();
  await settled(page);
}
