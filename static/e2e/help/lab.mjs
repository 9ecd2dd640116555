// What the browser tests do on the lab's screen, by test id. Every wait is for a condition.
import { until } from "./progress.mjs";

/** WHOLE has the long tables of tests done in full; without it, as in make test, a part of each. */
export const WHOLE = process.env.WHOLE === "1";

/** sampleOf is what of a long table is done: all of it if WHOLE, and otherwise the first of each kind. */
export function sampleOf(all, kindOf) {
  const met = new Set();
  return all.filter((one) => {
    const kind = kindOf(one);
    if (WHOLE || !met.has(kind)) return met.add(kind);
    return false;
  });
}

/** servers reads what the ring shows. */
export function servers(page) {
  return page.$$eval('[data-testid^="server-"]', (nodes) =>
    nodes.map(({ dataset }) => ({
      id: Number(dataset.testid.slice("server-".length)),
      role: dataset.role,
      up: dataset.up === "true",
      term: Number(dataset.term),
      commit: Number(dataset.commit),
      applied: Number(dataset.applied),
    })),
  );
}

/** untilServers looks at the ring until `holds` is true of its servers, and returns them. */
export async function untilServers(page, what, holds) {
  let seen = [];
  try {
    return await until(page, what, async () => {
      seen = await servers(page);
      return seen.length > 0 && holds(seen) ? seen : null;
    });
  } catch (error) {
    throw new Error(`${error.message}; last seen ${JSON.stringify(seen)}`, { cause: error });
  }
}

export function leaderOf(seen) {
  const leaders = seen.filter((one) => one.up && one.role === "leader");
  return leaders.sort((a, b) => b.term - a.term)[0];
}

/** settled waits for a leader whose term every running server shares. */
export async function settled(page) {
  const seen = await untilServers(page, "one leader is followed by all", (all) => {
    const leader = leaderOf(all);
    return leader !== undefined && all.every((one) => !one.up || one.term === leader.term);
  });
  return leaderOf(seen);
}

export async function setSpeed(page, speed) {
  await page.getByTestId("speed").selectOption(String(speed));
}

/** put sends `put KEY VALUE via VIA` and returns the row of its operation, once it is shown. */
export async function put(page, key, value, via = "leader") {
  const rows = page.locator("tr[data-outcome]");
  const before = await rows.count();
  await page.getByTestId("op-kind").selectOption("put");
  await page.getByTestId("op-key").fill(key);
  await page.getByTestId("op-value").fill(value);
  await page.getByTestId("op-via").selectOption(via);
  await page.getByTestId("op-send").click();
  const newest = rows.nth(0);
  await rows.nth(before).waitFor();
  return page.getByTestId(await newest.getAttribute("data-testid"));
}

export async function outcome(row, wanted) {
  await row.and(row.page().locator(`[data-outcome="${wanted}"]`)).waitFor();
}

/** Waits until the story tells this. A run that goes on may tell it twice, so any of its sentences will do. */
export async function tells(page, text) {
  await page.getByTestId("tab-story").click();
  await page.locator(".dock").getByText(text).first().waitFor();
}

export async function select(page, id) {
  await page.getByTestId(`server-${id}`).click();
  await page
    .getByTestId("inspected")
    .filter({ hasText: `S${id}` })
    .waitFor();
}

/** act presses one of the inspector's buttons for a server. */
export async function act(page, id, button) {
  await select(page, id);
  await page.getByTestId(button).click();
}

/** serverWorkers counts the workers that servers live in; the engine's own is not one of them. */
export function serverWorkers(page) {
  return page.workers().filter((worker) => worker.url().includes("node-worker")).length;
}

export function untilWorkers(page, count) {
  return until(page, `${count} servers have a worker`, () => serverWorkers(page) === count);
}

/** tabTo moves the focus with the Tab key alone until it is on the element with this test id, which is
 * waited for: what cannot be used yet is no stop of the Tab key. */
export async function tabTo(page, testId) {
  await page.locator(`[data-testid="${testId}"]:not(:disabled)`).first().waitFor();
  const STOPS_MAX = 120;
  for (let i = 0; i < STOPS_MAX; i++) {
    const at = await page.evaluate(() => document.activeElement?.getAttribute("data-testid"));
    if (at === testId) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${testId}`);
}
