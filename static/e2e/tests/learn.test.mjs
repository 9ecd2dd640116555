// The lessons: each opens, every lab in them plays to the end of its story, and questions are answered
// by keyboard and shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { openPage, SIZES } from "../help/browser.mjs";
import { sampleOf } from "../help/lab.mjs";
import { watched } from "../help/progress.mjs";

const visit = withApp();

async function loaded(page) {
  const response = await page.request.get(new URL("lessons.json", page.url()).href);
  return response.json();
}

/** opened waits until a lesson, or the list, is there. */
async function opened(page, title) {
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
}

/** unfold opens all that is folded. */
async function unfold(page) {
  await page.locator("details.more").first().waitFor();
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details.more")) fold.open = true;
  });
}

/** attribute waits until a part of the page has an attribute's value. */
async function attribute(page, testId, name, value) {
  await page.waitForFunction(
    ([id, key, wanted]) => document.querySelector(`[data-testid="${id}"]`)?.dataset[key] === wanted,
    [testId, name, value],
  );
}

/** kindOfLab: labs of a kind go the same way in the page. How each of them ends, a test of package lessons plays. */
const kindOfLab = ({ frame, fold, scenario, ...block }) =>
  [frame.protocol, endOf(block), fold === undefined, scenario === ""].join();

test("every lesson opens from the list, and a lab of each kind plays to its end", async () => {
  await visit("#/learn", {}, async (page) => {
    await opened(page, "Lessons");
    const { lessons } = await loaded(page);
    const labs = lessons.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === "lab"));
    const played = new Set(sampleOf(labs, kindOfLab));
    for (const lesson of lessons) {
      await page.goto(`${page.url().split("#")[0]}#/learn`);
      await page.locator(`a.card[href="#/learn/${lesson.id}"]`).click();
      await opened(page, lesson.title);
      if (lesson.blocks.some(({ fold }) => fold)) await unfold(page);
      for (const [number, block] of lesson.blocks.entries()) {
        if (played.has(block)) await playToTheEnd(page, number, block);
      }
    }
  });
});

/** endOf is the status in which a lab ends. With the right rules, the story itself says that a property breaks. */
function endOf({ breaks, rules }) {
  if (!breaks) return "finished";
  return rules === "" ? "told" : "failed";
}

/** playToTheEnd lets a lab begin to move, then takes it to its end, which must be what the lesson says. */
async function playToTheEnd(page, number, block) {
  const lab = page.getByTestId(`lab-${number}`);
  const moment = lab.getByTestId("lab-moment");
  const before = await moment.textContent();
  await lab.getByTestId("lab-play").click();
  await page.waitForFunction(
    ([id, was]) =>
      document.querySelector(`[data-testid="${id}"] [data-testid="lab-moment"]`).textContent !==
      was,
    [`lab-${number}`, before],
  );
  // A story may be over by now; then the button is disabled, and this does nothing.
  await lab.getByTestId("lab-finish").evaluate((button) => button.click());
  await attribute(page, `lab-${number}`, "status", endOf(block));
  await attribute(page, `lab-${number}`, "playing", "false");
  assert.equal(await page.getByTestId(`failure-${number}`).count(), block.breaks ? 1 : 0);
}

test("a question is answered by keyboard, and the lab above it shows the answer", async () => {
  await visit("#/learn/a2-terms", {}, async (page) => {
    await opened(page, "Terms, and the three roles");
    const { lessons } = await loaded(page);
    const { blocks } = lessons.find(({ id }) => id === "a2-terms");
    const number = blocks.findIndex(({ kind }) => kind === "predict");
    const question = page.getByTestId(`predict-a2-terms-${number}`);
    const radios = question.getByRole("radio");
    await radios.first().focus();
    await page.keyboard.press("Space");
    for (let i = 0; i < blocks[number].right; i++) await page.keyboard.press("ArrowDown");
    assert.equal(await radios.nth(blocks[number].right).isChecked(), true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await attribute(page, `lab-${number - 1}`, "live", "true");
    await attribute(page, `predict-a2-terms-${number}`, "phase", "shown");
    await question.getByText("That is what happens.").waitFor();
    const moment = await page
      .getByTestId(`lab-${number - 1}`)
      .getByTestId("lab-moment")
      .textContent();
    assert.equal(moment, `${(blocks[number].run.at(-1).at / 1e6).toFixed(3)} s`);
    // What was answered is kept.
    await page.reload();
    await question.getByText("That is what happens.").waitFor();
  });
});

test("a wrong answer is shown as wrong, beside the right one", async () => {
  await visit("#/learn/a4-one-vote", {}, async (page) => {
    await opened(page, "One vote, and it is written down");
    const { lessons } = await loaded(page);
    const { blocks } = lessons.find(({ id }) => id === "a4-one-vote");
    const number = blocks.findIndex(({ kind }) => kind === "predict");
    const question = page.getByTestId(`predict-a4-one-vote-${number}`);
    const wrong = blocks[number].right === 0 ? 1 : 0;
    await question.getByRole("radio").nth(wrong).check();
    await question.getByRole("button").click();
    await attribute(page, `predict-a4-one-vote-${number}`, "phase", "shown");
    const other = blocks[number].answers.findIndex((answer, i) => answer && i !== wrong);
    await question.getByText(blocks[number].answers[wrong]).waitFor();
    assert.equal(await question.getByText(blocks[number].answers[other]).count(), 0);
    await question.getByText("Whether the vote goes to S1 or to S2").waitFor();
    assert.equal(await question.locator(".option.right").count(), 1);
    assert.equal(await question.locator(".option.yours").count(), 1);
  });
});

test("what a leader thinks of its followers is drawn from the lesson on that explains it", async () => {
  for (const [lesson, title, drawn] of [
    ["a1-one-log", "One log on many machines", false],
    ["b5-repair", "Repairing a log", true],
  ]) {
    await visit(`#/learn/${lesson}`, {}, async (page) => {
      await opened(page, title);
      const marker = page.locator(".lab-box .marker").first();
      await marker.waitFor({ state: "attached" });
      assert.equal(await marker.isVisible(), drawn, lesson);
    });
  }
});

test("a question asks for a number, foreseen or not", async () => {
  await visit("#/learn/b5-repair", {}, async (page) => {
    await opened(page, "Repairing a log");
    const question = page.locator(".predict").first();
    const number = question.getByRole("textbox", { name: "refusals" });
    await number.fill("many");
    await number.press("Enter");
    assert.equal(await question.getAttribute("data-phase"), "asking");
    await number.fill("08");
    await number.press("Enter");
    await question.getByText("That is how many it would take without the hint.").waitFor();
    await page.reload();
    await question.getByText("That is how many it would take without the hint.").waitFor();
    assert.equal(await number.inputValue(), "8");
  });
  await visit("#/learn/a5-up-to-date", {}, async (page) => {
    await opened(page, "Who may lead: the log decides");
    await unfold(page);
    const question = page.locator(".predict").filter({ hasText: "How many votes" });
    await question.getByRole("textbox", { name: "votes" }).fill("3");
    await question.getByRole("button").click();
    await question.getByText("No.", { exact: true }).waitFor();
    assert.equal(await question.locator(".answer.wrong").count(), 1);
  });
});

test("a task is missed, refused and reached by typed commands, and stays reached", async () => {
  await visit("#/learn/a3-timeouts", {}, async (page) => {
    await opened(page, "Patience, drawn by lot");
    const { lessons } = await loaded(page);
    const { blocks } = lessons.find(({ id }) => id === "a3-timeouts");
    await unfold(page);
    const number = blocks.findIndex(({ kind }) => kind === "do");
    const name = `do-a3-timeouts-${number}`;
    const task = page.getByTestId(name);
    const command = task.getByRole("textbox", { name: "Command 1" });
    const give = async (line, phase) => {
      await command.fill(line);
      await command.press("Enter");
      await attribute(page, name, "phase", phase);
    };
    // The button fills in a command, whose server the reader changes.
    await task.getByRole("button", { name: "timeout S1" }).click();
    assert.equal(await command.inputValue(), "timeout S1");
    await command.press("Backspace");
    await command.press("3");
    await command.press("Enter");
    await task.getByText("So S3 leads.").waitFor();
    await give("timeuot S2", "missed");
    await task.getByText("The lab does not accept this").waitFor();
    await give("run 1ms", "missed");
    await task.getByText("what happened instead?").waitFor();
    await give("timeout S2", "reached");
    await task.getByText("In the new term S1, S3 and S4 have new votes").waitFor();
    await page.reload();
    await attribute(page, name, "phase", "reached");
  });
});

test("a task shows a hint and a solution, of several commands", async () => {
  await visit("#/learn/c3-crashes-and-answers", { size: "phone" }, async (page) => {
    await opened(page, "Answered, and not answered");
    const task = page.locator(".task");
    await task.getByText("Hint", { exact: true }).click();
    await task.getByText("A crash of S1 does not stop").waitFor();
    await assertAccessible(page);
    await task.getByRole("button", { name: "Show a solution" }).click();
    await page.locator('.task[data-phase="reached"]').waitFor();
    assert.equal(await task.getByLabel("Command 1").inputValue(), "isolate S1");
    assert.equal(await task.getByLabel("Command 2").inputValue(), "timeout S2");
  });
});

/** stands waits until the lab shows this event, and not one beyond it: it is paused. */
async function stands(page, event) {
  await page
    .getByTestId("moment")
    .filter({ hasText: new RegExp(`event ${event}\\b`) })
    .waitFor();
  await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
}

test("a lab opens at this very moment, and Back comes to the same place and the same link", async () => {
  await visit("#/learn/a3-timeouts", {}, async (page) => {
    await opened(page, "Patience, drawn by lot");
    const { lessons } = await loaded(page);
    const { blocks } = lessons.find(({ id }) => id === "a3-timeouts");
    await unfold(page);
    const { frame } = blocks.filter(({ kind }) => kind === "lab")[1];
    const lab = page.locator(".lab-box").nth(1);
    await lab.scrollIntoViewIfNeeded();
    // By mouse, from the still picture.
    const open = lab.getByRole("link", { name: "Open in the lab" });
    await open.scrollIntoViewIfNeeded();
    const top = await page.evaluate(() => scrollY);
    assert.ok(top > 100);
    await open.click();
    await stands(page, frame.event);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.goBack();
    await opened(page, "Patience, drawn by lot");
    await page.waitForFunction((wanted) => scrollY === wanted, top);
    await page.waitForFunction(() => document.activeElement?.textContent === "Open in the lab");
    // By keyboard, with what was typed: the task's command, and where it led.
    const task = page.locator(".task");
    await task.getByRole("textbox").fill("timeout S2");
    await page.keyboard.press("Enter");
    await page.locator('.task[data-phase="reached"]').waitFor();
    await open.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/lab\/[\w-]+$/);
    await page.locator('[data-testid="server-2"][data-role="leader"][data-term="3"]').waitFor();
    await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
  });
});

for (const size of Object.keys(SIZES)) {
  test(`See it fail plays in the text of an exercise, ${size}`, async () => {
    await visit(
      "#/exercise/timeout",
      { size, theme: size === "phone" ? "dark" : "light" },
      async (page) => {
        // By keyboard: the story opens below its button, and plays at once.
        await page.getByTestId("play-2").focus();
        await page.keyboard.press("Enter");
        const lab = page.getByTestId("lab-2");
        await attribute(page, "lab-2", "playing", "true");
        await lab.getByText("Wrong on purpose: Restart the timer for every request").waitFor();
        await assertAccessible(page);
        const over = await lab.evaluate(
          ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
        );
        assert.ok(over <= 0, `the lab is ${over} px too wide`);
        // Another one takes the engine, by mouse, and ends as the text says. It is folded away at first.
        await unfold(page);
        await page.getByTestId("play-0").click();
        await attribute(page, "lab-2", "live", "false");
        await attribute(page, "lab-0", "playing", "true");
        await page.getByTestId("lab-0").getByTestId("lab-finish").click();
        await attribute(page, "lab-0", "status", "failed");
        await page.getByTestId("play-0").click();
        await page.getByTestId("lab-0").waitFor({ state: "detached" });
        // The lab opens at the moment that is shown.
        await lab.getByTestId("lab-step").click();
        await attribute(page, "lab-2", "live", "true");
        await lab.getByTestId("lab-step").click();
        await attribute(page, "lab-2", "playing", "false");
        const link = lab.getByRole("link", { name: "Open in the lab" });
        await link.scrollIntoViewIfNeeded();
        const top = await page.locator("[data-place]").evaluate(({ scrollTop }) => scrollTop);
        assert.ok(top > 100);
        await link.click();
        await page.waitForURL(/#\/lab\//);
        await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
        // Back comes to the same place in the text, where the story is still open.
        await page.goBack();
        await attribute(page, "lab-2", "playing", "false");
        await page.waitForFunction(
          (wanted) => document.querySelector("[data-place]")?.scrollTop === wanted,
          top,
        );
      },
    );
  });
}

test("one lab is live at a time, and goes back to its moment", async () => {
  await visit("#/learn/a2-terms", {}, async (page) => {
    await opened(page, "Terms, and the three roles");
    const labs = page.locator(".lab-box");
    await labs.nth(0).getByTestId("lab-step").click();
    await page.waitForFunction(() => document.querySelectorAll('[data-live="true"]').length === 1);
    await labs.nth(0).getByTestId("lab-step").click();
    const at = await labs.nth(1).getByTestId("lab-moment").textContent();
    await labs.nth(1).getByTestId("lab-play").click();
    await page.waitForFunction((before) => {
      const [first, second] = document.querySelectorAll(".lab-box");
      const moment = second.querySelector('[data-testid="lab-moment"]').textContent;
      return first.dataset.live === "false" && second.dataset.live === "true" && moment !== before;
    }, at);
    await labs.nth(1).getByTestId("lab-again").click();
    await page.waitForFunction((before) => {
      const [, second] = document.querySelectorAll(".lab-box");
      return second.querySelector('[data-testid="lab-moment"]').textContent === before;
    }, at);
  });
});

/** predict answers a lesson's question: the one that stands at this place among them, by the option's. */
async function predict(page, place, option) {
  const question = page.locator(".predict").nth(place);
  await question.getByRole("radio").nth(option).check();
  await question.getByRole("button").click();
}

test("a lesson is read when its predictions were answered; a wrong one comes back on the first page", async () => {
  await visit("#/learn/a10-timing", {}, async (page) => {
    await opened(page, "What time has to do with it");
    const { lessons } = await loaded(page);
    const asked = (id) =>
      lessons.find((one) => one.id === id).blocks.filter(({ kind }) => kind === "predict");
    const [first, second] = asked("a10-timing");
    // To scroll to the end is not to read.
    const next = page.getByTestId("lesson-next");
    await next.scrollIntoViewIfNeeded();
    await predict(page, 0, (first.right + 1) % 3);
    const standing = page.getByTestId("standing");
    await standing.getByText("Still open:").waitFor();
    // The end of the lesson leads to what is open, by keyboard.
    await standing.getByRole("button", { name: second.question }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches(".predict"));
    await predict(page, 1, second.right);
    await standing.getByText("and were wrong once.").waitFor();
    await next.click();
    await opened(page, "The path of a write");
    await page.waitForFunction(() => scrollY < innerHeight / 2);
    await page.getByRole("link", { name: "All lessons" }).click();
    await opened(page, "Lessons");
    const card = page.locator('a[href="#/learn/a10-timing"]');
    await card.getByText("read", { exact: true }).waitFor();
    await card.getByText("1 wrong").waitFor();
    // One more answer, and the question returns.
    await page.locator('a[href="#/learn/a2-terms"]').click();
    await opened(page, "Terms, and the three roles");
    const [third] = asked("a2-terms");
    await predict(page, 0, third.right);
    await page.getByRole("link", { name: "Raft Lab" }).click();
    await comesBack(page, first.again);
  });
});

/** comesBack answers the question on the first page, by keyboard and wrongly: then it does not come back at once. */
async function comesBack(page, again) {
  const review = page.getByTestId("review");
  await review.getByText(again.question).waitFor();
  await assertAccessible(page);
  const wrong = (again.right + 1) % 3;
  await review.getByRole("listitem").nth(wrong).getByRole("button").focus();
  await page.keyboard.press("Enter");
  await review.getByText("It comes back again.").waitFor();
  await review.getByText(again.answers[wrong]).waitFor();
  await assertAccessible(page);
  await review.getByTestId("review-next").click();
  await review.waitFor({ state: "detached" });
  // The course goes on.
  await page.getByTestId("resume").waitFor();
}

test("a lesson is read without what is folded, and a question that comes back has its picture", async () => {
  await visit("#/learn/a1-one-log", {}, async (page) => {
    await opened(page, "One log on many machines");
    const { lessons } = await loaded(page);
    const { blocks } = lessons.find(({ id }) => id === "a1-one-log");
    const [asked, folded] = blocks.filter(({ kind }) => kind === "predict");
    assert.ok(folded.fold && !asked.fold);
    assert.equal(await page.locator(".predict").nth(1).isVisible(), false);
    const above = blocks
      .slice(0, blocks.indexOf(asked))
      .findLastIndex(({ kind }) => kind === "lab");
    const caption = page.getByTestId(`caption-${above}`);
    assert.doesNotMatch(await caption.textContent(), /before you played/);
    await predict(page, 0, (asked.right + 1) % 3);
    await caption.getByText("before you played").waitFor();
    await page.getByTestId("standing").getByText("were wrong once").waitFor();
    // Two more answers, one of them to a folded question, and the first returns.
    await unfold(page);
    await predict(page, 1, folded.right);
    await page.getByTestId("standing").getByText("all 2 predictions").waitFor();
    await page.getByTestId("lesson-next").click();
    await opened(page, "Terms, and the three roles");
    await predict(page, 0, 0);
    await page.getByRole("link", { name: "Raft Lab" }).click();
    const review = page.getByTestId("review");
    await review.getByText(asked.again.question).waitFor();
    await review.getByTestId("again-picture").getByTestId("server-6").waitFor();
    await assertAccessible(page);
  });
});

test("without an engine a lab says so where it stands", async () => {
  const { url, browser } = visit.lane();
  const { page, close } = await openPage(browser, "about:blank", { size: "phone" });
  try {
    await watched(page, async () => {
      await page.route(/engine/, (route) => route.abort());
      await page.goto(`${url}#/learn/a1-one-log`);
      await opened(page, "One log on many machines");
      const lab = page.locator(".lab-box").first();
      await lab.getByTestId("lab-play").click();
      await lab.getByText("The engine has stopped").waitFor();
    });
  } finally {
    await close();
  }
});

test("on a phone all of a long log is in sight", () =>
  visit("#/learn/b5-repair", { size: "phone" }, async (page) => {
    await opened(page, "Repairing a log");
    for (const box of await page.locator(".lab-box .logs-box").all()) {
      const { scrollWidth, clientWidth } = await box.evaluate((element) => ({
        scrollWidth: element.scrollWidth,
        clientWidth: element.clientWidth,
      }));
      assert.ok(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`);
    }
  }));

test("a lesson that does not exist leads to the list", async () => {
  await visit("#/learn/zz", {}, async (page) => {
    await opened(page, "Lessons");
    await page.getByText("There is no lesson “zz”.").waitFor();
  });
});

for (const size of Object.keys(SIZES)) {
  test(`axe finds nothing in the lessons, ${size}`, async () => {
    for (const hash of ["#/learn", "#/learn/a4-one-vote", "#/learn/c2-figure-8"]) {
      await visit(hash, { size }, async (page) => {
        await page.locator(".learn h1").waitFor();
        if (hash !== "#/learn") {
          const question = page.locator(".predict").first();
          await question.getByRole("radio").first().check();
          await question.getByRole("button").click();
          await page.locator('[data-phase="shown"]').first().waitFor();
        }
        await assertAccessible(page);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${hash} is ${over} px too wide`);
      });
    }
  });
}
