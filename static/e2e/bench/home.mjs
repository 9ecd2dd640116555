// How soon the first page is there for somebody who was never here: its largest paint, the first thing that moves, and
// when the engine has taken over. Each visit has a browser of its own cache. all.mjs calls it, or by itself:
//
//	node static/e2e/bench/home.mjs
import { launch, openPage } from "../help/browser.mjs";
import { serve } from "../help/server.mjs";

const VISITS = 7;
const LARGEST_MS = 800;
const MOVES_MS = 1000;

/** watch runs in the page before anything else, and notes what it sees. */
function watch() {
  window.seen = { largest: 0, moves: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) window.seen.largest = startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  const moved = new MutationObserver((changes) => {
    if (!changes.some(({ target }) => target.closest?.(".ring-view"))) return;
    moved.disconnect();
    requestAnimationFrame(() => {
      window.seen.moves = performance.now();
    });
  });
  // What the page is sent with is no movement, so that only later changes of attributes count.
  const options = { subtree: true, attributes: true, attributeFilter: ["d", "transform"] };
  moved.observe(document, options);
}

const median = (times) => Math.round(times.toSorted((a, b) => a - b)[times.length >> 1]);

async function visit(browser, url) {
  const { page, close } = await openPage(browser, "about:blank");
  try {
    await page.addInitScript(watch);
    await page.goto(`${url}#/`);
    await page.waitForFunction(() => window.seen.moves > 0);
    await page.locator('[data-testid="revive"]:enabled').waitFor();
    return await page.evaluate(() => ({ ...window.seen, engine: performance.now() }));
  } finally {
    await close();
  }
}

export async function benchHome(browser, server) {
  const seen = [];
  for (let i = 0; i < VISITS; i++) seen.push(await visit(browser, server.url));
  const [largest, moves, engine] = ["largest", "moves", "engine"].map((what) =>
    median(seen.map((one) => one[what])),
  );
  console.log(
    `Chromium, first page, nothing kept: largest paint after ${largest} ms (at most ${LARGEST_MS}), something moves ` +
      `after ${moves} ms (at most ${MOVES_MS}), the engine goes on after ${engine} ms (medians of ${VISITS} visits)`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const server = await serve();
  const browser = await launch();
  try {
    await benchHome(browser, server);
  } finally {
    await browser.close();
    await server.close();
  }
}
