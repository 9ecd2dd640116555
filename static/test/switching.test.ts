// The engine that the page begins with has Raft alone: what it lacks is asked of the one with all protocols.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { connect, type FrameAsk } from "../src/engine/client.ts";

interface Asked {
  id: number;
  kind: string;
}

/** Engine is a worker that answers what a test makes it answer. */
class Engine {
  static made: Engine[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  asked: Asked[] = [];
  ended = false;
  readonly program: string;

  constructor(_: string, { name }: { name: string }) {
    this.program = name;
    Engine.made.push(this);
  }

  postMessage(message: unknown): void {
    if (typeof message === "string") this.asked.push(JSON.parse(message));
  }

  terminate(): void {
    this.ended = true;
  }

  say(kind: string, rest: object = {}): void {
    this.onmessage?.({ data: JSON.stringify({ v: 4, kind, ...rest }) });
  }

  /** answer answers the last request. */
  answer(kind: string, rest: object = {}): void {
    this.say(kind, { id: this.asked.at(-1)?.id, ...rest });
  }
}

const START: FrameAsk = {
  kind: "start",
  scenario: "g1-must-obey",
  text: "",
  servers: 0,
  seed: "",
  rules: "",
  own: "",
  exercises: "",
  event: 0,
};
const lacks = { message: 'unknown protocol "paxos"', lacks: true };

/** settled lets all promises run that can. */
const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

beforeEach(() => {
  Engine.made = [];
  Object.assign(globalThis, {
    Worker: Engine,
    fetch: () => Promise.reject(new Error("no network here")),
  });
});

const last = (): Engine => Engine.made.at(-1) ?? assert.fail("no engine was started");

async function begin() {
  const failures: string[] = [];
  const connecting = connect((message) => failures.push(message));
  const small = last();
  small.say("ready");
  return { client: await connecting, small, failures };
}

/** lacking asks for a run that the small engine lacks, and gives the large one. */
async function lacking(client: Awaited<ReturnType<typeof connect>>, small: Engine) {
  const frame = client.request(START);
  frame.catch(() => {});
  await settled();
  small.answer("error", lacks);
  await settled();
  return { frame, large: last() };
}

test("the run that the small engine lacks begins on the large one, which stays", async () => {
  const { client, small, failures } = await begin();
  assert.equal(small.program, "engine");
  const { frame, large } = await lacking(client, small);
  assert.equal(large.program, "engine-all");
  assert.equal(small.ended, false, "its run is there until the next one is");
  large.say("ready");
  await settled();
  assert.equal(large.asked.at(-1)?.kind, "start");
  large.answer("frame", { protocol: "paxos" });
  assert.equal((await frame).protocol, "paxos");
  assert.equal(small.ended, true);
  const step = client.request({ kind: "step" });
  await settled();
  large.answer("frame", { event: 7 });
  assert.equal((await step).event, 7);
  assert.deepEqual(failures, []);
});

test("a run that neither engine can begin leaves the run before", async () => {
  const { client, small, failures } = await begin();
  const { frame, large } = await lacking(client, small);
  large.say("ready");
  await settled();
  large.answer("error", { message: "no scenario of that name", lacks: true });
  await assert.rejects(frame, /no scenario of that name/);
  assert.deepEqual([large.ended, small.ended], [true, false]);
  const step = client.request({ kind: "step" });
  await settled();
  small.answer("frame", { event: 3 });
  assert.equal((await step).event, 3);
  assert.deepEqual(failures, []);
});

test("a large engine that cannot be loaded fails its request alone", async () => {
  const { client, small, failures } = await begin();
  const { frame, large } = await lacking(client, small);
  large.onerror?.({ message: "" });
  await assert.rejects(frame, /could not be loaded/);
  assert.deepEqual(failures, []);
  const again = await lacking(client, small);
  assert.notEqual(again.large, large, "another one is started for the next try");
});

test("requests wait for the switch, and the second one that lacks starts no third engine", async () => {
  const { client, small } = await begin();
  const first = client.request(START);
  const second = client.request(START);
  await settled();
  for (const { id } of small.asked) small.say("error", { id, ...lacks });
  await settled();
  const step = client.request({ kind: "step" });
  const large = last();
  large.say("ready");
  await settled();
  assert.equal(large.asked.length, 1);
  large.answer("frame", { event: 1 });
  assert.equal((await first).event, 1);
  await settled();
  assert.deepEqual(
    large.asked.map(({ kind }) => kind),
    ["start", "start", "step"],
  );
  for (const { id } of large.asked) large.say("frame", { id, event: id });
  assert.ok((await second).event < (await step).event);
  assert.equal(Engine.made.length, 2);
});

test("what a run is refused for is no reason for another engine", async () => {
  const { client, small } = await begin();
  const frame = client.request(START);
  await settled();
  small.answer("error", { message: "want 1 to 9 servers", lacks: false });
  await assert.rejects(frame, /1 to 9/);
  assert.equal(Engine.made.length, 1);
});

const program = {} as WebAssembly.Module;
const WHOLE: FrameAsk = {
  ...START,
  scenario: "",
  text: "# Test: Test\nprotocol whole\nservers 3\n",
};

test("a whole server runs on an engine of its own, and any other run on the first one again", async () => {
  const { client, small } = await begin();
  client.useGuest(program, true);
  const frame = client.request(WHOLE);
  await settled();
  const whole = last();
  assert.equal(whole.program, "engine-whole");
  assert.deepEqual(small.asked, [], "nobody asks the small one for it");
  whole.say("ready");
  await settled();
  whole.answer("frame", { protocol: "whole" });
  assert.equal((await frame).protocol, "whole");
  assert.equal(small.ended, true);

  client.useGuest(null);
  const other = client.request(START);
  await settled();
  const next = last();
  assert.equal(next.program, "engine");
  next.say("ready");
  await settled();
  next.answer("error", lacks);
  await settled();
  const large = last();
  assert.equal(large.program, "engine-all");
  large.say("ready");
  await settled();
  large.answer("frame", { protocol: "paxos" });
  assert.equal((await other).protocol, "paxos");
  assert.deepEqual([whole.ended, next.ended, large.ended], [true, true, false]);
});

test("a whole server that cannot begin leaves the run before", async () => {
  const { client, small } = await begin();
  client.useGuest(program, true);
  const frame = client.request(WHOLE);
  await settled();
  const whole = last();
  whole.say("ready");
  await settled();
  whole.answer("error", { message: "no such verb" });
  await assert.rejects(frame, /no such verb/);
  assert.deepEqual([whole.ended, small.ended], [true, false]);
});
