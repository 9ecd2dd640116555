// Elections that do not disturb, and transfers: their sentences, their rows, their place in an address, and the index.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { freePlay, freeText, labLink, parseRoute, type Setup } from "../src/address/route.ts";
import type { ElectionsView, RaftView } from "../src/engine/protocol.ts";
import { elections } from "../src/run/election-commands.ts";
import { narrate, newNarrator } from "../src/run/narration.ts";
import { isIgnored } from "../src/timeline/raft/ignored.ts";
import { raftRules } from "../src/timeline/raft/line-rules.ts";
import { Timeline } from "../src/timeline/timeline.ts";
import { inspectorPart } from "../src/views/protocols/inspector.ts";
import { shapeOf } from "../src/views/raft/shape.ts";
import { questionsOf } from "../src/views/raft/who-counts.tsx";
import type { Row } from "../src/views/server/rows.ts";
import { en } from "../src/words/en.ts";
import { five } from "./fixtures.ts";

function story(...lines: string[]): string[] {
  const told = narrate(newNarrator, { lines, manual: false, protocol: "raft" }, en);
  return told.items.map(({ text }) => text);
}

test("the story has pre-candidates, leaders that are forgotten, and transfers", () => {
  assert.deepEqual(
    story(
      "12 1 S3 role pre-candidate term=1",
      "13 1 S3 send m7 S1 PreVote term=2 last=0/0",
      "14 2 S2 forget leader=S1",
      "15 3 S1 transfer to=S2",
      "16 4 S1 transfer ended",
    ),
    [
      "S3 asks who would vote for it in term 2.",
      "S2 no longer counts on S1.",
      "S1 hands over to S2.",
      "S1 gives up handing over, and leads on.",
    ],
  );
});

const on = { preVote: true, stickiness: false, checkQuorum: true };
const quiet: ElectionsView = { heard: false, preVotes: [], active: [], transferee: 0 };

/** rows are those of S1 or S2, with or without a part for elections. */
function rows(id: 1 | 2, change: Partial<RaftView>, switches: typeof on | null = on): Row[] {
  const before = five.servers[id - 1];
  assert.ok(before?.raft);
  const run = { electionMin: 150_000, electionMax: 300_000, heartbeat: 50_000 };
  return inspectorPart("raft").rows({
    server: { ...before, raft: { ...before.raft, ...change } },
    before: { ...before, raft: { ...before.raft, ...(switches ? { elections: quiet } : {}) } },
    frame: { now: five.now, manual: false, raft: switches ? { ...run, elections: switches } : run },
    words: en,
  });
}

function named(list: Row[], name: string): Row | undefined {
  return list.find((row) => row.name === name);
}

test("the inspector shows what a server knows of its leader, where that is switched on", () => {
  const names = ["heard", "pre-votes", "active", "transferee"];
  for (const name of names) assert.equal(named(rows(2, {}, null), name), undefined);
  const heard = rows(2, { elections: { ...quiet, heard: true } });
  assert.deepEqual(named(heard, "heard"), {
    name: "heard",
    now: "yes",
    before: "no",
  });
  assert.equal(named(heard, "active"), undefined, "a follower counts no answers");
  const asks = rows(2, { role: "pre-candidate", elections: { ...quiet, preVotes: [2, 5] } });
  assert.equal(named(asks, "pre-votes")?.now, "S2 S5");
  assert.equal(named(asks, "role")?.now, "pre-candidate");
  const leads = rows(1, { elections: { ...quiet, heard: true, active: [3], transferee: 4 } });
  assert.equal(named(leads, "active")?.now, "S3");
  assert.equal(named(leads, "active")?.before, null, "it changes with each answer");
  assert.equal(named(leads, "transferee")?.now, "S4");
  const counting = rows(1, { elections: quiet }, { ...on, preVote: false });
  assert.equal(named(counting, "heard"), undefined, "check-quorum alone keeps no leader");
  assert.equal(named(counting, "active")?.now, "–");
});

test("each act is a line", () => {
  assert.equal(elections.forget(2), "forget S2");
  assert.equal(elections.interval(1), "interval S1");
  assert.equal(elections.transfer(1, 3), "transfer S1 > S3");
  assert.equal(elections.abort(1), "abort S1");
});

test("free play's switches travel in its address, and become lines of the set-up", () => {
  const setup: Setup = { ...freePlay, servers: 3, elections: ["prevote", "check-quorum"] };
  const link = labLink(setup);
  assert.equal(link, "#/lab?servers=3&elections=prevote,check-quorum");
  const route = parseRoute(link);
  assert.deepEqual(route.name === "lab" && route.setup, setup);
  assert.equal(freeText(setup), "# Free: Free play\nservers 3\nprevote on\ncheck-quorum on\n");
  const odd = parseRoute("#/lab?elections=stickiness,magic");
  assert.deepEqual(odd.name === "lab" && odd.setup.elections, ["stickiness"]);
  const none = parseRoute("#/lab?elections=magic");
  assert.deepEqual(none.name === "lab" && none.setup, freePlay);
  assert.equal(labLink({ ...setup, scenario: "a11-transfer" }), "#/lab?scenario=a11-transfer");
});

const file = join(process.env.ROOT ?? "", "test", "fixtures", "traces", "transfer.trace");
const lines = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

test("the index knows pre-candidates, and which request each answer belongs to", () => {
  const timeline = new Timeline(raftRules);
  timeline.take(1, lines);
  const find = (part: string): number => lines.findIndex((line) => line.includes(part)) + 1;
  const asks = find("S1 role pre-candidate");
  assert.equal(timeline.badge(asks), "pre-candidate");
  const handed = find("S3 deliver m29 S2 TransferVote");
  const vote = lines.findIndex((line) => line.includes("S3 send") && line.includes("term=2")) + 1;
  assert.equal(timeline.messageName(vote), "RequestVoteReply");
  assert.ok(timeline.isRequest(handed));
  assert.ok(timeline.isRequest(find("TimeoutNow")));
  let cause = timeline.cause(vote);
  while (cause > handed) cause = timeline.cause(cause);
  assert.equal(cause, handed, "the answer to a TransferVote is caused by it");
});

test("a request for a vote is ignored once its server goes on without an answer", () => {
  const request = "4 1 S2 deliver m1 S1 RequestVote term=5 last=9/4";
  const after = (...lines: string[]): boolean => {
    const timeline = new Timeline(raftRules);
    timeline.take(1, [
      "1 0 S1 boot records=0",
      "2 0 S2 boot records=0",
      "3 0 S1 send m1 S2 RequestVote term=5 last=9/4",
      request,
      ...lines,
    ]);
    return isIgnored(timeline, 4);
  };
  const beat = "5 2 S2 deliver m2 S3 AppendEntries term=4 prev=0/0 commit=0";
  const answer = "6 2 S2 send m3 S3 AppendEntriesReply term=4 match=0";
  assert.equal(after(), false, "it may answer yet");
  assert.equal(after(beat, answer), true);
  const vote = "5 1 S2 send m2 S1 RequestVoteReply term=5 granted";
  assert.equal(after(vote, beat.replace("5 2", "6 2"), answer.replace("6 2", "7 2")), false);
  assert.equal(after("5 1 S2 save bytes=3", beat.replace("5 2", "6 2"), "7 3 S2 term 5"), false);
  assert.equal(after("5 1 S2 crash unsynced=0 unread=1", "6 2 S2 restart records=0"), false);
});

test("a question is a hollow diamond, and the word to stand a leader's hexagon", () => {
  assert.equal(shapeOf("PreVote", false), "hollow-diamond");
  assert.equal(shapeOf("TransferVote", false), "diamond");
  assert.equal(shapeOf("TimeoutNow", false), "hexagon");
  assert.equal(shapeOf("PreVoteReply", false), "circle");
});

test("who counts shows the questions that are open, the earliest stage first", () => {
  const [one, two, three] = five.servers;
  assert.ok(one?.raft && two?.raft && three?.raft);
  const raft = { electionMin: 1, electionMax: 2, heartbeat: 1, elections: on };
  const asks: RaftView = {
    ...two.raft,
    role: "pre-candidate",
    elections: { ...quiet, preVotes: [2, 3] },
  };
  const leads: RaftView = { ...one.raft, elections: { ...quiet, active: [3] } };
  const servers = [
    { ...one, raft: leads },
    { ...two, level: 4, raft: asks },
    { ...three, up: false, raft: asks },
  ];
  const lines = [
    "1 0 S2 deliver m1 S4 PreVoteReply term=4 refused",
    "2 1 S2 wake",
    "3 2 S2 role pre-candidate term=4",
    "4 3 S2 deliver m2 S1 PreVoteReply term=4 refused",
    "5 3 S3 deliver m3 S5 PreVoteReply term=4 refused",
    "6 4 S2 deliver m4 S5 PreVoteReply term=4 refused",
  ];
  const asked = { text: "Would vote for S2 in term 5", level: 4, yes: [2, 3] };
  const counts = { text: "Answered S1 in this interval", level: one.level, yes: [1, 3], no: [] };
  assert.deepEqual(questionsOf({ event: 5, raft, servers }, lines), [
    { ...asked, no: [1] },
    counts,
  ]);
  assert.deepEqual(questionsOf({ event: 6, raft, servers }, lines)[0]?.no, [1, 5]);
  const withoutQuorum = { ...raft, elections: { ...on, checkQuorum: false } };
  assert.equal(questionsOf({ event: 0, raft: withoutQuorum, servers }).length, 1);
});
