// Plays whole servers natively under wazero, under node, and in Chromium with all servers in one worker and with a
// worker each, and compares the hashes of their traces and the sentences of what breaks: right servers, and programs
// that panic, exit, never rest, use up the memory, hang, or call themselves without end. `make parity` runs it:
//
//	node static/e2e/parity/whole.mjs [NAME...]
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { launch, openPage } from "../help/browser.mjs";
import { serve } from "../help/server.mjs";
import { giveGuests, inServerWorkers, inWorker, playedHere } from "../help/whole-guests.mjs";

const root = join(import.meta.dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "raftlab-whole-"));

async function underNode({ name, scenario }) {
  const engine = join(root, "static", "dist", "engine-whole.wasm");
  const script = join(import.meta.dirname, "..", "help", "whole-node.mjs");
  const args = [script, engine, join(folder, `${name}.wasm`), "play", scenario];
  const { stdout } = await promisify(execFile)("node", args);
  return outcome(stdout);
}

/** outcome reads what the engine prints: the hash, the property and the sentence. */
function outcome(printed) {
  const [hash = "", , sentence = ""] = printed.split("\n");
  return { hash, sentence };
}

let differing = 0;
const server = await serve();
const browser = await launch();
try {
  const cases = await playedHere(folder, ...process.argv.slice(2));
  for (const one of cases) {
    // A page of its own for each: the workers of the servers end with it.
    const { page, close } = await openPage(browser, `${server.url}#/nowhere`);
    await giveGuests(page, folder);
    const rows = [
      ["wasip1, wazero", one],
      ["js/wasm, node", await underNode(one)],
      ["Chromium, one", outcome(await inWorker(page, one.name, "play", one.scenario))],
      ["Chromium, workers", await inServerWorkers(page, one.name, one.scenario)],
    ];
    const equal = rows.every(
      ([, { hash, sentence }]) =>
        hash === one.hash && /^[0-9a-f]{64}$/.test(hash) && sentence === one.sentence,
    );
    if (!equal) differing++;
    console.log(`whole server, ${one.name}: ${equal ? "equal" : "NOT EQUAL"}`);
    for (const [host, { hash, sentence }] of rows) {
      console.log(`  ${host.padEnd(18)} ${hash}${equal ? "" : ` ${sentence}`}`);
    }
    await close();
  }
  console.log(`${cases.length - differing} of ${cases.length} runs are the same on all four hosts`);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}
process.exit(differing === 0 ? 0 : 1);
