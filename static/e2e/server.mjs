// Serves the built app to a test: with the real `raftlab serve`, or, for pictures of states that are
// hard to reach, from dist/ with an engine that answers every request with one fixed frame.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const root = join(import.meta.dirname, "..");
/** binary is the command-line program, which carries the app. */
export const binary = process.env.RAFTLAB ?? join(root, "..", "build", "raftlab");
const START_MS = 20_000;

/** serve starts `raftlab serve` on a free port and resolves to { url, close }. */
export function serve() {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["serve", "--addr", "127.0.0.1:0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const timer = setTimeout(() => reject(new Error("raftlab serve prints no address")), START_MS);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`raftlab serve ended with ${code}`)));
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (!url) return;
      clearTimeout(timer);
      resolve({ url: `${url}/`, close: () => child.kill() });
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

/** serveFixture shows test/fixtures/NAME.json as the newest frame, whatever is asked. */
export function serveFixture(name) {
  const read = (file) => readFileSync(join(root, "test", "fixtures", `${file}.json`), "utf8");
  const engine = `
    const frame = ${read(name)}, catalogue = ${read("catalogue")};
    onmessage = (event) => {
      if (typeof event.data !== "string") return; // a learner's program
      const { id, kind } = JSON.parse(event.data);
      const reply = kind === "catalogue" ? catalogue : { ...frame, lines: kind === "start" ? frame.lines : [] };
      postMessage(JSON.stringify({ ...reply, id }));
    };
    postMessage('{"v":3,"kind":"ready"}');`;
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const file = path === "/" ? "index.html" : path.slice(1);
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    if (file === "engine-worker.js") response.end(engine);
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
