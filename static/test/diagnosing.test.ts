// A text is compiled while it is typed, but not beside a check: then it is compiled when the check is over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeChecks } from "../src/course/workspace/checks.ts";
import { newWorkspace, updateWorkspace, type Workspace } from "../src/course/workspace/state.ts";
import { makeText } from "../src/course/workspace/text.ts";
import type { Context, WorkspaceTools } from "../src/course/workspace/tools.ts";

/** desk is a workspace on which "mine" is judged until end is called, with the texts that are compiled. */
function desk() {
  let workspace = {
    ...newWorkspace,
    exercise: { id: "vote", starter: "", starterHash: "", tasks: [], checks: [] },
    source: "mine",
    ready: true,
    tools: { kind: "ready" },
  } as unknown as Workspace;
  const compiled: string[] = [];
  let end = (): void => {};
  const tools = {
    storage: { set() {}, delete() {}, draft() {}, settled: async () => {}, failure: () => "" },
    toolchain: {
      load: async () => {},
      stop() {},
      prepare() {},
      async check(_: string, source: string) {
        compiled.push(source);
        return [];
      },
      build: async () => ({ guest: {} }),
    },
    async grade() {
      const report = new Promise((_, reject) => {
        end = () => reject(new Error("it is over"));
      });
      return { report, stop() {} };
    },
    now: () => 0,
    setTimer: (work: () => void) => Number(setTimeout(work)),
    clearTimer: clearTimeout,
  } as unknown as WorkspaceTools;
  const context: Context = {
    tools,
    getWorkspace: () => workspace,
    dispatch: (event) => {
      workspace = updateWorkspace(workspace, event);
    },
  };
  const text = makeText(context);
  return {
    text,
    checks: makeChecks(context, text),
    compiled,
    end: () => end(),
    phase: () => workspace.run.phase,
  };
}

/** turns lets all that is ready to go on do so. */
const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

test("what is typed while a check runs is compiled when it is over", async () => {
  const { text, checks, compiled, end, phase } = desk();
  const checked = checks.check();
  await turns();
  assert.equal(phase(), "grading");
  compiled.length = 0;
  text.typed("newer");
  await turns();
  assert.deepEqual(compiled, [], "the check has the machine for itself");
  end();
  await checked;
  await turns();
  assert.equal(phase(), "failed");
  assert.deepEqual(compiled, ["newer"]);
});

test("a text that was judged is not compiled again for that", async () => {
  const { checks, compiled, end } = desk();
  const checked = checks.check();
  await turns();
  compiled.length = 0;
  end();
  await checked;
  await turns();
  assert.deepEqual(compiled, []);
});
