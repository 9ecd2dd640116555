// A lane is one server of the app and one Chromium, which test files use in turn. Each test has a page of
// its own and finds nothing of the test before. What stays is what a browser makes of files that never
// change: all pages of a lane live in one process of the browser, in which a quiet page keeps the course's
// WebAssembly, so that V8 compiles each program once for a lane and not once for each test.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { CHROMIUM, newPage, SWITCHES } from "./browser.mjs";
import { drawFewFrames, FRAME_MS } from "./frames.mjs";
import { comeLate } from "./late.mjs";
import { endTogether, serve } from "./server.mjs";

/** LANES names the port at which run.mjs lends its lanes. A file that is run alone has a lane of its own. */
export const LANES = "E2E_LANES";

/** All pages share one process. V8 optimizes a function of WebAssembly later than it does for a person: most of
 * what it optimized was used for too short a time to be worth it. */
const LANE_SWITCHES = [
  ...SWITCHES,
  "--remote-debugging-port=0",
  "--renderer-process-limit=1",
  "--disable-site-isolation-trials",
  "--disable-back-forward-cache",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-breakpad",
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-field-trial-config",
  "--disable-hang-monitor",
  "--disable-infobars",
  "--disable-ipc-flooding-protection",
  "--disable-popup-blocking",
  "--disable-search-engine-choice-screen",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
  "--password-store=basic",
  "--js-flags=--wasm-tiering-budget=500000000",
];

/** openLane starts a server and a browser, and resolves to { url, endpoint, close }. */
export async function openLane() {
  const [server, browser] = await Promise.all([serve(), startChromium()]);
  const close = () => Promise.all([server.close(), browser.close()]);
  return { url: server.url, endpoint: browser.endpoint, close };
}

async function startChromium() {
  const { endpoint, close } = await launchChromium();
  const relay = await startRelay(Number(new URL(endpoint).port));
  return {
    endpoint: endpoint.replace(/:\d+/, `:${relay.address().port}`),
    async close() {
      relay.close();
      await close();
    },
  };
}

/** startRelay passes connections on to the browser, without their offer to compress what is said: to compress
 * and to decompress it took node nearly a third of its processor time. */
async function startRelay(port) {
  const relay = createServer((socket) => {
    const browser = connect(port, "127.0.0.1");
    socket.once("data", (head) => {
      browser.write(
        head.toString("latin1").replace(/^sec-websocket-extensions:.*\r\n/im, ""),
        "latin1",
      );
      socket.pipe(browser);
    });
    browser.pipe(socket);
    for (const [one, other] of [
      [socket, browser],
      [browser, socket],
    ]) {
      one.on("error", () => {}); // either may end without a farewell
      one.on("close", () => other.destroy());
    }
  });
  await new Promise((resolve) => relay.listen(0, "127.0.0.1", resolve));
  return relay;
}

/** REMOVALS bounds the tries to remove a folder, one every tenth of a second. */
const REMOVALS = 100;

/** removeFolder removes a folder to which others may write for a moment longer: Chromium's processes outlive the one
 * that started them. The retries of rmSync do not look again at what is in a folder, so it is called again. */
async function removeFolder(folder) {
  for (let tries = 1; ; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (error.code !== "ENOTEMPTY" || tries === REMOVALS) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** launchChromium resolves to { endpoint, close } once the browser listens. */
function launchChromium() {
  const profile = mkdtempSync(join(tmpdir(), "raftlab-chromium-"));
  const switches = [...LANE_SWITCHES, `--user-data-dir=${profile}`, "about:blank"];
  const child = spawn(CHROMIUM, switches, { stdio: ["ignore", "ignore", "pipe"] });
  endTogether(child);
  const gone = new Promise((done) => child.on("exit", done));
  const close = async () => {
    child.kill();
    await gone;
    await removeFolder(profile);
  };
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`Chromium ended with ${code}`)));
    // All lines are read to the end: nobody else empties the pipe.
    createInterface({ input: child.stderr }).on("line", (line) => {
      const endpoint = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (endpoint) resolve({ endpoint, close });
    });
  });
}

/** takeLane resolves to a lane for this process alone, with its browser's context. */
export async function takeLane() {
  const lane = process.env[LANES] ? await borrowLane(process.env[LANES]) : await openLane();
  const browser = await chromium.connectOverCDP(lane.endpoint, { isLocal: true });
  const [context] = browser.contexts();
  await comeLate(context);
  await context.addInitScript(refuseServiceWorkers);
  await context.addInitScript(drawFewFrames, FRAME_MS);
  const keeper = await keeperOf(context, lane.url);
  const session = await context.newCDPSession(keeper);
  const { origin } = new URL(lane.url);
  return {
    url: lane.url,
    browser,
    context,
    /** forget takes away what pages have kept, of the compiler's files only if `all` is. */
    forget: (all) =>
      session.send("Storage.clearDataForOrigin", {
        origin,
        storageTypes: all ? "all" : "cookies,indexeddb,local_storage,service_workers",
      }),
    async close() {
      await browser.close();
      await lane.close();
    },
  };
}

/** borrowLane gives a lane back by closing the connection, which the end of this process does, too. */
async function borrowLane(port) {
  const socket = connect(Number(port), "127.0.0.1");
  const [line] = await once(createInterface({ input: socket }), "line");
  return { ...JSON.parse(line), close: () => socket.end() };
}

/** refuseServiceWorkers runs in each page of a lane: a test of what works offline has a context of its own. */
function refuseServiceWorkers() {
  if (navigator.serviceWorker) navigator.serviceWorker.register = async () => {};
}

const KEEPER = "#/keeper";

/** keeperOf finds the lane's quiet page, or opens it, and closes what a file that failed has left open. */
async function keeperOf(context, url) {
  for (const page of context.pages()) {
    if (page.url() === url + KEEPER && (await page.evaluate(() => "kept" in globalThis)))
      return page;
    await page.close();
  }
  const { page } = await newPage(context, url + KEEPER);
  await page.evaluate(keepPrograms);
  return page;
}

/** keepPrograms runs in the keeper. V8 compiles the same bytes once for all pages of a process, as long as
 * one of them holds the result. */
async function keepPrograms() {
  const build = document.querySelector('meta[name="build"]').content;
  const about = await (await fetch(`toolchain/toolchain.json?b=${build}`)).json();
  const tools = about.files.map(({ path }) => `toolchain/${path}`);
  const ours = ["engine", "engine-all", "engine-whole", "guest", "guest-all"].map(
    (name) => `${name}.wasm?b=${build}`,
  );
  const programs = [...ours, ...tools];
  globalThis.kept = await Promise.all(
    programs
      .filter((path) => /\.wasm\b/.test(path))
      .map((path) => WebAssembly.compileStreaming(fetch(path))),
  );
}
