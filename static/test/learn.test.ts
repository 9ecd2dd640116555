// The labs of lessons: how a lab reaches its moments, and that the engine belongs to one lab at a time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRoute } from "../src/address/route.ts";
import type { LabBlock, Moment } from "../src/course/lessons.ts";
import type { Client, FrameAsk } from "../src/engine/client.ts";
import type { Frame } from "../src/engine/protocol.ts";
import { numbersOf } from "../src/views/learn/plays.tsx";
import { Stage, type Theatre } from "../src/views/learn/stage.ts";
import { en } from "../src/words/en.ts";
import { five } from "./fixtures.ts";

const MOMENT = 9_000;
const OVER = 100_000;

/** engine is a stand-in that knows time only: its story is over at OVER. */
function engine(): { client: Client; asked: string[] } {
  const asked: string[] = [];
  let now = 0;
  const frame = (): Frame => ({
    ...five,
    now,
    lines: [],
    status: now >= OVER ? "finished" : "playing",
  });
  const client = {
    async request(ask: FrameAsk) {
      asked.push(ask.kind === "do" ? `do ${ask.line} at ${now}` : ask.kind);
      if (ask.kind === "start") now = 0;
      if (ask.kind === "advance") now = Math.max(now, ask.until);
      if (ask.kind === "step") now += 500;
      if (ask.kind === "finish") now = OVER;
      if (ask.kind === "do" && ask.line === "nonsense") throw new Error("there is no verb");
      return frame();
    },
  } as unknown as Client;
  return { client, asked };
}

const block: LabBlock = {
  kind: "lab",
  scenario: "a4",
  text: "",
  title: "A lab",
  rules: "",
  rulesTitle: "",
  show: ["ring"],
  caption: "A picture.",
  at: MOMENT,
  end: OVER,
  breaks: false,
  link: "#/lab",
  frame: { ...five, now: MOMENT, lines: [] },
};

function theatre(client: Client): Theatre {
  return { client: async () => client, live: null };
}

const stageIn = (there: Theatre, calm = false): Stage => new Stage(block, there, en, calm);

/** turn lets pending promises settle. */
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

async function runTo(stage: Stage, moments: readonly Moment[]): Promise<[boolean, number[]]> {
  const seen: number[] = [];
  let result: boolean | null = null;
  void stage.run(moments).then((done) => {
    result = done;
  });
  for (let i = 0; i < 10_000 && result === null; i++) {
    stage.tick(16);
    seen.push(stage.state.frame?.now ?? -1);
    await turn();
  }
  assert.notEqual(result, null, "the run comes to its end");
  return [result ?? false, seen];
}

test("a lab shows a still picture until it is started", async () => {
  const { client, asked } = engine();
  const stage = stageIn(theatre(client));
  stage.tick(16);
  await turn();
  assert.deepEqual(asked, []);
  assert.equal(stage.isAtMoment, true);
  assert.equal(await stage.open(), true);
  assert.deepEqual(asked, ["start", "advance"]);
  assert.equal(stage.state.frame?.now, MOMENT);
});

test("a question's run ends exactly at its moment, and plays the way there", async () => {
  const { client } = engine();
  const stage = stageIn(theatre(client));
  const [done, seen] = await runTo(stage, [{ at: 20_000 }, { at: 24_000 }]);
  assert.equal(done, true);
  assert.equal(stage.state.frame?.now, 24_000);
  assert.equal(stage.state.playing, false);
  assert.ok(new Set(seen).size > 5, "it moves");
});

test("readers who asked for less motion see the moments only", async () => {
  const { client } = engine();
  const stage = stageIn(theatre(client), true);
  const [, seen] = await runTo(stage, [{ at: 20_000 }, { at: 24_000 }]);
  const steps = [...new Set(seen.filter((now) => now > MOMENT))];
  assert.ok(steps.length <= 2, String(steps));
  assert.equal(stage.state.frame?.now, 24_000);
});

test("a line is typed at the moment before it", async () => {
  const { client, asked } = engine();
  const stage = stageIn(theatre(client));
  await runTo(stage, [{ at: 12_000 }, { at: 12_000, do: "crash S1" }, { at: 15_000 }]);
  assert.ok(asked.includes("do crash S1 at 12000"), asked.join());
  assert.equal(stage.state.frame?.now, 15_000);
});

test("a run goes on beyond the end of the story when the question wants it to", async () => {
  const { client } = engine();
  const stage = stageIn(theatre(client));
  const [done] = await runTo(stage, [{ at: OVER + 5_000, end: true }]);
  assert.equal(done, true);
  assert.equal(stage.state.frame?.now, OVER + 5_000);
});

test("a refused line ends the run and is reported", async () => {
  const { client } = engine();
  const stage = stageIn(theatre(client));
  const [done] = await runTo(stage, [{ at: MOMENT, do: "nonsense" }, { at: 15_000 }]);
  assert.equal(done, false);
  assert.equal(stage.failure, "there is no verb");
});

test("lines hold if the engine meets all of them", async () => {
  const { client, asked } = engine();
  const stage = stageIn(theatre(client));
  await stage.open();
  assert.equal(await stage.holds(["expect leader S1"]), true);
  assert.equal(await stage.holds(["expect leader S1", "nonsense", "expect leader S2"]), false);
  assert.equal(asked.at(-1), `do nonsense at ${MOMENT}`);
});

test("the engine belongs to the lab that was started last", async () => {
  const { client, asked } = engine();
  const there = theatre(client);
  const [one, two] = [stageIn(there), stageIn(there)];
  await one.play();
  assert.equal(one.isLive, true);
  await two.play();
  assert.deepEqual([one.isLive, two.isLive], [false, true]);
  assert.equal(one.state.playing, false);
  const before = asked.length;
  one.tick(16);
  await turn();
  assert.equal(asked.length, before, "a lab that is not live asks for nothing");
  two.leave();
  assert.equal(there.live, null);
});

test("a lab that was played to its end restarts at its moment", async () => {
  const { client } = engine();
  const stage = stageIn(theatre(client));
  await stage.finish();
  assert.equal(stage.isOver, true);
  await stage.play();
  assert.equal(stage.isAtMoment, true);
  assert.equal(stage.state.playing, true);
});

test("a lab opens in the lab at the very moment, as long as nothing was typed", async () => {
  const { client } = engine();
  const stage = stageIn(theatre(client));
  assert.equal(stage.link, `#/lab?scenario=a4&at=${five.event}`);
  await stage.step();
  assert.equal(stage.link, `#/lab?scenario=a4&at=${five.event}`);
  await runTo(stage, [{ at: MOMENT, do: "crash S1" }, { at: 15_000 }]);
  assert.equal(stage.link, null, "what was typed has to be in the link");
  await stage.open();
  assert.notEqual(stage.link, null, "the lab was opened again");
});

test("a story without a picture shows one when it was started", async () => {
  const { client } = engine();
  const stage = new Stage({ ...block, at: 0, frame: null }, theatre(client), en, false);
  const shown = (): number | undefined => stage.state.frame?.now;
  assert.equal(shown(), undefined);
  await stage.play();
  assert.equal(shown(), 0);
  assert.equal(stage.state.playing, true);
});

test("the stories of a text are found where it lists them", () => {
  const list = '<ul class="plays">\n<li><a href="#/lab" data-play="3">A</a></li>\n</ul>';
  assert.deepEqual(numbersOf(list), [3]);
  assert.equal(numbersOf("<p>See <a>A</a>.</p>"), null);
});

test("lessons have their places", () => {
  assert.deepEqual(parseRoute("#/learn"), { name: "learn", id: "" });
  assert.deepEqual(parseRoute("#/learn/"), { name: "learn", id: "" });
  assert.deepEqual(parseRoute("#/learn/a2-terms"), { name: "learn", id: "a2-terms" });
  assert.deepEqual(parseRoute("#/learn/A2"), { name: "unknown", path: "/learn/A2" });
});
