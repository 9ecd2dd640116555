import assert from "node:assert/strict";
import { test } from "node:test";
import { type Narration, narrate, newNarrator } from "../src/run/narration.ts";
import { field, parseLine } from "../src/run/trace-line.ts";
import { en } from "../src/words/en.ts";

function narrated(
  lines: string[],
  { narrator = newNarrator, manual = false, protocol = "raft" } = {},
): Narration {
  return narrate(narrator, { lines, manual, protocol }, en);
}

function story(...lines: string[]): string[] {
  return narrated(lines).items.map((item) => item.text);
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

test("the story has elections, faults and clients, and leaves the rest out", () => {
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
      "22 7 C1 answer r2 S1 transfer",
      "22 8 C1 answer r1 S1 ok 3",
      "23 9 S9 unheard-of kind=new",
    ),
    [
      "S3 stands for election in term 2.",
      "S3 leads term 2.",
      "S2 crashed; whatever it had not saved is lost.",
      "The network is partitioned: S1 S2 | S3.",
      "C1 asks S2: put x 3.",
      "S2 redirects C1 to S1.",
      "S1 hands over, and takes no command of C1.",
      "S1 answers C1: ok 3.",
    ],
  );
});

test("an entry is reported as committed once, by the first server that commits it", () => {
  const first = narrated(["1 1 S1 commit index=3", "2 2 S2 commit index=3"]);
  assert.deepEqual(
    first.items.map((item) => item.text),
    ["Entry 3 is committed."],
  );
  assert.deepEqual(narrated(["3 3 S3 commit index=3"], { narrator: first.narrator }).items, []);
});

test("the story of an unknown protocol has no sentence for kinds of lines of its own", () => {
  const lines = ["1 1 S1 commit index=3", "2 2 S2 role leader term=1", "3 3 S1 crash unsynced=0"];
  assert.deepEqual(
    narrated(lines, { protocol: "ring" }).items.map((item) => item.text),
    ["S1 crashed; whatever it had not saved is lost."],
  );
});

test("isolating and rejoining a server are announced", () => {
  const { items } = narrated(["5 5 S3 isolate", "6 6 S3 rejoin"]);
  assert.deepEqual(
    items.map((item) => [item.text, item.spoken]),
    [
      ["S3 is cut off from all others.", true],
      ["S3 can reach the others again.", true],
    ],
  );
});

test("faults that no protocol survives, jumps of clocks and lost requests have their sentences", () => {
  assert.deepEqual(
    story(
      "13 1 S3 clock jump_us=5000000",
      "14 1 S3 clock jump_us=-5000000",
      "15 1 S3 fsync forgets",
      "16 1 S3 fsync works",
      "17 1 S3 wipe bytes=31",
      "18 1 S3 corrupt record=2",
      "19 1 S3 refuse record=2 because=checksum",
      "20 1 - latency S1>S3 latency_us=120000",
      "21 1 - latency S1>S3 latency_us=0",
      "21 1 S1 lost r1 C2 because=cut",
      "21 1 C2 lost r1 S1 because=flaky",
    ),
    [
      "S3's clock jumped 5000 ms ahead.",
      "S3's clock jumped 5000 ms back.",
      "S3's disk says that a save is done, and forgets it in a crash.",
      "S3's disk works again.",
      "S3's disk is empty now: the server will know nothing.",
      "Record 2 on S3's disk is damaged.",
      "S3 cannot read record 2 on its disk, and stays down: it would forget what it promised.",
      "Messages on the link S1 → S3 take at least 120 ms.",
      "Messages on the link S1 → S3 take as long as on other links.",
      "The request r1 of C2 is lost on its way to S1.",
      "The answer of S1 to r1 is lost on its way to C2.",
    ],
  );
});

test("faults of the snapshot's file have their sentences", () => {
  assert.deepEqual(
    story(
      "1 1 S3 power fails=before-rename",
      "2 1 S3 power fails=before-cut",
      "3 1 S3 power fails=never",
      "4 1 S3 wipe snapshot bytes=31",
      "5 1 S3 corrupt snapshot",
      "6 1 S3 refuse snapshot because=checksum",
      "7 1 S3 refuse because=its log begins at entry 4, and its snapshot ends at entry 0",
    ),
    [
      "S3 will lose its power when it saves a snapshot, just before the rename.",
      "S3 will lose its power when it saves a snapshot, just before the cut.",
      "S3 keeps its power after all.",
      "The snapshot is gone from S3's disk.",
      "The snapshot on S3's disk is damaged.",
      "S3 cannot read the snapshot on its disk, and stays down: it would forget what it promised.",
      "S3 stays down: its log begins at entry 4, and its snapshot ends at entry 0.",
    ],
  );
});

test("every kind of fault and its end has its sentence", () => {
  assert.deepEqual(
    story(
      "1 1 S4 crash unsynced=22 unread=0",
      "2 1 S4 crash unsynced=22 unread=0 survived=10",
      "3 1 S4 restart records=3",
      "4 1 S4 restart records=3 torn=10",
      "5 1 - bridge S1 S2 | S4 S5 via S3",
      "6 1 - flaky S1>S2 loss_permille=305",
      "7 1 - flaky S1>S2 loss_permille=0",
      "8 1 S2 slow-disk latency_us=50000",
      "9 1 S2 slow-disk latency_us=0",
      "10 1 S3 clock skew_permille=200",
      "11 1 S3 clock skew_permille=-200",
      "12 1 S3 clock skew_permille=0",
      "22 1 - hold S1>S2",
      "23 1 - hold all",
      "24 1 - hold m12",
      "25 1 - release S1>S2",
      "26 1 - release all",
      "27 1 - release m12",
    ),
    [
      "S4 crashed; whatever it had not saved is lost.",
      "S4 crashed during a save; 10 of 22 bytes reached its disk.",
      "S4 restarted from its disk.",
      "S4 restarted and removed 10 bytes of a torn record from its disk.",
      "Groups that are connected only through others: S1 S2 | S4 S5 via S3.",
      "The link S1 → S2 loses 30.5 % of its messages.",
      "The link S1 → S2 loses no more messages than other links.",
      "S2's disk takes 50 ms for a save.",
      "S2's disk is back to the latency on the dial.",
      "S3's clock runs 20 % fast.",
      "S3's clock runs 20 % slow.",
      "S3's clock runs at the right speed again.",
      "Messages on S1 → S2 are held.",
      "All messages are held.",
      "Message m12 is held.",
      "Messages on S1 → S2 are released.",
      "All held messages are released.",
      "Message m12 is released.",
    ],
  );
});

test("the sentence for dials lists unusual settings only", () => {
  const calm =
    "latency_us=10000 jitter_us=0 loss_permille=0" +
    " duplicate_permille=0 reorder_permille=0 reorder_us=0 disk_us=1000 torn_permille=0";
  const wild =
    "latency_us=8000 jitter_us=30000 loss_permille=100" +
    " duplicate_permille=50 reorder_permille=100 reorder_us=150000 disk_us=3000 torn_permille=500";
  assert.deepEqual(story(`1 1 - dials ${calm}`, `2 1 - dials ${wild}`), [
    "From now on messages take 10 ms; a save takes 1 ms.",
    "From now on messages take 8 to 38 ms, 10 % are lost, 5 % arrive twice, 10 % come up to 150 ms late; " +
      "a save takes 3 ms, and 50 % of the crashes in one leave a part of it.",
  ]);
});

test("losses on flaky links and by a command are reported, others are not", () => {
  assert.deepEqual(
    story(
      "1 1 S2 drop m12 S1 RequestVote term=1 last=0/0 because=flaky",
      "2 1 S2 drop m13 S1 AppendEntries term=1 prev=0/0 commit=0 because=dropped",
      "3 1 S2 drop m14 S1 AppendEntries term=1 prev=0/0 commit=0 because=loss",
      "4 1 S2 drop m15 S1 AppendEntries term=1 prev=0/0 commit=0 because=cut",
    ),
    [
      "RequestVote from S1 to S2: lost on a flaky link.",
      "AppendEntries from S1 to S2: dropped by a command.",
    ],
  );
});

test("typed lines are reported, and their effects announced", () => {
  const { items } = narrated(["5 5 - do 17 crash S3", "6 5 S3 crash unsynced=0"]);
  assert.deepEqual(
    items.map((item) => [item.text, item.spoken]),
    [
      ["Command: crash S3", false],
      ["S3 crashed; whatever it had not saved is lost.", true],
    ],
  );
});

test("a recovery is one sentence, not one for each fault that it ends", () => {
  const dials = "dials latency_us=10000 jitter_us=5000 disk_us=1000";
  const first = narrated(["5 5 - recover", "6 5 - heal", "7 5 - release all"]);
  const second = narrated([`8 5 - ${dials}`, "9 5 S3 restart records=1"], {
    narrator: first.narrator,
  });
  assert.deepEqual(
    [...first.items, ...second.items].map((item) => item.text),
    ["All faults have ended.", "S3 restarted from its disk."],
  );
  assert.equal(narrated(["10 5 - heal"], { narrator: second.narrator }).items.length, 1);
});

test("in a manual world each delivery and each timer is reported", () => {
  const lines = ["5 5 S1 wake", "6 5 S2 deliver m1 S1 RequestVote term=1 last=0/0"];
  assert.deepEqual(
    narrated(lines, { manual: true }).items.map((item) => item.text),
    ["S1's timer goes off.", "RequestVote from S1 to S2: delivered."],
  );
  assert.deepEqual(story(...lines), []);
});

test("an unmet expectation is reported", () => {
  const { items } = narrated(["7 7 - unmet a4:32:1: no line"]);
  assert.equal(items[0]?.text, "The scenario expected something else: a4:32:1: no line");
});

test("a violation is announced, without its name twice", () => {
  const { items } = narrated(["9 9 - violation election-safety S1 and S2 lead."]);
  assert.equal(items[0]?.text, "A promise is broken: S1 and S2 lead.");
  assert.equal(items[0]?.spoken, true);
});
