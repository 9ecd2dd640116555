// The views of whole servers: logs, what is counted, the inspector's rows, and the lines of their traces.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, ServerView } from "../src/engine/protocol.ts";
import type { WholeEntryView, WholeView } from "../src/engine/protocol-whole.ts";
import { rulesOf } from "../src/timeline/protocols.ts";
import { Timeline } from "../src/timeline/timeline.ts";
import { wholeInspector } from "../src/views/whole/inspector.tsx";
import { gridOf, logIsKnown, questionsOf } from "../src/views/whole/logs.ts";
import { wholeRing } from "../src/views/whole/ring.tsx";
import { hasEntries, shapeOf } from "../src/views/whole/server.ts";
import { en } from "../src/words/en.ts";

const entry = (index: number, term: number, applied: boolean): WholeEntryView => ({
  index,
  term,
  text: `put x ${index}`,
  applied,
});

const view = (more: Partial<WholeView> = {}): WholeView => ({
  ...{ term: 1, leads: false, stuck: false, applied: 0, stateSize: 90, snapshotSize: 0 },
  ...{ goroutines: 4, calls: 0, stacks: [], fields: [], known: { votedFor: "" }, printed: "" },
  log: { known: true, from: 1, entries: [] },
  ...more,
});

function framed(...views: WholeView[]): Frame {
  const servers = views.map((whole, i) => ({
    ...{ id: i + 1, up: true, paused: false, saving: false, skewPermille: 0, diskLatency: 0 },
    ...{ badge: "", level: whole.term, rows: [], data: [], whole },
  }));
  return { servers: servers as ServerView[], own: [1, 2, 3] } as unknown as Frame;
}

const log = (...entries: WholeEntryView[]) => ({
  known: true,
  from: entries[0]?.index ?? 1,
  entries,
});

test("a log shows terms, what is applied, and what is in a snapshot", () => {
  const frame = framed(
    view({ applied: 2, log: log(entry(2, 1, true), entry(3, 2, false)) }),
    view(),
  );
  const { columns, rows } = gridOf(frame);
  assert.deepEqual(
    columns.map(({ head }) => head),
    ["1", "2", "3"],
  );
  assert.deepEqual(
    rows[0]?.cells.map((cell) => `${cell?.look} ${cell?.text} ${cell?.small}`),
    ["settled snap ✓", "settled put x 2 t1 ✓", "taken put x 3 t2"],
  );
  assert.deepEqual(rows[1]?.cells, [null, null, null]);
  assert.equal(rows[0]?.note, "up to 2");
});

test("of a program whose log is not known, what was applied is shown", () => {
  const hidden = { known: false, from: 1, entries: [] };
  const frame = framed(view({ applied: 2, log: hidden }), view({ log: hidden }));
  assert.equal(logIsKnown(frame), false);
  const [first, second] = gridOf(frame).rows;
  assert.deepEqual(
    first?.cells.map((cell) => cell?.said),
    ["applied", "applied"],
  );
  assert.deepEqual(second?.cells, [null, null]);
});

test("who has the next entry is counted while somebody leads, and votes while nobody does", () => {
  const has = log(entry(1, 2, false));
  const leads = framed(
    view({ term: 2, leads: true, log: has }),
    view({ term: 2, log: has }),
    view(),
  );
  const [copies] = questionsOf(leads);
  assert.equal(copies?.text, "Who has entry 1 of term 2");
  assert.deepEqual(
    copies?.seats.map(({ state }) => state),
    ["yes", "yes", "waiting"],
  );
  assert.equal(copies?.need, 2);
  const voted = (votedFor: string) => view({ term: 3, known: { currentTerm: 3, votedFor } });
  const [votes] = questionsOf(framed(voted("S1"), voted("S3"), voted("S3")));
  assert.equal(votes?.text, "Votes for S1 in term 3");
  assert.deepEqual(
    votes?.seats.map(({ state }) => state),
    ["yes", "no", "no"],
  );
  assert.deepEqual(questionsOf(framed(view(), view())), [], "nobody is known to stand");
});

test("the inspector has the program's own fields, and what they were before", () => {
  const fields = (votedFor: string) => [
    { name: "votedFor", value: votedFor, changed: false },
    { name: "server", value: "7", changed: false },
  ];
  const [server] = framed(view({ fields: fields("2"), leads: true })).servers;
  const [before] = framed(view({ fields: fields("-1") })).servers;
  assert.ok(server && before);
  const rows = wholeInspector.rows({ server, before, frame: { now: 0, manual: false }, words: en });
  const row = (name: string) => rows.find((one) => one.name === name);
  assert.deepEqual(row(".votedFor"), {
    ...{ name: ".votedFor", now: "2", before: "-1", about: "votedFor" },
  });
  assert.deepEqual(row(".server"), { name: ".server", now: "7", before: null });
  assert.equal(row("GetState")?.now, "term 1, leads");
  assert.equal(row("GetState")?.before, "term 1");
  assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length, "each name is there once");
});

test("trouble is the word for a server, before what it says of itself", () => {
  const trouble = { kind: "endless", text: "a step does not end", stack: "" };
  const [hung, leader, other] = framed(
    view({ trouble, leads: true }),
    view({ leads: true }),
    view(),
  ).servers;
  const frame = {} as Frame;
  const badges = [hung, leader, other].map((one) => one && wholeRing.badge(one, en, frame));
  assert.deepEqual(badges, ["does not rest", "leads", "follows"]);
});

test("a message has a shape by its method, whatever the program calls it", () => {
  const shape = (kind: string, fields = "") => shapeOf(kind, hasEntries(fields));
  assert.equal(shape("RequestVote"), "diamond");
  assert.equal(shape("RequestPreVote"), "hollow-diamond");
  assert.equal(shape("AppendEntries", "Term=1 Entries=[{Term:1}]"), "square");
  assert.equal(shape("AppendEntries", "Term=1 Entries=[]"), "small-square");
  assert.equal(shape("HeartBeat", "Term=1"), "small-square");
  assert.equal(shape("InstallSnapshot"), "box");
  assert.equal(shape("AppendEntriesReply"), "circle");
  assert.equal(shape("Hello"), "circle");
});

test("lines say who leads which term, and a refusal is one by its fields", () => {
  const rules = rulesOf("whole", 3);
  const timeline = new Timeline(rules);
  timeline.take(1, [
    "1 0 S1 boot records=0",
    "2 0 S1 state term=0",
    "3 90 S1 state term=1",
    "4 91 S1 send m1 S2 RequestVote Term=1 CandidateId=0",
    "5 95 S1 state term=1 leads",
    '6 96 S1 prints "hello\\n"',
  ]);
  assert.equal(timeline.level(5), 1);
  assert.equal(timeline.messageName(4), "RequestVote");
  assert.deepEqual(
    [4, 5, 6].map((event) => timeline.kindName(event)),
    ["send", "state", "prints"],
  );
  assert.equal(rules.isRefusal("m2 S1 RequestVoteReply Term=2 VoteGranted=false"), true);
  assert.equal(rules.isRefusal("m2 S1 RequestVoteReply Term=2 VoteGranted=true"), false);
  assert.equal(rules.isRefusal("m2 S1 RequestVote Term=2 Again=false"), false);
  assert.equal(rules.levelOf("m1 S2 AppendEntries PrevLogTerm=7 Term=3 Entries=[]"), 3);
  assert.equal(rules.levelOf("m1 S2 Hello PrevLogTerm=7"), 0);
});
