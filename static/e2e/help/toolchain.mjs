// The toolchain and the grader without the exercise's page: the two modules of the page that touch their
// workers are bundled and evaluated in a page of the real site, as globalThis.raftlab.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";

const root = join(import.meta.dirname, "..", "..");

const built = JSON.parse(readFileSync(join(root, "dist/course.json"), "utf8"));
/** The ids of all exercises, in their order, as the built site has them. */
export const EXERCISES = built.exercises.map(({ id }) => id);

/** The seeds and the number of schedules that `go test` uses. */
export const REQUEST = { firstSeed: 1, schedules: 200, all: false };

const ENTRY = `
  import { connect } from "./src/engine/client.ts";
  import { siteFile } from "./src/base/site.ts";
  import { enToolchain as words } from "./src/words/en-toolchain.ts";
  import { grade } from "./src/toolchain/grade.ts";
  import { makeToolchain } from "./src/toolchain/toolchain.ts";
  import { makeWholeToolchain } from "./src/toolchain/whole-toolchain.ts";
  export { connect, grade, words };
  const course = fetch(siteFile("course.json")).then((response) => response.json());
  const exercise = async (id) => (await course).exercises.find((one) => one.id === id);
  export const toolchain = makeToolchain(words, exercise);
  export const whole = makeWholeToolchain(words);

  /** given resolves when a worker is next given a task. */
  export function given() {
    const { postMessage } = Worker.prototype;
    return new Promise((resolve) => {
      Worker.prototype.postMessage = function (...message) {
        postMessage.apply(this, message);
        if (message[0].kind !== "task") return;
        Worker.prototype.postMessage = postMessage;
        resolve();
      };
    });
  }
`;

let bundled = null;

async function bundle() {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: ENTRY, resolveDir: root },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "raftlab",
    target: "es2022",
  });
  return outputFiles[0].text;
}

/** giveTools makes globalThis.raftlab in a page: { toolchain, whole, grade, words, connect }. */
export async function giveTools(page) {
  bundled ??= await bundle();
  await page.evaluate(`${bundled}; globalThis.raftlab = raftlab;`);
}

/** load loads the toolchain and gives all that it reported. With cancelAt, it is cancelled when
 * that much was fetched. What is reported counts as a movement of the page (progress.mjs). */
export function load(page, { cancelAt = Number.POSITIVE_INFINITY } = {}) {
  return page.evaluate(async (at) => {
    const { toolchain } = globalThis.raftlab;
    const reported = [];
    await toolchain.load((progress) => {
      globalThis.moved = (globalThis.moved ?? 0) + 1;
      reported.push(progress);
      if (progress.kind === "fetching" && progress.loaded >= at) toolchain.cancelLoad();
    });
    return reported;
  }, cancelAt);
}

export function check(page, exercise, source) {
  return page.evaluate(
    ([id, text]) => globalThis.raftlab.toolchain.check(id, text),
    [exercise, source],
  );
}

/** build gives { problems } or { size }, and keeps the guest for judge. */
export function build(page, exercise, source) {
  return page.evaluate(
    async ([id, text]) => {
      const built = await globalThis.raftlab.toolchain.build(id, text);
      globalThis.guest = built.guest;
      return built.guest ? { size: built.bytes.length } : built;
    },
    [exercise, source],
  );
}

/** judge grades the guest that was built last, and gives { report, progress }. */
export function judge(page, exercise, request = REQUEST) {
  return page.evaluate(
    async ([id, wanted]) => {
      const { grade, words } = globalThis.raftlab;
      const progress = [];
      const keep = (one) => {
        globalThis.moved = (globalThis.moved ?? 0) + 1;
        progress.push(one);
      };
      const report = await grade(words, id, globalThis.guest, wanted, keep).report;
      return { report, progress };
    },
    [exercise, request],
  );
}

/** play plays a scenario's text in the live cluster: a worker for each server, and those of `own` run the
 * learner's program. It gives the run's trace, without its last line, and how it ended. */
export function play(page, exercise, source, text, own) {
  return playTogether(page, [{ exercise, source }], text, own);
}

/** playTogether plays with a program of several files. */
export function playTogether(page, files, text, own = "all") {
  return page.evaluate(
    async ([all, scenario, servers]) => {
      const { toolchain, connect } = globalThis.raftlab;
      const { guest, problems, exercise } = await toolchain.buildTogether(all);
      if (!guest) throw new Error(JSON.stringify({ exercise, problems }));
      globalThis.client ??= connect((message) => {
        throw new Error(message);
      });
      const client = await globalThis.client;
      client.useGuest(guest);
      const world = { scenario: "smallest", text: scenario, servers: 0, seed: "", event: 0 };
      const exercises = all.map((one) => one.exercise).join(",");
      const begun = { kind: "start", ...world, rules: "reference", own: servers, exercises };
      const frames = [await client.request(begun), await client.request({ kind: "finish" })];
      const lines = frames.flatMap((frame) => [...frame.header, ...frame.lines]);
      const { hash, status, failure } = frames[1];
      return { lines, hash, status, failure };
    },
    [files, text, own],
  );
}

/** solution is an exercise's solution, as a learner would have written it into the starter's file. */
export function solution(id) {
  const text = readFileSync(join(root, "..", "exercises", id, "solution", `${id}.go`), "utf8");
  return text.replace(/^package \w+$/m, `package ${id}`);
}

/** vote is a vote.go with this body; the parameters are s and req. */
export function vote(body, { imports = [], rest = "" } = {}) {
  const lines = ["raftlab/raft", ...imports].map((path) => `\t"${path}"\n`).join("");
  return `package vote

import (
${lines})

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
${body}
}
${rest}`;
}
