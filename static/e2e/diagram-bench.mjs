// How smoothly the lab is drawn in Chromium without a graphics card: with nine servers and 200 messages in
// flight while the run is played, and while 10,000 events are scrubbed; and how long a run of 100,000 events
// takes to open. An engine that answers at once stands in for the real one, so that drawing is measured and
// nothing else. It prints one line for each number:
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
      case 0: return event + " " + time + " S" + from + " send m" + n + " S" + to + " " + kind(n);
      case 1: return n >= FLIGHTS ? event + " " + time + " S" + oldTo + " deliver m" + (n - FLIGHTS) + " S" + oldFrom + " " + kind(n - FLIGHTS) : event + " " + time + " S" + oldTo + " wake";
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
      messages.push({ id: m, from, to, kind: KINDS[m % 4].split(" ")[0], label: "3:t2", term: term(m), good: true, sentAt: m * TICK, arriveAt: (m + FLIGHTS) * TICK, held: false });
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

async function open(browser, server, events) {
  const { page, close } = await openPage(browser, `${server.url}#/nowhere`);
  await page.route(/engine-worker\.js/, (route) =>
    route.fulfill({
      contentType: "text/javascript; charset=utf-8",
      body: worker.replace("EVENTS", String(events)),
    }),
  );
  return { page, close };
}

async function lab(page, url) {
  await page.goto("about:blank");
  await page.goto(`${url}#/lab?servers=9`);
  await page.getByTestId("diagram").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-events]").dataset.events !== "0");
}

const server = await serve();
const browser = await launch();
const print = (what, { rate, slow }, wanted) =>
  console.log(
    `${what}: ${rate.toFixed(1)} frames a second, 95 % of them within ${slow.toFixed(1)} ms (wanted ${wanted})`,
  );
try {
  {
    const { page, close } = await open(browser, server, 10_000);
    await lab(page, server.url);
    await page.getByTestId("speed").selectOption("0.1");
    print("9 servers, 200 messages in flight, playing", await page.evaluate(paced, SECONDS), 60);
    await page.getByTestId("play").click();
    await page.evaluate(() => {
      window.scrubbing = true;
    });
    print("scrubbing 10,000 events", await page.evaluate(paced, SECONDS), 50);
    await close();
  }
  {
    const { page, close } = await open(browser, server, 100_000);
    const began = performance.now();
    await lab(page, server.url);
    console.log(
      `opening 100,000 events: ${Math.round(performance.now() - began)} ms, the page's start included (wanted 2000)`,
    );
    await close();
  }
} finally {
  await browser.close();
  server.close();
}
