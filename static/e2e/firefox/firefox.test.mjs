// The page in Firefox: every place opens without a complaint and fits the screen, stories have the same trace as
// natively, and an exercise is judged. What Chromium's tests hold is not held twice.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { SIZES } from "../help/browser.mjs";
import { RIGHT } from "../help/exercise-page.mjs";
import { watched } from "../help/progress.mjs";
import { binary, serve } from "../help/server.mjs";
import { byId, launch, openPage } from "./firefox.mjs";

/** PLACES are addresses, each with what is there once it is drawn. */
const PLACES = [
  ["#/", byId("server-1")],
  ["#/learn", "main h1"],
  ["#/learn/a1-one-log", byId("server-1")],
  ["#/break", "main h1"],
  ["#/figure-2", "main h1"],
  ["#/figure-4", "main svg"],
  ["#/glossary", "main dl"],
  ["#/lab", `${byId("dock")}, ${byId("diagram")}`],
  ["#/lab?scenario=nope", byId("astray")],
  ["#/scenarios/B", byId("scenario-b1-write-path")],
  ["#/exercise/vote", byId("editor")],
  ["#/trace", "main h1"],
  ["#/embed?scenario=a1", byId("server-1")],
  ["#/nowhere", "main h1"],
];

/** RUNS are of those that `make parity` plays in Chromium: faults of every kind are in them. */
const RUNS = [
  ["c2-figure-8", "1"],
  ["c1-storm-of-everything", "17"],
  ["schedule-42", "42"],
];

const opened = {};
before(async () => {
  [opened.server, opened.browser] = await Promise.all([serve(), launch()]);
});
after(async () => {
  await opened.browser?.close();
  await opened.server?.close();
});

/** visit opens a page for `body`, and fails when the page complained. */
async function visit(hash, size, body) {
  const url = opened.server.url + hash;
  const { page, complaints } = await openPage(opened.browser, url, SIZES[size]);
  try {
    await watched(page, () => body(page));
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
}

const go = (page, hash) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

for (const size of Object.keys(SIZES)) {
  test(`Firefox opens every place, ${size}, and nothing sticks out`, () =>
    visit("#/nowhere", size, async (page) => {
      for (const [hash, drawn] of PLACES) {
        await go(page, hash);
        await page.waitForSelector(`main:not([aria-busy="true"]) :is(${drawn}), ${drawn}`);
        const { wide, banner } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth,
          banner: document.querySelector('[data-testid="banner"]')?.textContent,
        }));
        assert.ok(wide <= SIZES[size].width, `${hash} is ${wide} pixels wide`);
        assert.equal(banner, "", hash);
      }
    }));
}

test("Firefox plays stories to the same trace as this machine", () =>
  visit("#/nowhere", "desktop", async (page) => {
    for (const [scenario, seed] of RUNS) {
      const native = promisify(execFile)(binary, ["run", scenario, "--seed", seed, "--hash"]);
      await go(page, `#/lab?scenario=${scenario}&seed=${seed}`);
      await (await page.waitForSelector(byId("finish"))).click();
      const hash = await page.waitForSelector(byId("hash"));
      const ended = await hash.evaluate((node) => node.dataset.hash);
      assert.equal(ended, (await native).stdout.trim(), `${scenario}, seed ${seed}`);
      await go(page, "#/nowhere");
      await page.waitForSelector(byId("hash"), { hidden: true });
    }
  }));

/** paste runs in the page: BiDi types one letter at a time. Firefox gives an event that a page makes an empty
 * clipboard, so the event gets one of its own. */
function paste(node, text) {
  const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", text);
  Object.defineProperty(event, "clipboardData", { value: clipboard });
  node.dispatchEvent(event);
}

test("Firefox compiles and judges an exercise", () =>
  visit("#/exercise/vote", "desktop", async (page) => {
    const editor = await page.waitForSelector(`${byId("editor")} >>> .cm-content`);
    await editor.click();
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await editor.evaluate(paste, RIGHT);
    await page.waitForSelector(`${byId("problems")}:not(.bad)`);
    await page.keyboard.down("Shift");
    await page.keyboard.press("Enter");
    await page.keyboard.up("Shift");
    await page.waitForSelector(`${byId("verdict")}[data-phase="done"][data-verdict="pass"]`);
  }));
