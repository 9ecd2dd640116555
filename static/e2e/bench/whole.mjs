// How fast whole servers run in Chromium: five servers of wholetest's program in a storm, all in the engine's worker,
// as the suite plays them. A step is one input of one server, with everything that it starts. all.mjs calls it, or by
// itself:
//
//	node static/e2e/bench/whole.mjs
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, openPage } from "../help/browser.mjs";
import { serve } from "../help/server.mjs";
import { giveGuests, inWorker, judgedInWorker, playedHere } from "../help/whole-guests.mjs";

const ROUNDS = 3;
const WANTED = 3000;
/** MISTAKE shows in a situation in the middle of the suite. */
const MISTAKE = "planted vote-of-old-term";
const FAILED_MS = 5000;

export async function benchWhole(browser, server) {
  const folder = mkdtempSync(join(tmpdir(), "raftlab-whole-"));
  const { page, close } = await openPage(browser, `${server.url}#/nowhere`);
  try {
    const [storm] = await playedHere(folder, "storm", MISTAKE);
    await giveGuests(page, folder);
    const rates = [];
    for (let i = 0; i < ROUNDS; i++) {
      const printed = await inWorker(page, storm.name, "bench", storm.scenario);
      const [steps, nanoseconds] = printed.split(" ").map(Number);
      if (!(steps > 0 && nanoseconds > 0)) throw new Error(`the engine printed: ${printed}`);
      rates.push((steps / nanoseconds) * 1e9);
    }
    console.log(
      `Chromium, engine worker, 5 whole servers in a storm: ${Math.round(Math.max(...rates))} steps/s ` +
        `(best of ${ROUNDS} rounds; wanted at least ${WANTED})`,
    );
    const right = await judgedInWorker(page, storm.name);
    const wrong = await judgedInWorker(page, MISTAKE);
    if (right.failed || !wrong.failed)
      throw new Error("a right server fails, or a wrong one passes");
    console.log(
      `Chromium, the suite for whole servers: ${right.runs} runs of a right one in ${seconds(right.took)} s; ` +
        `a vote of an old term shows after ${seconds(wrong.failed)} s (wanted within ${seconds(FAILED_MS)}), ` +
        `and is made small ${seconds(wrong.took - wrong.failed)} s later`,
    );
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);

if (process.argv[1] === import.meta.filename) {
  const server = await serve();
  const browser = await launch();
  try {
    await benchWhole(browser, server);
  } finally {
    await browser.close();
    server.close();
  }
}
