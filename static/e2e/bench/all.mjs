// How fast the page is in Chromium. It plays random schedules of five servers, with every kind of fault and
// all checks on, in a worker that runs the engine, the servers in the engine's own Go, and prints a line
// for Figure 2 alone and one for all that is beyond it; it opens the first page, compiles and judges the
// course's programs, and draws the lab, and prints a line for each number:
//
//	node static/e2e/bench/all.mjs [SCHEDULES]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, openPage } from "../help/browser.mjs";
import { serve } from "../help/server.mjs";
import { benchDiagram } from "./diagram.mjs";
import { benchHome } from "./home.mjs";
import { benchLong } from "./long.mjs";
import { benchToolchain } from "./toolchain.mjs";
import { benchWhole } from "./whole.mjs";
import { benchWholeCompile } from "./whole-compile.mjs";

const [schedules = "1000"] = process.argv.slice(2);
const ROUNDS = 3;

const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
const wasmExec = readFileSync(join(goroot, "lib", "wasm", "wasm_exec.js"), "utf8");

/** The engine with what can be switched on, which the page's does not have. */
const folder = mkdtempSync(join(tmpdir(), "raftlab-bench-"));
const engine = join(folder, "engine.wasm");
execFileSync("go", ["build", "-trimpath", "-tags=beyond", "-o", engine, "./wasm/engine"], {
  cwd: join(import.meta.dirname, "..", "..", ".."),
  env: { ...process.env, GOOS: "js", GOARCH: "wasm" },
});

/** The page's own engine worker starts the same program without arguments; this one asks it to measure
 * itself and posts what it prints. */
const worker = (on) => `${wasmExec}
  let printed = "";
  const decoder = new TextDecoder();
  fs.writeSync = (fd, bytes) => {
    printed += decoder.decode(bytes, { stream: true });
    return bytes.length;
  };
  const go = new Go();
  go.argv = ["engine", "bench", "${Number(schedules)}", "${on}"];
  WebAssembly.instantiateStreaming(fetch("bench-engine.wasm"), go.importObject)
    .then(({ instance }) => go.run(instance))
    .then(() => postMessage(printed), (error) => postMessage(String(error)));
`;

/** measure runs in the page and resolves to what the worker printed. */
function measure(on) {
  return new Promise((resolve, reject) => {
    const engine = new Worker(`bench-worker.js?on=${on}`);
    engine.onerror = (event) => reject(new Error(event.message));
    engine.onmessage = (event) => {
      engine.terminate();
      resolve(event.data);
    };
  });
}

const server = await serve();
const browser = await launch();
try {
  // A page without a run of its own, so that the engine has the processor to itself.
  const { page } = await openPage(browser, `${server.url}#/nowhere`);
  await page.route(/bench-worker\.js/, (route) => {
    const on = new URL(route.request().url()).searchParams.get("on");
    return route.fulfill({ contentType: "text/javascript; charset=utf-8", body: worker(on) });
  });
  await page.route(/bench-engine\.wasm/, (route) =>
    route.fulfill({ contentType: "application/wasm", path: engine }),
  );
  for (const [on, what] of [
    ["", "Figure 2"],
    ["all", "everything on"],
  ]) {
    const rates = [];
    for (let i = 0; i < ROUNDS; i++) {
      const printed = await page.evaluate(measure, on);
      const [events, nanoseconds] = printed.trim().split(" ").map(Number);
      if (!(events > 0 && nanoseconds > 0)) throw new Error(`the engine printed: ${printed}`);
      rates.push((events / nanoseconds) * 1e9);
    }
    const best = Math.round(Math.max(...rates));
    console.log(
      `Chromium, engine worker, 5 servers, every kind of fault, all checks, ${what}: ${best} events/s ` +
        `(best of ${ROUNDS} rounds of ${schedules} schedules)`,
    );
  }
  await page.close();
  await benchHome(browser, server);
  await benchToolchain(browser, server);
  await benchWholeCompile(browser, server);
  await benchDiagram(browser, server);
  await benchLong(browser, server);
  await benchWhole(browser, server);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}
