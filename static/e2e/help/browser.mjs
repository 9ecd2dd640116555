// Debian's Chromium, driven by playwright-core, and pages that report every error.
import { chromium } from "playwright-core";
import { comeLate } from "./late.mjs";

/** CHROMIUM is a shell script that starts the browser with Debian's own switches. */
export const CHROMIUM = "/usr/bin/chromium";

/** Of two lists of features, Chromium takes the last one: so here are also those that playwright-core turns
 * off and that a page on this machine could notice. Those that are ours are the pages which Chromium draws
 * under its address bar. Each window loads two of them, which nobody sees here, and that took half of the
 * processor time of opening a page; and the process that waits for the next site, which never comes. */
const FEATURES_OFF = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "SpareRendererForSitePerProcess",
  "AimEnabled",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

export const SWITCHES = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${FEATURES_OFF.join(",")}`,
];

export const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
};
export const THEMES = ["light", "dark"];

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}

/** openPage opens a page in a context of its own, which has a service worker if it is `offline`: a worker
 * takes over whenever it is ready, and answers in place of a test's routes from then on. */
export async function openPage(browser, url, { offline = false, ...look } = {}) {
  const context = await browser.newContext({ serviceWorkers: offline ? "allow" : "block" });
  await comeLate(context);
  const opened = await newPage(context, url, look);
  return { ...opened, close: () => context.close() };
}

/** newPage returns a page and `complaints`, which collects what must stay empty: console errors and
 * warnings, exceptions, requests that failed or went to another origin. Its waits have no limit of their
 * own: progress.mjs ends a test that makes no progress. */
export async function newPage(context, url, { size = "desktop", theme = "light" } = {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  const complaints = complaintsOf(page, new URL(url).origin);
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(url);
  return { page, complaints, close: () => page.close() };
}

/** What playwright-core writes into the console of a page that may have no service worker. */
const WORKER_BLOCKED = "Service Worker registration blocked by Playwright";

function complaintsOf(page, origin) {
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (message.text() !== WORKER_BLOCKED) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // The browser asks for the icon by itself. It gives both up when the page is reloaded, and a worker's script when
    // the worker is ended before it began.
    const mayEnd = /\/favicon\.svg|-worker\.js/.test(request.url());
    if (mayEnd && why === "net::ERR_ABORTED") return;
    complaints.push(`${request.url()}: ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()}: ${response.status()}`);
  });
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== origin) {
      complaints.push(`foreign request: ${request.url()}`);
    }
  });
  return complaints;
}
