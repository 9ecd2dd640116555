// Gives the site a build id, a hash of all its files, and writes it where pages and the service worker
// look for it: index.html, the addresses of what a page loads, and service-worker.js.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";

/** What pages ask for besides the bundles, where it was built. The compiler's files are not here: their
 * names carry hashes of their own, and they are fetched when they are first wanted. */
const DATA = [
  "favicon.svg",
  "engine.wasm",
  "engine-all.wasm",
  "engine-whole.wasm",
  "guest.wasm",
  "guest-all.wasm",
  "catalogue.json",
  "course.json",
  "lessons.json",
  "stories.json",
  "puzzles.json",
  "again.json",
  "sketches.json",
  "whole-examples.json",
  "toolchain/toolchain.json",
];

/** esbuild puts a hash of the content into the names of what bundles share. */
const isHashed = (name) => /^chunk-\w+\.(js|css)$/.test(name);

/** stamp versions a site that was just bundled; `bundles` are the names of the bundled files. */
export async function stamp({ dist, bundles, options }) {
  const data = DATA.filter((name) => existsSync(join(dist, name)));
  const files = [...bundles, ...data].sort();
  const build = idOf(dist, ["index.html", ...files]);
  const address = (name) => (isHashed(name) ? name : `${name}?b=${build}`);
  rewrite(join(dist, "index.html"), (html) =>
    html
      .replace("<head>", `<head>\n    <meta name="build" content="${build}">`)
      .replace(
        /(href|src)="([\w.-]+\.(?:js|css|svg))"/g,
        (_, key, name) => `${key}="${address(name)}"`,
      ),
  );
  // An import is relative to the file it is in, and would lose the build's id.
  const modules = new Set(bundles.filter((name) => !isHashed(name)));
  for (const name of bundles.filter((one) => one.endsWith(".js"))) {
    rewrite(join(dist, name), (code) =>
      code.replace(/"\.\/([\w-]+\.js)"/g, (text, other) =>
        modules.has(other) ? `"./${address(other)}"` : text,
      ),
    );
  }
  await esbuild.build({
    ...options,
    format: "iife",
    entryPoints: { "service-worker": "src/app/service-worker.ts" },
    define: { BUILD: JSON.stringify(build), FILES: JSON.stringify(files.map(address)) },
  });
}

function idOf(dist, files) {
  const hash = createHash("sha256");
  for (const name of files) hash.update(`${name}\n`).update(readFileSync(join(dist, name)));
  return hash.digest("hex").slice(0, 16);
}

function rewrite(path, change) {
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after !== before) writeFileSync(path, after);
}
