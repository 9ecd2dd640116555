// Whole servers in the page's compiler, without the page that shows them.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const SERVERS = join(import.meta.dirname, "../../../grader/bring/testdata/servers");

/** serverFiles are the files of a right server, as a person would drop its folder. */
export function serverFiles(name) {
  const folder = join(SERVERS, name);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

/** loadWhole loads the compiler for whole servers, and gives all that was reported. */
export function loadWhole(page) {
  return page.evaluate(async () => {
    const reported = [];
    await globalThis.raftlab.whole.load((progress) => {
      globalThis.moved = (globalThis.moved ?? 0) + 1;
      reported.push(progress);
    });
    return reported;
  });
}

/** buildWhole gives what came out, with the steps, and what the program exports in the place of its module. */
export function buildWhole(page, name, files) {
  return page.evaluate(
    async (sources) => {
      const steps = [];
      const built = await globalThis.raftlab.whole.buildWhole(sources, (done, of) => {
        globalThis.moved = (globalThis.moved ?? 0) + 1;
        steps.push([done, of]);
      });
      const exports = built.module && WebAssembly.Module.exports(built.module);
      return { ...built, module: null, steps, exports: exports?.map((one) => one.name) };
    },
    { name, files },
  );
}
