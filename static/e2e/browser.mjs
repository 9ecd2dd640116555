// Debian's Chromium, driven by playwright-core, and pages that report every error.
import { chromium } from "playwright-core";
import { comeLate } from "./late.mjs";

/** Of two lists of features, Chromium hears the last one: so here are also those that playwright-core turns
 * off and that a page on this machine could notice. Those that are ours are the pages which Chromium draws
 * under its address bar. Each window loads two of them, which nobody sees here, and that took half of the
 * processor time of opening a page. */
const FEATURES_OFF = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
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

const ARGS = [
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
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS });
}

/** What playwright-core writes into the console of a page that may have no service worker. */
const WORKER_BLOCKED = "Service Worker registration blocked by Playwright";

/** openPage returns a page and `complaints`, which collects what must stay empty: console errors and
 * warnings, exceptions, requests that failed or went to another origin. The page has no service worker
 * unless `offline` asks for it: a worker takes over whenever it is ready, and answers in place of a test's
 * routes from then on. */
export async function openPage(
  browser,
  url,
  { size = "desktop", theme = "light", offline = false } = {},
) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    serviceWorkers: offline ? "allow" : "block",
  });
  await comeLate(context);
  const page = await context.newPage();
  const complaints = [];
  const origin = new URL(url).origin;
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (message.text() !== WORKER_BLOCKED) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // The browser asks for it by itself, and no more once the page is loaded anew.
    if (request.url().includes("/favicon.svg") && why === "net::ERR_ABORTED") return;
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
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}
