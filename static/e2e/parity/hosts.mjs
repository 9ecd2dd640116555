// Plays scenarios on all four hosts and compares the hashes of their traces: natively, as js/wasm
// under node, as wasip1 guests under wazero, and in a real browser with one Web Worker per server.
// `make parity` runs it; it fails unless all four agree for every run, and unless every kind of fault
// was really injected in one of them: hosts that agree on calm runs prove little.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve } from "../help/server.mjs";
import { hashesInBrowser } from "./in-browser.mjs";

/** SCENARIO:SEED. A random schedule is named by its seed, from which each host writes it. */
const RUNS = [
  "b1-write-path:1",
  "a6-vote-survives-crash:3",
  "c2-figure-8:1",
  "c1-storm:1",
  "c1-storm:17",
  "c1-storm-of-everything:1",
  "c1-storm-of-everything:17",
  "schedule-3:3",
  "schedule-42:42",
  "schedule-77:77",
  "g3-gap:1",
  "g5-old-transaction:1",
  "g6-write-back:1",
].map((name) => {
  const [scenario, seed] = name.split(":");
  return { scenario, seed };
});

const root = join(import.meta.dirname, "..", "..", "..");
const raftlab = join(root, "build", "raftlab");
const execute = promisify(execFile);
const run = async (command, ...args) => (await execute(command, args)).stdout.trim();
const dist = join(root, "static", "dist");
const stories = join(dist, "stories.json");
const { scenarios } = JSON.parse(readFileSync(join(dist, "catalogue.json"), "utf8"));

/** engineOf is the engine with the scenario's protocol: the page's first, or the one with all protocols. */
function engineOf(scenario) {
  const isRaft = (scenarios.find(({ id }) => id === scenario)?.protocol ?? "raft") === "raft";
  return join(dist, isRaft ? "engine.wasm" : "engine-all.wasm");
}

const wasmExec = join(await run("go", "env", "GOROOT"), "lib", "wasm", "wasm_exec_node.js");

const HOSTS = {
  native: (scenario, seed) => run(raftlab, "run", scenario, "--seed", seed, "--hash"),
  "js/wasm": async (scenario, seed) => {
    const printed = await run("node", wasmExec, engineOf(scenario), stories, scenario, seed);
    const [hash, ...faults] = printed.split("\n");
    countFaults(faults);
    return hash;
  },
  "wasip1, wazero": (scenario, seed) =>
    run(raftlab, "run", scenario, "--seed", seed, "--hash", "--sandbox"),
};

/** injected is how often each kind of fault happened, over all runs. One host reports it for all, since
 * equal hashes are equal traces. */
const injected = new Map();

function countFaults(lines) {
  for (const line of lines) {
    const [kind, count] = line.split(" ");
    injected.set(kind, (injected.get(kind) ?? 0) + Number(count));
  }
}

/** inBrowser plays all runs in one browser, while the other hosts play them one after the other. */
async function inBrowser() {
  const server = await serve();
  try {
    return await hashesInBrowser(server.url, RUNS);
  } finally {
    server.close();
  }
}

async function onOtherHosts() {
  const all = [];
  for (const { scenario, seed } of RUNS) {
    const rows = [];
    for (const [host, play] of Object.entries(HOSTS)) rows.push([host, await play(scenario, seed)]);
    all.push(rows);
  }
  return all;
}

const [browser, others] = await Promise.all([inBrowser(), onOtherHosts()]);
let differing = 0;
for (const [i, { scenario, seed }] of RUNS.entries()) {
  const rows = [...others[i], ["Chromium, workers", browser[i]]];
  const equal = rows.every(([, hash]) => hash === rows[0][1] && /^[0-9a-f]{64}$/.test(hash));
  if (!equal) differing++;
  process.stdout.write(`${scenario}, seed ${seed}: ${equal ? "equal" : "NOT EQUAL"}\n`);
  for (const [host, hash] of rows) process.stdout.write(`  ${host.padEnd(18)} ${hash}\n`);
}
process.stdout.write(
  `${RUNS.length - differing} of ${RUNS.length} runs are the same on all four hosts\n`,
);
const counts = [...injected].map(([kind, count]) => `${count} ${kind}`);
process.stdout.write(`faults injected: ${counts.join(", ")}\n`);
const missing = [...injected].filter(([, count]) => count === 0).map(([kind]) => kind);
if (injected.size === 0) missing.push("every kind");
if (missing.length > 0) process.stdout.write(`NEVER INJECTED: ${missing.join(", ")}\n`);
process.exit(differing === 0 && missing.length === 0 ? 0 : 1);
