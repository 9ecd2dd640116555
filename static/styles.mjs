// The sheets of the pages. esbuild puts the styles of everything that a bundle may ever load into that
// bundle's sheet; the first paint should not wait for those of pages that are fetched later. So each entry
// gets a sheet of its own: what it imports at once, without what the main entry has already.
import { join } from "node:path";
import * as esbuild from "esbuild";

/** writeStyles writes NAME.css for each entry whose modules import styles. `inputs` are the metafile's. */
export async function writeStyles({ inputs, entryPoints, options }) {
  const first = stylesOf(inputs, entryPoints.main);
  const sheets = Object.entries(entryPoints).map(([name, path]) => {
    const own = stylesOf(inputs, path);
    return [name, name === "main" ? own : own.filter((one) => !first.includes(one))];
  });
  const written = sheets.filter(([, paths]) => paths.length > 0);
  await Promise.all(
    written.map(([name, paths]) =>
      esbuild.build({
        ...options,
        stdin: {
          contents: paths.map((path) => `@import "./${path}";`).join("\n"),
          resolveDir: options.absWorkingDir,
          loader: "css",
        },
        outdir: undefined,
        outfile: join(options.outdir, `${name}.css`),
      }),
    ),
  );
  return written.map(([name]) => `${name}.css`);
}

/** stylesOf lists the sheets that a module imports, itself or through others, in the order of importing. */
function stylesOf(inputs, entry) {
  const seen = new Set();
  const sheets = [];
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const one of inputs[path]?.imports ?? []) {
      if (one.kind === "import-statement" && !one.external) visit(one.path);
    }
    if (path.endsWith(".css")) sheets.push(path);
  };
  visit(entry);
  return sheets;
}
