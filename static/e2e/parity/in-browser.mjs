// Plays scenarios in a browser, for `make parity` to compare: in one page, one after the other.
import { launch, openPage } from "../help/browser.mjs";
import { watched } from "../help/progress.mjs";

/** hashesInBrowser gives the hash of each run's trace, in the order of the runs. */
export async function hashesInBrowser(base, runs) {
  const browser = await launch();
  try {
    const { page, complaints } = await openPage(browser, `${base}#/nowhere`);
    const hashes = [];
    await watched(page, async () => {
      for (const { scenario, seed } of runs) hashes.push(await play(page, scenario, seed));
    });
    if (complaints.length > 0) throw new Error(`the page complains: ${complaints.join("; ")}`);
    return hashes;
  } finally {
    await browser.close();
  }
}

async function play(page, scenario, seed) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/lab?scenario=${scenario}&seed=${seed}`);
  await page.getByTestId("finish").click();
  const hash = page.getByTestId("hash");
  await hash.waitFor();
  const ended = await hash.getAttribute("data-hash");
  // Somewhere else there is no lab, so that this run's end is not taken for that of the next.
  await page.evaluate(() => {
    location.hash = "#/nowhere";
  });
  await hash.waitFor({ state: "detached" });
  return ended;
}
