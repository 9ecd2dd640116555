import { mkdtempSync, copyFileSync } from "node:fs";
import { launch, openPage } from "./help/browser.mjs";
import { serve } from "./help/server.mjs";
import { giveGuests } from "./help/whole-guests.mjs";
const server = await serve(); const browser = await launch();
try {
  const { page } = await openPage(browser, `${server.url}#/nowhere`);
  page.on("console", m => console.log("console", m.text()));
  await giveGuests(page, process.argv[2]);
  for (const name of process.argv.slice(3)) {
    const out = await page.evaluate(async (name) => {
      const build = document.querySelector('meta[name="build"]').content;
      const module = await WebAssembly.compileStreaming(fetch(`guests/${name}.wasm`));
      const t0 = performance.now();
      const worker = new Worker(`whole-judge-worker.js?b=${build}`, { name: "engine-whole" });
      let first = 0, n = 0, fail = 0, alive = 0, slowest = 0, last = t0, events = 0, what = "";
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => {
          const said = JSON.parse(data); const t = performance.now();
          if (said.kind === "alive") alive++;
          if (said.kind === "result") { n++; first ||= t - t0; slowest = Math.max(slowest, t - last); last = t; events += said.result.events; if (!said.result.passed && !fail) { fail = t - t0; what = said.result.name + " " + said.result.property; } }
          if (said.kind === "report") resolve({ name, took: t - t0, first, n, fail, what, alive, slowest, events, small: said.results.at(-1).small.length, warnings: said.warnings });
          if (said.kind === "ended") resolve({ name, said });
        };
        worker.postMessage({ module, args: ["judge", "1", "40", "0"] });
      });
    }, name);
    console.log(JSON.stringify(out));
  }
} finally { await browser.close(); server.close(); }
