// Debian's Firefox, driven by puppeteer-core over WebDriver BiDi, and pages that report every error. playwright-core
// drives only a Firefox of its own.
import puppeteer from "puppeteer-core";

/** FIREFOX is where Debian has it. */
const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** A service worker takes over whenever it is ready, and what it fetches would be taken for the page's. */
const PREFS = { "dom.serviceWorkers.enabled": false };

export function launch() {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: PREFS,
  });
}

/** openPage returns a page and `complaints`, which must stay empty: console errors and warnings, exceptions, requests
 * that failed. Its waits have no limit of their own: help/progress.mjs ends a test that makes no progress. */
export async function openPage(browser, url, size) {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  const complaints = complaintsOf(page);
  await page.setViewport(size);
  await page.goto(url);
  return { page, complaints };
}

function complaintsOf(page) {
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warn", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => {
    // The browser asks for it by itself, and gives up when the page is left.
    if (request.url().endsWith("/favicon.svg")) return;
    complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()}: ${response.status()}`);
  });
  return complaints;
}

/** byId is a selector of what has a test id. */
export const byId = (id) => `[data-testid="${id}"]`;
