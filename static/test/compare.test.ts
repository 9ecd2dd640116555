import assert from "node:assert/strict";
import { test } from "node:test";
import { compareLink, parseRoute } from "../src/address/route.ts";
import type { Frame, ServerView } from "../src/engine/protocol.ts";
import { sentencesSince } from "../src/run/beside.ts";
import { partingOf } from "../src/timeline/compare.ts";
import { differencesOf, differs, factsOf } from "../src/views/compare/facts.ts";
import { en } from "../src/words/en.ts";
import { five } from "./fixtures.ts";

const LEFT = ["1 0 S1 boot", "2 5 S1 role leader term=3", "3 6 S1 commit index=4"];
const RIGHT = [
  "1 0 S1 boot",
  "2 4 - do 1 crash S1",
  "3 4 S1 crash unsynced=0",
  "4 8 S2 deliver m1 S3 RequestVote term=4",
];
const course = (lines: readonly string[], from = 1) => ({ from, lines });

test("branches part at the first event that differs, or where one ends", () => {
  assert.deepEqual(partingOf(course(LEFT), course(RIGHT)), { event: 2, time: 4, same: false });
  assert.deepEqual(partingOf(course(LEFT), course(LEFT.slice(0, 2))), {
    event: 3,
    time: 6,
    same: false,
  });
  assert.deepEqual(partingOf(course(LEFT), course(LEFT)), { event: 4, time: 6, same: true });
  const late = partingOf(course(LEFT.slice(1), 2), course(LEFT.slice(0, 2)));
  assert.deepEqual(late, { event: 3, time: 6, same: false }, "of one, the beginning is not kept");
});

test("a branch is told in sentences from the parting on; messages are on demand", () => {
  const texts = (everything: boolean) =>
    sentencesSince(course(RIGHT), 2, "raft", everything, en).map(({ text }) => text);
  assert.deepEqual(texts(false), ["S1 crashed; whatever it had not saved is lost."]);
  assert.equal(texts(true).length, 3);
  assert.match(texts(true).at(-1) ?? "", /S2.*RequestVote|RequestVote.*S2/);
  const known = ["1 0 S1 boot", "2 5 S1 commit index=1", "3 6 S2 commit index=1"];
  assert.deepEqual(
    sentencesSince(course(known), 3, "raft", false, en),
    [],
    "no news is told twice",
  );
});

function changed(frame: Frame, change: (server: ServerView) => Partial<ServerView>): Frame {
  return { ...frame, servers: frame.servers.map((one) => ({ ...one, ...change(one) })) };
}

test("facts of both branches stand beside each other, and differing ones are known", () => {
  const other = changed(five, ({ raft, id }) => ({
    up: id !== 2,
    data: id < 3 ? [["x", "7"]] : [],
    ...(raft && { raft: { ...raft, role: "follower" } }),
  }));
  const facts = factsOf([five, other]);
  const valuesOf = (name: string) => facts.find((fact) => fact.name === name)?.values;
  const leader = five.servers.find(({ up, raft }) => up && raft?.role === "leader");
  assert.deepEqual(valuesOf("leader"), [`S${leader?.id}`, "nobody"]);
  assert.deepEqual(valuesOf("servers up")?.[1], "4 of 5");
  assert.match(valuesOf("x is")?.[1] ?? "", /^7 on 2 of 5$/);
  const same = facts.filter((fact) => !differs(fact)).map(({ name }) => name);
  assert.deepEqual(same, ["term", "committed up to", "servers up", "last request", "promises"]);
  assert.deepEqual(differencesOf([five, other], ["main", "branch 1"]), [
    `S${leader?.id} leads in main`,
    "nobody leads in branch 1",
  ]);
  assert.deepEqual(differencesOf([five, five], ["main", "branch 1"]), []);
});

test("two branches have an address", () => {
  assert.deepEqual(parseRoute(compareLink("ab-C", "d_1", 230_000)), {
    name: "compare",
    left: "ab-C",
    right: "d_1",
    at: 230_000,
  });
  assert.equal(parseRoute("#/compare/ab").name, "unknown");
});
