// Serves the built app to a test: with the real `raftlab serve`, or, for pictures of states that are
// hard to reach, from dist/ with an engine that answers every request with one fixed frame.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
/** binary is the command-line program, which carries the app. */
export const binary = process.env.RAFTLAB ?? join(root, "..", "build", "raftlab");

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/** endTogether ends a child when this process ends, even by a signal. */
export function endTogether(child) {
  const end = () => child.kill("SIGKILL");
  process.on("exit", end);
  child.on("exit", () => process.off("exit", end));
}

/** serve starts `raftlab serve` on a free port, with more options if there are any, and resolves to
 * { url, close }; close resolves when nothing answers there any more. */
export function serve(...options) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["serve", "--addr", "127.0.0.1:0", ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    endTogether(child);
    const gone = new Promise((done) => child.on("exit", done));
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`raftlab serve ended with ${code}`)));
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (!url) return;
      const close = () => {
        child.kill();
        return gone;
      };
      resolve({ url: `${url}/`, close });
    });
  });
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The same policy that `raftlab serve` sends, so that a picture cannot show what it would forbid. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

/** serveCourse is the site of somebody's course: one page with a frame of `framed` in the middle of it, and a
 * policy that allows frames of that origin and no more. `framed` is asked when the page is. */
export function serveCourse(framed) {
  const server = createServer((_request, response) => {
    const source = framed();
    response.setHeader(
      "Content-Security-Policy",
      `default-src 'none'; style-src 'self'; frame-src ${new URL(source).origin}`,
    );
    response.setHeader("Content-Type", TYPES[".html"]);
    const lines = (text) => `<p>${text}</p>`.repeat(40);
    response.end(`<!doctype html><html lang="en"><title>A course</title><h1>A course</h1>
      <a id="before" href="#x">before</a>
      <iframe id="frame" width="500" height="400" title="A lab" src="${source}"></iframe>
      <a id="after" href="#x">after</a>${lines("More of the course.")}`);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const url = `http://127.0.0.1:${server.address().port}`;
      resolve({ url, close: () => server.close() });
    });
  });
}

/** serveFixture shows test/fixtures/NAME.json as the newest frame, whatever is asked, with other values where
 * there are `changes`. */
export function serveFixture(name, changes = {}) {
  const read = (file) => readFileSync(join(root, "test", "fixtures", `${file}.json`), "utf8");
  const engine = `
    const frame = { ...${read(name)}, ...${JSON.stringify(changes)} };
    onmessage = (event) => {
      if (typeof event.data !== "string") return; // a learner's program
      const { id, kind } = JSON.parse(event.data);
      postMessage(JSON.stringify({ ...frame, lines: kind === "start" ? frame.lines : [], id }));
    };
    postMessage('{"v":4,"kind":"ready"}');`;
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const file = path === "/" ? "index.html" : path.slice(1);
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    if (file === "engine-worker.js") response.end(engine);
    else if (file === "catalogue.json") response.end(read("catalogue"));
    else if (/^[\w-]+\.(html|js|css|svg)$/.test(file))
      response.end(readFileSync(join(root, "dist", file)));
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const url = `http://127.0.0.1:${server.address().port}/`;
      resolve({ url, close: () => server.close() });
    });
  });
}
