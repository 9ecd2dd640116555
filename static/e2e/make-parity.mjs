// Plays scenarios on all four hosts and compares the hashes of their traces: natively, as js/wasm
// under node, as wasip1 guests under wazero, and in a real browser with one Web Worker per server.
// `make parity` runs it; it fails unless all four agree for every run.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { serve } from "./server.mjs";

const RUNS = [
  "b1-write-path:1",
  "a6-vote-survives-crash:3",
  "c2-figure-8:1",
  "c1-storm:1",
  "c1-storm:17",
];

const root = join(import.meta.dirname, "..", "..");
const raftlab = join(root, "build", "raftlab");
const run = (command, ...args) => execFileSync(command, args, { encoding: "utf8" }).trim();
const wasmExec = join(run("go", "env", "GOROOT"), "lib", "wasm", "wasm_exec_node.js");

const HOSTS = {
  native: (scenario, seed) => run(raftlab, "run", scenario, "--seed", seed, "--hash"),
  "js/wasm": (scenario, seed) =>
    run("node", wasmExec, join(root, "static", "dist", "engine.wasm"), scenario, seed),
  "wasip1, wazero": (scenario, seed) =>
    run(raftlab, "run", scenario, "--seed", seed, "--hash", "--sandbox"),
};

/** inBrowser plays all runs in one browser and gives their hashes in order. */
async function inBrowser() {
  const server = await serve();
  try {
    const script = join(import.meta.dirname, "parity.mjs");
    const lines = run(process.execPath, script, server.url, ...RUNS).split("\n");
    return lines.map((line) => line.split(" ")[2]);
  } finally {
    server.close();
  }
}

const browser = await inBrowser();
let differing = 0;
for (const [i, name] of RUNS.entries()) {
  const [scenario, seed] = name.split(":");
  const rows = Object.entries(HOSTS).map(([host, play]) => [host, play(scenario, seed)]);
  rows.push(["Chromium, workers", browser[i]]);
  const equal = rows.every(([, hash]) => hash === rows[0][1] && /^[0-9a-f]{64}$/.test(hash));
  if (!equal) differing++;
  process.stdout.write(`${scenario}, seed ${seed}: ${equal ? "equal" : "NOT EQUAL"}\n`);
  for (const [host, hash] of rows) process.stdout.write(`  ${host.padEnd(18)} ${hash}\n`);
}
process.stdout.write(
  `${RUNS.length - differing} of ${RUNS.length} runs are the same on all four hosts\n`,
);
process.exit(differing === 0 ? 0 : 1);
