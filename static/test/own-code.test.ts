import assert from "node:assert/strict";
import { test } from "node:test";
import { companions } from "../src/course/companions.ts";
import { compileTogether } from "../src/course/learner-program.ts";
import { type Memory, noMemory } from "../src/course/memory.ts";
import { myCode } from "../src/course/own-code.ts";
import type { Built } from "../src/toolchain/toolchain.ts";

const memory = (change: Partial<Memory>): Memory => ({ ...noMemory, ...change });

test("my code is every file with code of mine, but for what I left out", () => {
  const begun = ["append", "replicate", "vote"];
  assert.deepEqual(myCode(memory({ begun })), begun);
  assert.deepEqual(myCode(memory({ begun, leftOut: ["vote", "persist"] })), [
    "append",
    "replicate",
  ]);
  assert.deepEqual(myCode(memory({ begun, leftOut: begun })), begun, "nothing is no choice");
});

test("with a file that passed run the others that passed, unless they were left out", () => {
  const begun = ["append", "replicate", "vote"];
  const passed = ["vote", "replicate"];
  assert.deepEqual(companions(memory({ begun, passed }), "vote"), ["replicate"]);
  assert.deepEqual(companions(memory({ begun, passed, leftOut: ["replicate"] }), "vote"), []);
  assert.deepEqual(companions(memory({ begun: ["vote"], passed }), "vote"), [], "it was reset");
});

const files = ["vote", "append", "replicate"].map((exercise) => ({ exercise, source: exercise }));
const guest = {} as WebAssembly.Module;
const problem = { line: 3, column: 1, endLine: 3, endColumn: 2, message: "undefined: x" };

/** toolchain compiles all but these. */
const toolchain = (...broken: string[]) => ({
  asked: [] as string[],
  async buildTogether(all: readonly { exercise: string }[]): Promise<Built> {
    this.asked.push(all.map(({ exercise }) => exercise).join());
    const found = all.find(({ exercise }) => broken.includes(exercise));
    if (found) return { problems: [problem], exercise: found.exercise };
    return { guest, bytes: new Uint8Array(), took: { compile: 0, join: 0, link: 0, module: 0 } };
  },
});

test("files that do not compile are left out of the program, with their first problem", async () => {
  const tools = toolchain("append", "vote");
  const made = await compileTogether(tools, files);
  assert.deepEqual(tools.asked, ["vote,append,replicate", "append,replicate", "replicate"]);
  assert.equal(made.guest, guest);
  assert.deepEqual(made.files, files.slice(2));
  const { line, message } = problem;
  assert.deepEqual(made.broken, { vote: { line, message }, append: { line, message } });
});

test("where no file compiles there is no program; where none is at fault, it fails", async () => {
  const none = await compileTogether(toolchain("vote", "append", "replicate"), files);
  assert.equal(none.guest, null);
  assert.deepEqual(Object.keys(none.broken), ["vote", "append", "replicate"]);
  const full = {
    buildTogether: async (): Promise<Built> => ({ problems: [problem], exercise: "" }),
  };
  await assert.rejects(compileTogether(full, files), /vote, append, replicate .*undefined: x/);
});
