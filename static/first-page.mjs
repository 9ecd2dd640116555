// Puts the first page's first moment into index.html, with the recording that goes on from it. Part of build.mjs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { outline } from "./outline.mjs";

const root = import.meta.dirname;

/** firstPage is the text of index.html. `options` are the build's. */
export async function firstPage(options) {
  const recorded = readFileSync(join(root, "..", "build", "opening.json"), "utf8").trim();
  const { firstPage: draw } = await drawer(options);
  const drawn = draw(JSON.parse(recorded));
  // The site's policy allows no style in an attribute.
  if (/ style=/.test(drawn)) throw new Error("the first page has a style attribute");
  const page = readFileSync(join(root, "src", "index.html"), "utf8");
  // A "<" in the data could end its element.
  const data = recorded.replaceAll("<", "\\u003c");
  return page.replace(
    '<div id="app"></div>',
    () =>
      `<div id="app">${drawn}</div>\n` +
      `    <script id="opening" type="application/json">${data}</script>`,
  );
}

/** later leaves out what the page fetches later: nothing of it is drawn here. */
const later = {
  name: "later",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : null,
    );
  },
};

/** drawer is the page's own code that draws it, for node. */
async function drawer(options) {
  const built = await esbuild.build({
    ...options,
    metafile: false,
    minify: false,
    write: false,
    platform: "node",
    format: "esm",
    loader: { ".css": "empty" },
    plugins: [outline, later],
    entryPoints: { drawer: "src/views/frame/first-page.tsx" },
  });
  const code = Buffer.from(built.outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
