import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeRun, emptyRun, encodeRun, type Run } from "../src/address/link.ts";
import { openedLink } from "../src/address/opened.ts";
import { freePlay, freeText, labLink, parseRoute, type Setup } from "../src/address/route.ts";
import { openShared, shareLink } from "../src/app/share.ts";
import { initialState, type State, update } from "../src/app/state.ts";
import type { Frame } from "../src/engine/protocol.ts";
import { setupOf } from "../src/views/protocols/setup.ts";
import { en } from "../src/words/en.ts";
import { catalogue, five } from "./fixtures.ts";

const HEADER = ["# raftlab trace 2", "# scenario=free-play rules=reference seed=1"];
const LINES = ["1 0 S1 boot", "2 900 - do 3 crash S2", "3 900 S2 crash", "4 950 - note do not 5"];

const trace = (lines: string[] = LINES) => ({ gap: false, header: HEADER, lines: () => lines });

function inLab(setup: Setup, frame: Frame = { ...five, own: [], branch: 0 }): State {
  const connected = update(initialState(en, { name: "lab", setup }), {
    kind: "connected",
    catalogue,
  });
  return update(connected, { kind: "begun", frame, playing: false });
}

test("a moment of a run in which nothing was typed has a short address", async () => {
  const setup = { ...freePlay, scenario: "figure-8", rules: "vote-twice" };
  const state = inLab(setup);
  const link = await shareLink(state, trace(["1 0 S1 boot"]), [], false);
  assert.equal(
    link,
    `#/lab?scenario=${five.scenario}&seed=${five.seed}&rules=vote-twice&at=${five.event}`,
  );
  const route = parseRoute(link);
  assert.equal(route.name === "lab" && route.at, five.event);
  assert.match(await shareLink(state, trace([]), [], true), /^#\/embed\?/);
});

test("typed lines travel with a moment, and nothing else of the trace", async () => {
  const link = await shareLink(inLab(freePlay), trace(), [], false);
  const route = parseRoute(link);
  assert.ok(route.name === "lab" && route.data);
  const run = await decodeRun(route.data);
  assert.deepEqual(run.scenario.trim().split("\n"), [...HEADER, "2 900 - do 3 crash S2"]);
  assert.equal(run.event, five.event);
  const { play, guest, seek } = await openShared(route.data, () => {});
  assert.equal(guest, null);
  assert.equal(seek, 0);
  assert.equal(play.event, five.event);
  assert.equal(play.text, run.scenario);
  assert.equal(openedLink(run).recorded, true, "the page of traces opens it as recorded, too");
});

test("a run that somebody sent is forwarded with their code", async () => {
  const files = [
    { exercise: "vote", source: "package vote\n" },
    { exercise: "append", source: "package append\n" },
  ];
  const sent: Run = { ...emptyRun, files, own: "S1,S3" };
  const data = await encodeRun(sent);
  const state = { ...inLab(freePlay, { ...five, own: [1, 3] }) };
  const link = await shareLink(
    { ...state, route: { name: "lab", setup: freePlay, data } },
    trace(),
    sent.files,
    false,
  );
  const again = await decodeRun(link.slice("#/lab/".length));
  assert.deepEqual([again.own, again.files], ["S1,S3", files]);
});

test("a run that somebody sent starts again with its own switches and timeouts", () => {
  const raft = { electionMin: 150_000, electionMax: 300_000, heartbeat: 50_000 };
  const sent: Frame = {
    ...five,
    scenario: "",
    seed: "7",
    rules: "vote-twice",
    manual: false,
    raft,
  };
  const plain = { scenario: "", seed: "7", servers: five.servers.length, rules: "vote-twice" };
  assert.deepEqual(setupOf(sent), plain);
  const elections = { preVote: true, stickiness: false, checkQuorum: true };
  const changed = {
    ...sent,
    manual: true,
    raft: { ...raft, heartbeat: 20_000, elections, leases: { driftPermille: 100 } },
  };
  const setup = setupOf(changed);
  assert.deepEqual(setup, {
    ...plain,
    manual: true,
    elections: ["prevote", "check-quorum", "lease"],
    timeouts: { min: 150, max: 300, heartbeat: 20 },
  });
  const route = parseRoute(labLink(setup));
  assert.deepEqual(
    route.name === "lab" && { ...freePlay, ...setup },
    route.name === "lab" && route.setup,
  );
  assert.deepEqual(setupOf({ ...changed, scenario: "a4" }), { ...plain, scenario: "a4" });
});

test("a run that cannot be shared or opened is reported with the reason", async () => {
  await assert.rejects(
    shareLink(initialState(en, { name: "lab", setup: freePlay }), trace(), [], false),
  );
  await assert.rejects(
    shareLink(inLab(freePlay), { ...trace(), gap: true }, [], false),
    /beginning of this run/,
  );
  const nobodys = await encodeRun({
    ...emptyRun,
    own: "all",
    files: [{ exercise: "vote", source: "" }],
  });
  await assert.rejects(
    openShared(nobodys, () => {}),
    /does not carry the rules/,
  );
  await assert.rejects(
    openShared("!", () => {}),
    /damaged/,
  );
});

test("routes of moments", () => {
  const at = (hash: string) => {
    const route = parseRoute(hash);
    return route.name === "lab" || route.name === "embed" ? [route.name, route.at, route.data] : [];
  };
  assert.deepEqual(at("#/lab"), ["lab", undefined, undefined]);
  assert.deepEqual(at("#/lab?scenario=c2&at=0"), ["lab", 0, undefined]);
  assert.deepEqual(at("#/embed?at=12"), ["embed", 12, undefined]);
  assert.deepEqual(at("#/embed?at=-1"), ["embed", undefined, undefined]);
  assert.deepEqual(at("#/lab/AbC_-9"), ["lab", undefined, "AbC_-9"]);
  assert.deepEqual(parseRoute("#/scenarios"), { name: "scenarios", only: "" });
  assert.equal(parseRoute("#/lab/a/b").name, "unknown");
});

test("manual free play, and free play with its own timeouts", () => {
  const setup = {
    ...freePlay,
    servers: 3,
    manual: true,
    timeouts: { min: 20, max: 40, heartbeat: 5 },
  };
  const link = labLink(setup);
  assert.equal(link, "#/lab?servers=3&hand=1&timeouts=20-40-5");
  const route = parseRoute(link);
  assert.deepEqual(route.name === "lab" && route.setup, setup);
  assert.equal(
    freeText(setup),
    "# Free: Free play\nservers 3\nelection-timeout 20ms 40ms\nheartbeat 5ms\nmanual\n",
  );
  assert.equal(freeText(freePlay), "");
  assert.equal(freeText({ ...setup, scenario: "c2-figure-8" }), "", "a scenario brings its own");
  for (const wrong of ["40-20-5", "0-1-1", "1-2", "10-20-10", "1-99999-5", "a-b-c"]) {
    const mistaken = parseRoute(`#/lab?timeouts=${wrong}`);
    assert.equal(mistaken.name === "lab" && mistaken.setup.timeouts, undefined, wrong);
  }
});
