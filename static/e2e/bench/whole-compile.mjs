// How long somebody waits for the program of a whole server: with a browser that has nothing, and after a change.
import { openPage } from "../help/browser.mjs";
import { giveTools } from "../help/toolchain.mjs";
import { buildWhole, loadWhole, serverFiles } from "../help/whole.mjs";

const ROUNDS = 7;
/** The first rounds are those in which the browser still makes the tools fast. */
const WARM_UP = 2;
/** SERVER is of the usual size, PACKAGES has most packages. */
const [SERVER, PACKAGES] = ["plain", "packages"];

export async function benchWholeCompile(browser, server) {
  const began = performance.now();
  const { page, close } = await openPage(browser, `${server.url}#/nowhere`);
  try {
    await giveTools(page);
    const reported = await loadWhole(page);
    if (reported.at(-1).kind !== "ready") throw new Error(reported.at(-1).message);
    await built(page, SERVER, 0);
    line("cold, from the first opening to the program", performance.now() - began, 15_000);
    const { total } = reported.find(({ kind }) => kind === "fetching");
    console.log(
      `Chromium, whole server: ${(total / 1e6).toFixed(2)} MB fetched once, at most 13 MB`,
    );
    for (const name of [SERVER, PACKAGES]) {
      const rounds = [];
      for (let i = 1; i <= ROUNDS; i++) rounds.push(await built(page, name, i));
      const warm = rounds.slice(WARM_UP);
      for (const step of ["compile", "link", "bound", "module"]) {
        const took = Math.round(middle(warm.map((one) => one[step])));
        console.log(`Chromium, whole server, ${name}, of a warm build: ${step} ${took} ms`);
      }
      line(`warm, to the program of ${name}`, middle(warm.map(({ whole }) => whole)), 2000);
    }
  } finally {
    await close();
  }
}

/** built builds another text each time, as after another key. */
async function built(page, name, round) {
  const files = serverFiles(name).map(({ path, text }) => ({
    path,
    text: `${text}\n// ${round}\n`,
  }));
  const began = performance.now();
  const { kind, took, complaints } = await buildWhole(page, name, files);
  if (kind !== "built") throw new Error(JSON.stringify(complaints));
  return { ...took, whole: performance.now() - began };
}

function middle(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

function line(what, milliseconds, bound) {
  console.log(
    `Chromium, whole server, ${what}: ${Math.round(milliseconds)} ms, at most ${bound.toLocaleString("en")}`,
  );
}
