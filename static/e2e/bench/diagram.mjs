// How smoothly the lab is drawn in Chromium without a graphics card: with nine servers and 200 messages in
// flight while the run is played, and while 10,000 events are scrubbed; and how long a run of 100,000 events
// takes to open. An engine that answers at once stands in for the real one, so that drawing is measured and
// nothing else. Of a frame it says also how much of a processor the page's main thread took: that is the same
// on a machine that has other things to do. all.mjs calls it, or by itself:
//
//	node static/e2e/bench/diagram.mjs
import { launch, openPage } from "../help/browser.mjs";
import { serve } from "../help/server.mjs";
import { lab, open } from "../help/stand-in.mjs";

const SECONDS = 4;

/** paced counts the frames of the screen while something is done in each of them. */
function paced(seconds) {
  return new Promise((resolve) => {
    const times = [];
    const slider = document.querySelector('[data-testid="scrub"]');
    const scrubbing = window.scrubbing === true;
    const max = Number(slider.max);
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const frame = (now) => {
      times.push(now);
      if (now - times[0] > seconds * 1000) {
        const gaps = times.slice(1).map((time, i) => time - times[i]);
        gaps.sort((a, b) => a - b);
        resolve({
          rate: (1000 * gaps.length) / (times.at(-1) - times[0]),
          slow: gaps[Math.floor(gaps.length * 0.95)],
        });
        return;
      }
      if (scrubbing) {
        const turn = ((now - times[0]) / 1000) % 2;
        set.call(slider, String(Math.round(max * (turn < 1 ? turn : 2 - turn))));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** measured is what frames took, by the clock and of the main thread. */
async function measured(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const taken = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  const before = await taken();
  const { rate, slow } = await page.evaluate(paced, SECONDS);
  const work = ((await taken()) - before) / (rate * SECONDS);
  await session.detach();
  return { rate, slow, work };
}

function print(what, { rate, slow, work }, wanted) {
  console.log(
    `Chromium, ${what}: ${rate.toFixed(1)} frames/s (wanted ${wanted}), 95 % of them within ` +
      `${slow.toFixed(1)} ms; ${work.toFixed(1)} ms of the main thread for each`,
  );
}

async function benchFrames(browser, server) {
  const { page, close } = await open(browser, server.url, 10_000);
  await lab(page, server.url);
  await page.getByTestId("speed").selectOption("0.1");
  print("9 servers, 200 messages in flight, playing", await measured(page), 60);
  await page.getByTestId("play").click();
  await page.evaluate(() => {
    window.scrubbing = true;
  });
  print("scrubbing 10,000 events", await measured(page), 50);
  await close();
}

async function benchOpening(browser, server) {
  const { page, close } = await open(browser, server.url, 100_000);
  const began = performance.now();
  await lab(page, server.url);
  const took = Math.round(performance.now() - began);
  console.log(
    `Chromium, opening 100,000 events: ${took} ms, the page's start included (wanted 1500)`,
  );
  await close();
}

/** firstPaint prints what the browser has fetched, compressed, when the page is seen first: all that the
 * page's own script and sheet need. */
async function firstPaint(browser, server) {
  const { page, close } = await openPage(browser, "about:blank");
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const urls = new Map();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, response }) =>
    urls.set(requestId, new URL(response.url).pathname),
  );
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (/\.(js|css)$/.test(urls.get(requestId) ?? "")) bytes += encodedDataLength;
  });
  await page.goto(`${server.url}#/nowhere`, { waitUntil: "domcontentloaded" });
  const paint = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? performance.now(),
  );
  console.log(
    `Chromium, first paint: ${(bytes / 1000).toFixed(1)} kB of scripts and styles with their ` +
      `headers, after ${Math.round(paint)} ms`,
  );
  await close();
}

export async function benchDiagram(browser, server) {
  await firstPaint(browser, server);
  await benchFrames(browser, server);
  await benchOpening(browser, server);
}

if (import.meta.filename === process.argv[1]) {
  const server = await serve();
  const browser = await launch();
  try {
    await benchDiagram(browser, server);
  } finally {
    await browser.close();
    server.close();
  }
}
