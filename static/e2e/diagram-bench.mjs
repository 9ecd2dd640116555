// How smoothly the lab is drawn in Chromium without a graphics card: with nine servers and 200 messages in
// flight while the run is played, and while 10,000 events are scrubbed; and how long a run of 100,000 events
// takes to open. An engine that answers at once stands in for the real one, so that drawing is measured and
// nothing else. Of a frame it says also how much of a processor the page's main thread took: that is the same
// on a machine that has other things to do. bench.mjs calls it, or by itself:
//
//	node static/e2e/diagram-bench.mjs
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch, openPage } from "./browser.mjs";
import { serve } from "./server.mjs";

const fixture = (name) =>
  readFileSync(join(import.meta.dirname, "..", "test", "fixtures", `${name}.json`), "utf8");

/** The stand-in: every 400 microseconds a message leaves, and one that left 80 milliseconds before arrives,
 * so that there are 200 on their way. `start` with servers=EVENTS/10000 begins a run of so many events. */
const worker = `
  const base = ${fixture("nine")}, catalogue = ${fixture("catalogue")};
  const FLIGHTS = 200, TICK = 400, SERVERS = 9;
  const total = Number(new URL(location.href).searchParams.get("events") ?? EVENTS);
  const KINDS = ["AppendEntries term=T prev=5/2 entries=3 commit=4", "AppendEntriesReply term=T match=5", "RequestVote term=T last=5/2", "RequestVoteReply term=T granted"];
  const term = (n) => 1 + Math.floor(n / 400);
  const link = (n) => { const from = 1 + n % SERVERS; return [from, 1 + (from + n % (SERVERS - 1)) % SERVERS]; };
  const kind = (n) => KINDS[n % 4].replace("T", term(n));
  const line = (event) => {
    if (event <= SERVERS) return event + " 0 S" + event + " boot records=0";
    const n = Math.floor((event - SERVERS - 1) / 4), time = n * TICK;
    const [from, to] = link(n), [oldFrom, oldTo] = link(Math.max(0, n - FLIGHTS));
    switch ((event - SERVERS - 1) % 4) {
      case 0: return event + " " + time + " S" + from + " send m" + (n + 1) + " S" + to + " " + kind(n);
      case 1: return n >= FLIGHTS ? event + " " + time + " S" + oldTo + " deliver m" + (n - FLIGHTS + 1) + " S" + oldFrom + " " + kind(n - FLIGHTS) : event + " " + time + " S" + oldTo + " wake";
      case 2: return event + " " + time + " S" + to + (n % 40 === 0 ? " role " + ["leader", "follower", "candidate"][(n / 40) % 3] + " term=" + term(n) : " commit index=" + n);
      default: return event + " " + time + " S" + to + " apply index=" + n + " put x " + n;
    }
  };
  const nowOf = (event) => Math.max(0, Math.floor((event - SERVERS - 1) / 4)) * TICK;
  let last = 0, sent = 0;
  const frame = (id, event) => {
    const n = Math.max(0, Math.floor((event - SERVERS - 1) / 4)), now = nowOf(event);
    const messages = [];
    for (let m = Math.max(0, n - FLIGHTS); m < n; m++) {
      const [from, to] = link(m);
      messages.push({ id: m + 1, from, to, kind: KINDS[m % 4].split(" ")[0], label: "3:t2", term: term(m), good: true, sentAt: m * TICK, arriveAt: (m + FLIGHTS) * TICK, held: false });
    }
    const lines = [];
    for (let e = sent + 1; e <= last; e++) lines.push(line(e));
    const from = sent + 1;
    sent = last;
    return { ...base, id, event, now, last, past: event < last, branch: 0, branches: [], status: "playing", failure: "", causes: [], header: [], from, lines, messages };
  };
  onmessage = ({ data }) => {
    if (typeof data !== "string") return;
    const { id, kind, until, event } = JSON.parse(data);
    const reply = (value) => postMessage(JSON.stringify({ ...value, id }));
    if (kind === "catalogue") return reply(catalogue);
    if (kind === "explain") return reply({ v: base.v, kind: "explanation", event, causes: [], effects: [], sentence: "", place: "", calls: [] });
    if (kind === "judge") return reply({ v: base.v, kind: "verdict", outcome: "linearizable", operations: 0, sentence: "" });
    if (kind === "start") { last = total; sent = 0; return reply(frame(id, last)); }
    if (kind === "seek") return reply(frame(id, Math.min(last, Math.max(1, event))));
    if (kind === "advance") last = Math.max(last, SERVERS + 4 * Math.floor(until / TICK));
    reply(frame(id, last));
  };
  postMessage(JSON.stringify({ v: base.v, kind: "ready" }));
`;

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

/** open gives a page whose engine is the stand-in. */
export async function open(browser, server, events) {
  const { page, close } = await openPage(browser, `${server.url}#/nowhere`);
  await page.route(/engine-worker\.js/, (route) =>
    route.fulfill({
      contentType: "text/javascript; charset=utf-8",
      body: worker.replace("EVENTS", String(events)),
    }),
  );
  return { page, close };
}

export async function lab(page, url) {
  await page.goto("about:blank");
  await page.goto(`${url}#/lab?servers=9`);
  await page.getByTestId("diagram").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-events]").dataset.events !== "0");
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
  const { page, close } = await open(browser, server, 10_000);
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
  const { page, close } = await open(browser, server, 100_000);
  const began = performance.now();
  await lab(page, server.url);
  const took = Math.round(performance.now() - began);
  console.log(
    `Chromium, opening 100,000 events: ${took} ms, the page's start included (wanted 2000)`,
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
