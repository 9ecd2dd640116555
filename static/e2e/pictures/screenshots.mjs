// Takes pictures of each route in both themes and both sizes, for a person to look at:
//
//	node e2e/pictures/screenshots.mjs FOLDER [FIXTURE]
//
// With a fixture (test/fixtures/FIXTURE.json) the pictures show that frame instead of a live run.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, openPage, SIZES, THEMES } from "../help/browser.mjs";
import { serve, serveFixture } from "../help/server.mjs";

const [folder = "screenshots", fixture] = process.argv.slice(2);

/** A live run is pictured once it has something to show; one with a `sight`, at the first event by which
 * it can be seen. */
const EVENTS_MIN = 40;
const SCENES = fixture
  ? [
      { name: "home", hash: "#/" },
      { name: "lab", hash: fixture === "five" ? "#/lab?scenario=figure-8" : "#/lab" },
    ]
  : [
      { name: "home", hash: "#/" },
      { name: "lab", hash: "#/lab" },
      { name: "held", hash: "#/lab?scenario=a3-split-vote", sight: ".waiting" },
      { name: "bridge", hash: "#/lab?scenario=c1-storm-of-everything", sight: ".cuts .cross" },
    ];

async function ready(page, sight) {
  await page.getByTestId("server-1").waitFor();
  if (fixture) return;
  if (sight) await page.evaluate(stepUntil, sight);
  else await page.waitForFunction(hasEvents, EVENTS_MIN);
}

/** hasEvents and stepUntil run in the page. */
function hasEvents(least) {
  return Number(/\d+/.exec(document.querySelector('[data-testid="moment"]').textContent)) >= least;
}

async function stepUntil(sight) {
  while (!document.querySelector(sight)) {
    const moment = document.querySelector('[data-testid="moment"]');
    const before = moment.textContent;
    document.querySelector('[data-testid="step"]').click();
    while (moment.textContent === before) await new Promise(requestAnimationFrame);
  }
}

mkdirSync(folder, { recursive: true });
const server = fixture ? await serveFixture(fixture) : await serve();
const browser = await launch();
try {
  for (const { name, hash, sight } of SCENES) {
    for (const size of Object.keys(SIZES)) {
      for (const theme of THEMES) {
        const { page, close } = await openPage(browser, server.url + hash, { size, theme });
        await ready(page, sight);
        const path = join(folder, `${name}-${size}-${theme}.png`);
        await page.screenshot({ path, fullPage: size === "phone" || name === "home" });
        console.log(path);
        await close();
      }
    }
  }
} finally {
  await browser.close();
  server.close();
}
