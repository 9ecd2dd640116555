// Whether the page stays at hand: nine servers at full speed, and the longest task of the page's main thread, by the
// processor time that it took. By the clock, a task also waits for what else the machine does. all.mjs calls it, or by
// itself:
//
//	node static/e2e/bench/long.mjs
import { launch, openPage } from "../help/browser.mjs";
import { serve } from "../help/server.mjs";

const EVENTS = 6000;
const WANTED_MS = 100;

export async function benchLong(browser, server) {
  const { page, close } = await openPage(browser, `${server.url}#/lab?servers=9&seed=5`);
  await page.getByTestId("server-9").waitFor();
  await page.getByTestId("speed").selectOption("1");
  const tasks = await traced(browser, () => page.waitForFunction(hasComeTo, EVENTS));
  const longest = Math.max(...tasks);
  console.log(
    `Chromium, 9 servers at full speed for ${EVENTS} events: the longest of ${tasks.length} tasks took ` +
      `${longest.toFixed(1)} ms of a processor (wanted at most ${WANTED_MS})`,
  );
  await close();
}

/** hasComeTo is asked in the page. */
function hasComeTo(events) {
  const moment = document.querySelector('[data-testid="moment"]')?.textContent ?? "";
  return Number(/event (\d+)/.exec(moment)?.[1]) >= events;
}

/** traced has the milliseconds of each task of the page's main thread while something is done. */
async function traced(browser, work) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["toplevel", "disabled-by-default-devtools.timeline"] },
    transferMode: "ReportEvents",
  });
  await work();
  const complete = new Promise((done) => session.on("Tracing.tracingComplete", done));
  await session.send("Tracing.end");
  await complete;
  const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(threadOf),
  );
  return events
    .filter((event) => event.name === "RunTask" && event.tdur > 0 && mains.has(threadOf(event)))
    .map(({ tdur }) => tdur / 1000);
}

if (process.argv[1] === import.meta.filename) {
  const server = await serve();
  const browser = await launch();
  try {
    await benchLong(browser, server);
  } finally {
    await browser.close();
    server.close();
  }
}
