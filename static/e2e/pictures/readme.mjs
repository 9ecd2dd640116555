// Takes the README's picture: a leader, three writes, a crashed server and a cut.
//
//	node static/e2e/pictures/readme.mjs
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, openPage } from "../help/browser.mjs";
import { serve } from "../help/server.mjs";

const folder = join(import.meta.dirname, "..", "..", "readme");
const WRITES = [
  ["x", "3"],
  ["y", "1"],
  ["n", "7"],
];

/** play makes something worth looking at. */
async function play(page) {
  await page.getByLabel("Speed").selectOption({ label: "×1" });
  const leader = page.locator('[data-role="leader"]');
  await leader.waitFor();
  for (const [key, value] of WRITES) {
    await page.getByTestId("op-key").fill(key);
    await page.getByLabel("Value", { exact: true }).fill(value);
    await page.getByRole("button", { name: "Send" }).click();
  }
  await page
    .locator('[data-outcome="ok"]')
    .nth(WRITES.length - 1)
    .waitFor();
  await page.getByLabel("Speed").selectOption({ label: "×0.1" });
  const leading = await leader.getAttribute("data-testid");
  await page.getByTestId(leading === "server-2" ? "server-1" : "server-2").click();
  await page.getByRole("button", { name: "Crash" }).click();
  for (const name of ["S4", "S5"]) await page.getByRole("checkbox", { name }).check();
  await page.getByRole("button", { name: "Cut off" }).click();
  // The next heartbeat shows which links are left.
  await page.getByText("2 messages in flight").waitFor();
}

mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await launch();
try {
  const { page, close } = await openPage(browser, `${server.url}#/lab`);
  await page.getByTestId("server-1").waitFor();
  await play(page);
  await page.screenshot({ path: join(folder, "lab.png") });
  await close();
} finally {
  await browser.close();
  server.close();
}
