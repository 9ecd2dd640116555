// Whole servers for tests and benchmarks: wholetest's server, and how it is played in a browser.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..", "..", "..");

/** playedHere compiles the cases of these names, or all, into a folder, and plays them natively: each has its name, its
 * scenario, the trace's hash, and the property and the sentence that broke. */
export async function playedHere(folder, ...names) {
  const args = ["run", "./grader/whole/wholetest/hosts", folder, ...names];
  const { stdout } = await promisify(execFile)("go", args, { cwd: root });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** giveGuests lets a page fetch the programs in a folder, as guests/NAME.wasm. */
export async function giveGuests(page, folder) {
  await page.route(/\/guests\/.*\.wasm/, (route) => {
    const name = decodeURIComponent(new URL(route.request().url()).pathname.split("/").at(-1));
    return route.fulfill({
      contentType: "application/wasm",
      body: readFileSync(join(folder, name)),
    });
  });
}

/** inWorker has the engine for whole servers carry out a command in a worker of the page, and gives what it printed. */
export function inWorker(page, name, ...args) {
  return page.evaluate(
    async ({ name, args }) => {
      const build = document.querySelector('meta[name="build"]').content;
      const source = fetch(`guests/${encodeURIComponent(name)}.wasm`);
      const module = await WebAssembly.compileStreaming(source);
      const worker = new Worker(`whole-judge-worker.js?b=${build}`, { name: "engine-whole" });
      return new Promise((resolve, reject) => {
        worker.onerror = (event) => reject(new Error(event.message));
        worker.onmessage = ({ data }) => {
          const said = JSON.parse(data);
          if (said.kind !== "ended") return;
          worker.terminate();
          resolve(said.printed);
        };
        worker.postMessage({ module, args });
      });
    },
    { name, args },
  );
}

/** judgedInWorker has the whole suite played in a worker of the page. It gives how many runs there were, after how many
 * milliseconds the first failed, 0 for none, and after how many the report was there. */
export function judgedInWorker(page, name) {
  return page.evaluate(async (name) => {
    const build = document.querySelector('meta[name="build"]').content;
    const source = fetch(`guests/${encodeURIComponent(name)}.wasm`);
    const module = await WebAssembly.compileStreaming(source);
    const worker = new Worker(`whole-judge-worker.js?b=${build}`, { name: "engine-whole" });
    const began = performance.now();
    let failed = 0;
    return new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        const said = JSON.parse(data);
        const now = performance.now() - began;
        if (said.kind === "result" && !said.result.passed) failed ||= now;
        if (said.kind === "ended") reject(new Error(said.printed));
        if (said.kind !== "report") return;
        worker.terminate();
        resolve({ runs: said.results.length, failed, took: now });
      };
      worker.postMessage({ module, args: ["judge", "1", "40", "0"] });
    });
  }, name);
}

/** inServerWorkers plays a scenario to its end with a worker for each server, as the lab does, while somebody looks. It
 * gives the hash, and the sentence that broke. */
export function inServerWorkers(page, name, scenario) {
  return page.evaluate(
    async ({ name, scenario }) => {
      const build = document.querySelector('meta[name="build"]').content;
      const source = fetch(`guests/${encodeURIComponent(name)}.wasm`);
      const module = await WebAssembly.compileStreaming(source);
      const { begin } = await import(`./running.js?b=${build}`);
      const { client } = await begin(
        () => ({}),
        () => {},
        async () => {},
      );
      client.useGuest(module, true);
      const start = {
        scenario: "scenario",
        text: scenario,
        seed: "",
        servers: 0,
        rules: "",
        own: "",
      };
      await client.request({ kind: "start", ...start, exercises: "", event: 0 });
      const { hash, checks, servers } = await client.request({ kind: "finish" });
      const broken = checks.find(({ ok }) => !ok);
      return { hash, sentence: broken?.sentence ?? "", shown: servers[0].whole };
    },
    { name, scenario },
  );
}
