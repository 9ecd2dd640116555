import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlay } from "../src/address/route.ts";
import { makeRunner } from "../src/app/runner.ts";
import { initialState, update } from "../src/app/state.ts";
import type { Ask, Client } from "../src/engine/client.ts";
import type { Frame, ReplyTo } from "../src/engine/protocol.ts";
import { en } from "../src/words/en.ts";
import { catalogue, five } from "./fixtures.ts";

/** harness is a runner over an engine whose answers the test gives. */
function harness() {
  let state = update(initialState(en, { name: "home" }), { kind: "connected", catalogue });
  const asked: Ask[] = [];
  const answers: { resolve(frame: Frame): void; reject(error: Error): void }[] = [];
  const client: Client = {
    request<A extends Ask>(ask: A) {
      asked.push(ask);
      return new Promise<ReplyTo<A["kind"]>>((resolve, reject) => {
        answers.push({ resolve: (frame) => resolve(frame as ReplyTo<A["kind"]>), reject });
      });
    },
    useGuest() {},
    onProgress() {},
    giveUp() {},
  };
  const runner = makeRunner(
    client,
    () => state,
    (event) => {
      state = update(state, event);
    },
    async () => {},
  );
  const settle = () => new Promise((done) => setImmediate(done));
  return {
    runner,
    asked,
    settle,
    state: () => state,
    async answer(frame: Frame = five) {
      await settle();
      answers.shift()?.resolve(frame);
      await settle();
    },
    async refuse(message: string) {
      await settle();
      answers.shift()?.reject(new Error(message));
      await settle();
    },
  };
}

test("one request at a time, and time that passes meanwhile is requested next", async () => {
  const lab = harness();
  void lab.runner.start(freePlay);
  await lab.answer();
  lab.runner.tick(16);
  await lab.settle();
  lab.runner.tick(16);
  lab.runner.tick(16);
  await lab.settle();
  assert.equal(lab.asked.length, 2);
  await lab.answer({ ...five, now: five.now + 1600 });
  lab.runner.tick(16);
  await lab.settle();
  assert.deepEqual(lab.asked[2], {
    kind: "advance",
    until: five.now + 1600 + 4800,
    events: 2000,
  });
});

test("a refused act is shown, and the run continues", async () => {
  const lab = harness();
  void lab.runner.start(freePlay);
  await lab.answer();
  void lab.runner.act("restart S1");
  await lab.refuse("S1 is up already");
  assert.equal(lab.state().problem, "S1 is up already");
  assert.equal(lab.state().playing, true);
});

test("a run that cannot begin leaves no run", async () => {
  const lab = harness();
  void lab.runner.start(freePlay);
  await lab.answer();
  void lab.runner.start({ ...freePlay, rules: "nonsense" });
  await lab.refuse("there is no such set of rules");
  assert.equal(lab.state().frame, null);
  assert.equal(lab.state().problem, "there is no such set of rules");
});

test("a refused clock stops the run", async () => {
  const lab = harness();
  void lab.runner.start(freePlay);
  await lab.answer();
  lab.runner.tick(16);
  await lab.refuse("S1: out of memory");
  assert.equal(lab.state().playing, false);
});

test("stepping pauses first", async () => {
  const lab = harness();
  void lab.runner.start(freePlay);
  await lab.answer();
  lab.runner.step();
  await lab.answer();
  assert.equal(lab.state().playing, false);
  assert.deepEqual(lab.asked.at(-1), { kind: "step" });
});

test("a run that is shown from a moment is asked for again until it is there, and is one frame", async () => {
  const lab = harness();
  let moment = 20_000;
  void lab.runner.start({ ...freePlay, from: { at: 10_000, writers: "2", now: () => moment } });
  const line = (event: number): string => `${event} 1 S1 note`;
  await lab.answer({ ...five, now: 0, from: 1, header: ["# head"], lines: [line(1)] });
  await lab.answer({ ...five, now: 10_000, from: 2, lines: [line(2)] });
  await lab.answer({ ...five, now: 10_000, from: 3, lines: [line(3)] });
  moment = 30_000; // it has moved on
  await lab.answer({ ...five, now: 20_000, from: 4, lines: [line(4)] });
  assert.equal(lab.state().frame, null, "nothing is shown on the way");
  await lab.answer({ ...five, now: 30_000, from: 5, lines: [line(5)] });
  assert.deepEqual(lab.asked.slice(1), [
    { kind: "advance", until: 10_000, events: 2000 },
    { kind: "writers", seed: "2" },
    { kind: "advance", until: 20_000, events: 2000 },
    { kind: "advance", until: 30_000, events: 2000 },
  ]);
  const { frame, playing } = lab.state();
  assert.deepEqual(frame?.lines, [1, 2, 3, 4, 5].map(line));
  assert.deepEqual([frame?.from, frame?.header, frame?.now], [1, ["# head"], 30_000]);
  assert.ok(playing);
});
