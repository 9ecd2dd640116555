// A run that is watched: from a file, from a link of the command line, and from a failed check of each exercise.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { deciding, verdict, WRONG, write } from "../help/exercise-page.mjs";
import { untilServers, WHOLE } from "../help/lab.mjs";
import { binary } from "../help/server.mjs";

const visit = withApp();
const root = join(import.meta.dirname, "..", "..", "..");

test("a damaged link says so, and a trace file opens", () =>
  visit("#/trace/AAAA", {}, async (page) => {
    await page.getByTestId("trace-problem").waitFor();
    await assertAccessible(page);
    await page.goto(page.url().replace(/#.*/, "#/trace"));
    const example = page.getByRole("link", { name: "Watch one that breaks a promise" });
    assert.match(await example.getAttribute("href"), /c2-figure-8.*commit-any-term/);
    // A run of somebody's own rules does not carry them, and the reader is asked for some.
    const path = join(root, "static/test/fixtures/traces/leader-completeness.trace");
    const theirs = readFileSync(path, "utf8").replace("rules=vote-any-log", "rules=own");
    assert.match(theirs, / rules=own /);
    await page.getByTestId("trace-file").setInputFiles({
      name: "theirs.trace",
      mimeType: "text/plain",
      buffer: Buffer.from(theirs),
    });
    await page.getByTestId("whose").waitFor();
    await assertAccessible(page);
    await page.getByTestId("use-mine").click();
    await page.getByTestId("broke").waitFor();
    await page.getByTestId("another").click();
    const scenario = "# Z1: Two servers\n\nservers 2\nrun 2s\nawait leader\n";
    await page.getByTestId("trace-file").setInputFiles({
      name: "two.txt",
      mimeType: "text/plain",
      buffer: Buffer.from(scenario),
    });
    await page.getByTestId("broke").waitFor();
    await untilServers(page, "two servers are there", (all) => all.length === 2);
    await assertAccessible(page);
    await page.goto(page.url().replace(/#.*/, "#/exercise/nonsense"));
    await page.getByRole("heading", { name: "There is no exercise “nonsense”" }).waitFor();
    await assertAccessible(page);
  }));

test("a link of the command line opens in the page", () =>
  visit("#/trace", {}, async (page) => {
    const folder = mkdtempSync(join(tmpdir(), "raftlab-link-"));
    try {
      const file = join(folder, "vote.go");
      writeFileSync(file, WRONG);
      const base = page.url().replace(/#.*/, "");
      const { stdout } = spawnSync(binary, ["grade", "vote", file, `--link=${base}`], {
        cwd: root,
        encoding: "utf8",
      });
      const link = /http:\S+#\/trace\/\S+/.exec(stdout)?.[0];
      assert.ok(link, stdout);
      await page.goto(link);
      await page.getByTestId("broke").waitFor();
      assert.match(await page.getByTestId("broke").textContent(), /Election Safety/);
      const line = await deciding(page);
      assert.match(WRONG.split("\n")[line - 1], /\S/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }));

/** One submission of each exercise that breaks something in a cluster. */
const BROKEN = {
  timeout: "every event starts the wait anew",
  vote: "a vote is given twice in a term",
  campaign: "half of the servers are enough",
  append: "the entry before is not compared",
  replicate: "one place too high",
  commit: "copies of any term count",
  persist: "only the first new entry is saved",
  sessions: "only the last number is compared",
};

test("of each exercise, a failed check is watched down to the line that decided", async (context) => {
  const submissions = JSON.parse(execFileSync(binary, ["submissions"], { encoding: "utf8" }));
  const all = Object.entries(BROKEN);
  for (const [exercise, name] of WHOLE ? all : all.slice(-2)) {
    const one = submissions.find((each) => each.exercise === exercise && each.name === name);
    assert.ok(one, `there is no submission ${exercise}: ${name}`);
    await context.test(`${exercise}: ${name}`, () =>
      visit(`#/exercise/${exercise}`, {}, async (page) => {
        await write(page, one.source);
        await page.keyboard.press("Shift+Enter");
        await verdict(page, one.verdict);
        await page.getByTestId("watch").first().click();
        await page.getByTestId("broke").waitFor();
        assert.equal(await page.locator(".broke.bad").count(), 1, "it breaks here, too");
        const line = await deciding(page);
        assert.match(one.source.split("\n")[line - 1], /\S/);
        await page.locator('[data-testid="source"] .cm-decided').waitFor();
        await page.getByTestId("open-editor").click();
        await page.waitForURL(new RegExp(`exercise/${exercise}\\?line=${line}`));
        const text = one.source.split("\n")[line - 1].trim();
        await page.locator('[data-testid="editor"] .cm-activeLine', { hasText: text }).waitFor();
      }),
    );
  }
});

/** PANIC fails at S2's second vote of the first election, in a cluster of three alone. */
const COUNTS = "\ts.VotesGranted.Add(from)\n";
const PANICS = `\tif len(s.Servers) == 3 && s.CurrentTerm == 1 && s.ID == 2 {
\t\t_ = []int{}[s.ID]
\t}
`;
const PANIC = readFileSync(join(root, "exercises/campaign/solution/campaign.go"), "utf8")
  .replace("package solution", "package campaign")
  .replace(COUNTS, COUNTS + PANICS);

test("a panic in a cluster is watched at the line that panicked", () =>
  visit("#/exercise/campaign", {}, async (page) => {
    await write(page, PANIC);
    await page.keyboard.press("Shift+Enter");
    await verdict(page, "crash");
    await page.getByTestId("watch").first().click();
    await page.getByTestId("broke").waitFor();
    assert.match(await page.getByTestId("broke").textContent(), /S2 panicked: .*out of range/);
    const line = await deciding(page);
    assert.match(PANIC.split("\n")[line - 1], /\[s\.ID\]/);
  }));
