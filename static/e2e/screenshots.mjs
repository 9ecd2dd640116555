// Takes pictures of each route in both themes and both sizes, for a person to look at:
//
//	node e2e/screenshots.mjs FOLDER [FIXTURE]
//
// With a fixture (test/fixtures/FIXTURE.json) the pictures show that frame instead of a live run.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, openPage, SIZES, THEMES } from "./browser.mjs";
import { serve, serveFixture } from "./server.mjs";

const [folder = "screenshots", fixture] = process.argv.slice(2);
const ROUTES = { home: "#/", lab: fixture === "five" ? "#/lab?scenario=figure-8" : "#/lab" };
/** A live run is pictured once it has something to show. */
const EVENTS_MIN = 40;

mkdirSync(folder, { recursive: true });
const server = fixture ? await serveFixture(fixture) : await serve();
const browser = await launch();
try {
  for (const [name, hash] of Object.entries(ROUTES)) {
    for (const size of Object.keys(SIZES)) {
      for (const theme of THEMES) {
        const { page, close } = await openPage(browser, server.url + hash, { size, theme });
        await page.getByTestId("server-1").waitFor();
        if (!fixture) {
          await page.waitForFunction(
            (least) =>
              Number(/\d+/.exec(document.querySelector('[data-testid="moment"]').textContent)) >=
              least,
            EVENTS_MIN,
          );
        }
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
