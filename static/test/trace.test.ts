import assert from "node:assert/strict";
import { test } from "node:test";
import { field, parseLine, tell } from "../src/trace.ts";
import { en } from "../src/words/en.ts";

function story(...lines: string[]): string[] {
  return tell({ committed: 0 }, lines, en).items.map((item) => item.text);
}

test("a line has five columns", () => {
  assert.deepEqual(parseLine("12 153204 S3 role candidate term=2"), {
    event: 12,
    time: 153204,
    actor: "S3",
    kind: "role",
    details: "candidate term=2",
  });
  assert.equal(parseLine("15 2 S1 wake")?.details, "");
  assert.equal(parseLine("not a trace line"), null);
});

test("a field is read by its whole name", () => {
  assert.equal(field("term=2 last=0/0", "last"), "0/0");
  assert.equal(field("myterm=2", "term"), "");
});

test("the story tells elections, faults and clients, and leaves the rest out", () => {
  assert.deepEqual(
    story(
      "12 1 S3 role candidate term=2",
      "14 1 S3 send m7 S1 RequestVote term=2 last=0/0",
      "15 2 S1 deliver m7 S3 RequestVote term=2 last=0/0",
      "16 2 S1 save bytes=20",
      "17 3 S3 role leader term=2",
      "18 4 S2 crash",
      "19 5 - partition S1 S2 | S3",
      "20 6 C1 request r1 S2 put x 3",
      "21 7 C1 answer r1 S2 redirect=S1",
      "22 8 C1 answer r1 S1 ok 3",
      "23 9 S9 unheard-of kind=new",
    ),
    [
      "S3 stands for election in term 2.",
      "S3 leads term 2.",
      "S2 crashed; what it had not saved is lost.",
      "The network is partitioned: S1 S2 | S3.",
      "C1 asks S2: put x 3.",
      "S2 sends C1 on to S1.",
      "S1 answers C1: ok 3.",
    ],
  );
});

test("an entry is told as committed once, whoever says it first", () => {
  const first = tell({ committed: 0 }, ["1 1 S1 commit index=3", "2 2 S2 commit index=3"], en);
  assert.deepEqual(
    first.items.map((item) => item.text),
    ["Entry 3 is committed."],
  );
  assert.deepEqual(tell(first.teller, ["3 3 S3 commit index=3"], en).items, []);
});

test("a server that is cut off, and one that is back, is told aloud", () => {
  const { items } = tell({ committed: 0 }, ["5 5 S3 isolate", "6 6 S3 rejoin"], en);
  assert.deepEqual(
    items.map((item) => [item.text, item.spoken]),
    [
      ["S3 is cut off from all others.", true],
      ["S3 can reach the others again.", true],
    ],
  );
});

test("an expectation that was not met is told", () => {
  const { items } = tell({ committed: 0 }, ["7 7 - unmet a4:32:1: no line"], en);
  assert.equal(items[0]?.text, "The scenario expected something else: a4:32:1: no line");
});

test("a violation is told without its name twice, and aloud", () => {
  const { items } = tell({ committed: 0 }, ["9 9 - violation election-safety S1 and S2 lead."], en);
  assert.equal(items[0]?.text, "A promise is broken: S1 and S2 lead.");
  assert.equal(items[0]?.spoken, true);
});
