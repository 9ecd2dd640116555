// Runs scenarios in a browser and prints the hash of each trace, for `make parity` to compare:
//
//	node static/e2e/parity.mjs URL SCENARIO:SEED ...
//
// prints one line `SCENARIO SEED HASH` for each, in the order given.
import { launch, openPage } from "./browser.mjs";

const [base, ...runs] = process.argv.slice(2);
if (!base || runs.length === 0) {
  console.error("usage: parity.mjs URL SCENARIO:SEED ...");
  process.exit(2);
}
const FINISH_MS = 120_000;

const browser = await launch();
try {
  for (const run of runs) {
    const [scenario, seed] = run.split(":");
    const url = new URL(`#/lab?scenario=${scenario}&seed=${seed}`, base).href;
    const { page, close } = await openPage(browser, url);
    await page.getByTestId("finish").click();
    const hash = page.getByTestId("hash");
    await hash.waitFor({ timeout: FINISH_MS });
    console.log(`${scenario} ${seed} ${await hash.getAttribute("data-hash")}`);
    await close();
  }
} finally {
  await browser.close();
}
