import assert from "node:assert/strict";
import { test } from "node:test";
import { ignoredIn } from "../src/address/ignored.ts";
import {
  exerciseLink,
  freePlay,
  isSeed,
  labLink,
  parseRoute,
  type Setup,
  traceLink,
} from "../src/address/route.ts";

test("routes are read from the fragment", () => {
  assert.deepEqual(parseRoute(""), { name: "home" });
  assert.deepEqual(parseRoute("#/"), { name: "home" });
  assert.deepEqual(parseRoute("#/lab"), { name: "lab", setup: freePlay });
  assert.deepEqual(parseRoute("#/moon"), { name: "unknown", path: "/moon" });
});

test("a link round-trips", () => {
  const setup: Setup = {
    scenario: "",
    seed: "18446744073709551615",
    servers: 7,
    rules: "vote-twice",
    own: "S1,S3",
    exercises: ["append", "replicate"],
  };
  assert.deepEqual(parseRoute(labLink(setup)), { name: "lab", setup });
});

test("invalid parameters fall back to their defaults", () => {
  assert.deepEqual(parseRoute("#/lab?seed=-1&servers=12"), { name: "lab", setup: freePlay });
});

test("which parts of an address of the lab make no sense", () => {
  const ignored = (query: string): string[] => ignoredIn(`#/lab?${query}`);
  const all =
    "servers=99&seed=abc&sead=4&at=soon&own=all&exercise=x1&hand=2&timeouts=9&elections=no";
  assert.deepEqual(ignored(all), all.split("&"));
  assert.deepEqual(ignored("snapshots=x&members=0"), ["snapshots=x", "members=0"]);
  assert.deepEqual(ignored("servers=5&seed=&rules=vote-twice&at=0"), []);
  assert.deepEqual(ignored("scenario=c2-figure-8&servers=3"), ["servers=3"], "a story has its own");
  const whole =
    "seed=4&servers=7&hand=1&timeouts=150-300-50&elections=prevote&snapshots=2-9&members=1";
  assert.deepEqual(ignored(whole), []);
  assert.deepEqual(ignoredIn("#/lab"), []);
  assert.deepEqual(ignoredIn("#/lab/ab-C"), []);
});

test("a seed has 64 bits", () => {
  assert.equal(isSeed("18446744073709551615"), true);
  assert.equal(isSeed("18446744073709551616"), false);
  assert.equal(isSeed(""), false);
});

test("an exercise may be opened at a line", () => {
  assert.deepEqual(parseRoute("#/exercise/vote"), {
    name: "exercise",
    id: "vote",
    line: 0,
    passed: false,
  });
  assert.deepEqual(parseRoute(exerciseLink("vote", 18)), {
    name: "exercise",
    id: "vote",
    line: 18,
    passed: false,
  });
  assert.deepEqual(parseRoute(`${exerciseLink("vote")}?passed`), {
    name: "exercise",
    id: "vote",
    line: 0,
    passed: true,
  });
  assert.deepEqual(parseRoute("#/exercise"), { name: "exercise", id: "", line: 0, passed: false });
  assert.deepEqual(parseRoute("#/exercise/vote?line=x"), {
    name: "exercise",
    id: "vote",
    line: 0,
    passed: false,
  });
  assert.equal(parseRoute("#/exercise/../x").name, "unknown");
});

test("a trace carries its run, or asks for a file", () => {
  assert.deepEqual(parseRoute("#/trace"), { name: "trace", data: "" });
  assert.deepEqual(parseRoute(traceLink("ab-C_1")), { name: "trace", data: "ab-C_1" });
});

test("own code needs both the servers and the exercise", () => {
  const parse = (query: string) => parseRoute(`#/lab?${query}`);
  const own = (...exercises: string[]) => ({
    name: "lab",
    setup: { ...freePlay, own: "all", exercises },
  });
  assert.deepEqual(parse("own=all&exercise=vote"), own("vote"));
  assert.deepEqual(parse("own=all&exercise=vote,append,vote"), own("vote", "append"));
  assert.equal(labLink({ own: "S1,S3", exercises: ["vote"] }), "#/lab?own=S1,S3&exercise=vote");
  assert.equal(
    labLink({ own: "all", exercises: ["vote", "append"] }),
    "#/lab?own=all&exercise=vote,append",
  );
  for (const query of [
    "own=all",
    "exercise=vote",
    "own=S0&exercise=vote",
    "own=all&exercise=../x",
    "own=all&exercise=vote,",
  ]) {
    assert.deepEqual(parse(query), { name: "lab", setup: freePlay }, query);
  }
});
