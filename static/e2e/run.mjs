// Runs the browser tests: four files at a time, each on a lane that it gives back (help/lane.mjs). It prints
// at the end how long they took in all, and which files took longest:
//
//	node e2e/run.mjs [FILE...]
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { run } from "node:test";
import { spec as Spec } from "node:test/reporters";
import { LANES, openLane } from "./help/lane.mjs";

/** COUNT is how many files are run at a time on two processors: most tests wait for a run to come to something, at a
 * speed that people can follow, or for an answer of the browser. With two files at a time, more than half of the
 * processors' time was left. A lane takes about 1 GB of memory. */
const COUNT = 4;
/** The files that take longest begin first, so that the last one to end is a short one. */
const LONGEST = ["exercise", "learn", "own", "toolchain", "manual", "stories"];
const SLOWEST_SHOWN = 5;

const folder = join(import.meta.dirname, "tests");

function filesToRun() {
  const named = process.argv.slice(2);
  if (named.length > 0) return named;
  const files = readdirSync(folder).filter((file) => file.endsWith(".test.mjs"));
  const first = LONGEST.map((name) => `${name}.test.mjs`);
  const others = files.filter((file) => !first.includes(file));
  return [...first, ...others].map((file) => join(folder, file));
}

/** lend gives each connection a lane for as long as it is open. */
async function lend(lanes) {
  const free = [...lanes];
  const waiting = [];
  const give = () => {
    while (free.length > 0 && waiting.length > 0) {
      const [socket, lane] = [waiting.shift(), free.pop()];
      socket.on("close", () => {
        free.push(lane);
        give();
      });
      socket.write(`${JSON.stringify(lane)}\n`);
    }
  };
  const server = createServer((socket) => {
    socket.on("error", () => {}); // the file has ended without a farewell
    waiting.push(socket);
    give();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** play runs the files, and resolves to the seconds that each took and whether all passed. */
function play(files) {
  const seconds = new Map();
  let passed = true;
  const stream = run({ files, concurrency: COUNT });
  const ended = ({ file, nesting, details }) => {
    if (nesting > 0) return;
    seconds.set(file, (seconds.get(file) ?? 0) + details.duration_ms / 1000);
  };
  stream.on("test:pass", ended);
  stream.on("test:fail", (test) => {
    passed = false;
    ended(test);
  });
  return new Promise((resolve, reject) => {
    stream.on("error", reject);
    stream
      .compose(new Spec())
      .on("end", () => resolve({ seconds, passed }))
      .pipe(process.stdout, { end: false });
  });
}

const began = Date.now();
const lanes = await Promise.all(Array.from({ length: COUNT }, openLane));
const server = await lend(lanes);
process.env[LANES] = String(server.address().port);
try {
  const { seconds, passed } = await play(filesToRun());
  if (!passed) process.exitCode = 1;
  const slowest = [...seconds].sort(([, a], [, b]) => b - a).slice(0, SLOWEST_SHOWN);
  const names = slowest.map(([file, took]) => `${file.split("/").at(-1)} ${Math.round(took)} s`);
  const all = Math.round((Date.now() - began) / 1000);
  console.log(`the browser tests took ${Math.floor(all / 60)} min ${all % 60} s in all`);
  console.log(`the slowest files: ${names.join(", ")}`);
} finally {
  server.close();
  await Promise.all(lanes.map((lane) => lane.close()));
}
