// Snapshots, and changing the servers: their sentences, rows, seats, questions, and their place in an address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlay, freeText, labLink, parseRoute, type Setup } from "../src/address/route.ts";
import type { Frame, RaftView } from "../src/engine/protocol.ts";
import type { ConfigurationView, MembersView, SnapshotsView } from "../src/engine/protocol-raft.ts";
import { change, snapshot } from "../src/run/chapter-commands.ts";
import { narrate, newNarrator } from "../src/run/narration.ts";
import { inspectorPart } from "../src/views/protocols/inspector.ts";
import { setupOf } from "../src/views/protocols/setup.ts";
import {
  decides,
  halvesOf,
  majorityIndex,
  namesOf,
  shortOf,
} from "../src/views/raft/configuration.ts";
import { arc, neighbours } from "../src/views/raft/members-ring.tsx";
import { decidingOf, seatOf } from "../src/views/raft/seats.ts";
import { questionsOf } from "../src/views/raft/who-counts.tsx";
import { VIEW } from "../src/views/ring/geometry.ts";
import { compartments } from "../src/views/shapes.ts";
import { en } from "../src/words/en.ts";
import { five } from "./fixtures.ts";

const joint: ConfigurationView = { voters: [1, 2, 3], next: [1, 4, 5], learners: [] };
const plain: ConfigurationView = { voters: [1, 2, 3], next: [], learners: [4] };

test("the story has snapshots and changes of the servers", () => {
  const lines = [
    "10 1 S1 snapshot index=6 term=2 bytes=48",
    "11 1 S1 compact base=6 term=2 removed=6",
    "12 2 S3 install index=6 term=2",
    "13 3 S1 members at=4 voters=S1,S2,S3 next=S1,S4,S5 learners=S6",
    "14 4 S1 members at=0 voters=S1,S2,S3",
    "15 5 S1 catch-up S4,S5 round=2 to=7",
    "16 6 S1 catch-up S4,S5 ended",
  ];
  const told = narrate(newNarrator, { lines, manual: false, protocol: "raft" }, en);
  assert.deepEqual(
    told.items.map(({ text }) => text),
    [
      "S1 takes a snapshot up to entry 6.",
      "S3 installs a snapshot up to entry 6.",
      "S1 decides by the majorities of S1 S2 S3 and of S1 S4 S5, with S6 as learner, since entry 4.",
      "S1 decides by S1 S2 S3, as in the beginning.",
      "S1 lets S4 S5 catch up, round 2: up to entry 7.",
      "S1 waits no longer for S4 S5 to catch up.",
    ],
  );
});

test("in a joint phase each half needs its own majority", () => {
  assert.equal(decides(joint, [1, 2, 3]), false, "three of all five are not enough");
  assert.equal(decides(joint, [1, 2, 4]), true);
  assert.equal(decides(plain, [1, 4]), false, "a learner is not counted");
  assert.deepEqual(
    halvesOf(joint).map(({ name }) => name),
    ["old", "next"],
  );
  assert.equal(shortOf(joint), "123>145");
  assert.equal(namesOf(plain), "S1 S2 S3 + S4");
  assert.equal(majorityIndex([4, 3, 3]), 3);
  assert.equal(majorityIndex([4, 4, 2, 1]), 2);
});

const none: SnapshotsView = { base: 0, baseTerm: 0, folded: [], sending: [] };

function counting(counts: ConfigurationView, index: number): MembersView {
  return { counts, index, mayChange: "it does not lead", mayCampaign: true };
}

/** framed is the frame of five servers, of which S1 leads, each with a part of its own. */
function framed(part: (id: number) => Partial<RaftView>, run: object): Frame {
  const servers = five.servers.map((one) => {
    assert.ok(one.raft);
    const role = one.id === 1 ? ("leader" as const) : ("follower" as const);
    return { ...one, up: true, raft: { ...one.raft, role, ...part(one.id) } };
  });
  assert.ok(five.raft);
  return { ...five, servers, raft: { ...five.raft, ...run } };
}

const members = { first: plain, guard: true, catchUp: true, changes: [] };

test("a seat is what a server is for the leader at this moment", () => {
  const seats = (frame: Frame) => frame.servers.map(({ id }) => seatOf(frame, id));
  const at = (counts: ConfigurationView) =>
    framed((id) => ({ members: counting(id === 1 ? counts : plain, 3), entries: [] }), { members });
  assert.deepEqual(seats(at(joint)), ["both", "old", "old", "new", "new"]);
  assert.deepEqual(seats(at(plain)), ["voter", "voter", "voter", "learner", "outside"]);
  const later = at({ voters: [1, 4, 5], next: [], learners: [] });
  assert.deepEqual(seats(later), ["voter", "removed", "removed", "voter", "voter"]);
  assert.deepEqual(seats(framed(() => ({}), {})), [null, null, null, null, null]);
  const idle = framed(
    (id) => ({ role: "follower", members: counting(joint, id), commitIndex: 0 }),
    {
      members,
    },
  );
  assert.deepEqual(decidingOf(idle), plain, "nothing is committed");
});

test("who counts asks for the entry that waits, by the leader's configuration", () => {
  const entries = [
    { term: 1, text: "no-op" },
    { term: 2, text: "123>145", configuration: joint },
  ];
  const frame = framed(
    (id) => ({
      term: 2,
      entries,
      logFrom: 1,
      lastIndex: 2,
      commitIndex: 1,
      matchIndex: [0, 2, 2, 1, 1],
      members: counting(joint, id === 1 ? 2 : 0),
    }),
    { members },
  );
  assert.deepEqual(questionsOf(frame), [
    { text: "Entry 2 of term 2, 123>145", level: 2, yes: [1, 2, 3], no: [], by: joint },
  ]);
  const done = framed(() => ({ entries, logFrom: 1, lastIndex: 2, commitIndex: 2 }), { members });
  assert.deepEqual(questionsOf(done), []);
});

test("the inspector shows the base, what arrives, and by what a server counts", () => {
  const frame = framed(
    (id) => ({
      members:
        id === 1
          ? { ...counting(joint, 9), mayChange: "another change is not finished" }
          : counting(plain, 0),
      commitIndex: 3,
      snapshots:
        id === 1
          ? {
              ...none,
              base: 6,
              baseTerm: 2,
              last: { lastIndex: 6, lastTerm: 2, bytes: 48, voters: [1, 2, 3], sessions: 2 },
              sending: [
                { to: 3, lastIndex: 6, lastTerm: 2, chunk: 1, chunks: 3, offset: 16, bytes: 48 },
              ],
            }
          : {
              ...none,
              arriving: {
                from: 1,
                lastIndex: 6,
                lastTerm: 2,
                chunk: 2,
                chunks: 3,
                have: 32,
                bytes: 48,
              },
            },
    }),
    { members },
  );
  const rows = (id: number): Record<string, string> => {
    const server = frame.servers[id - 1];
    assert.ok(server);
    const all = inspectorPart("raft").rows({ server, before: null, frame, words: en });
    return Object.fromEntries(all.map(({ name, now }) => [name, now]));
  };
  const leader = rows(1);
  assert.equal(leader.base, "6, term 2");
  assert.equal(leader.snapshot, "to 6, term 2, 48 B");
  assert.equal(leader["voters in it"], "S1 S2 S3");
  assert.equal(leader["sessions in it"], "2 open");
  assert.equal(leader.sends, "S3: 1 of 3 chunks confirmed");
  assert.equal(leader["counts by"], "S1 S2 S3 > S1 S4 S5");
  assert.equal(leader.since, "entry 9, not yet committed");
  assert.equal(leader["may change"], "no: another change is not finished");
  const follower = rows(3);
  assert.equal(follower.arriving, "to 6 · 2 of 3, 32 of 48 B");
  assert.equal(follower.since, "the beginning");
  assert.equal(follower["may change"], undefined);
});

test("the inspector of a leader shows its progress with each follower", () => {
  const sending = [
    { to: 3, lastIndex: 6, lastTerm: 2, chunk: 1, chunks: 3, offset: 16, bytes: 48 },
  ];
  const frame = framed(
    (id) =>
      id === 2
        ? {
            role: "leader",
            snapshots: { ...none, sending },
            flow: {
              followers: [
                { state: "replicate", inFlight: [4, 5] },
                { state: "", inFlight: [] },
                { state: "probe", inFlight: [] },
                { state: "probe", inFlight: [] },
                { state: "probe", inFlight: [3] },
              ],
              durable: 5,
            },
          }
        : {},
    { members },
  );
  const server = frame.servers[1];
  assert.ok(server);
  const all = inspectorPart("raft").rows({ server, before: null, frame, words: en });
  const rows = Object.fromEntries(all.map(({ name, now }) => [name, now]));
  assert.equal(rows["to S1"], "replicate, waits for 4 5");
  assert.equal(rows["to S2"], undefined);
  assert.equal(rows["to S3"], "snapshot, 1 of 3 chunks");
  assert.equal(rows["to S4"], "probe, all answered");
  assert.equal(rows["to S5"], "probe, waits for 3");
  assert.equal(rows["on its disk"], "up to entry 5");
});

test("each act is a line", () => {
  assert.equal(snapshot(2), "snapshot S2");
  assert.equal(change.learn(4), "add S4 as learner");
  assert.equal(change.joint([1, 4, 5]), "joint S1 S4 S5");
  assert.equal(change.atOnce([1, 2]), "at-once S1 S2");
});

test("free play's switches travel in its address, and become lines of the set-up", () => {
  const setup: Setup = { ...freePlay, snapshots: { every: 4, chunk: 16 }, members: [1, 2, 3] };
  const link = labLink(setup);
  assert.equal(link, "#/lab?snapshots=4-16&members=1,2,3");
  const route = parseRoute(link);
  assert.deepEqual(route.name === "lab" && route.setup, setup);
  const text = "servers 5\nsnapshots chunk 16\nsnapshots every 4\nmembers S1 S2 S3\n";
  assert.equal(freeText(setup), `# Free: Free play\n${text}`);
  assert.match(freeText({ ...setup, servers: 2 }), /members S1 S2\n/);
  assert.match(freeText({ ...setup, servers: 2, members: [4] }), /members S1 S2\n/);
  for (const odd of ["snapshots=4", "snapshots=4-0", "members=0", "members=1;2"]) {
    const other = parseRoute(`#/lab?${odd}`);
    assert.deepEqual(other.name === "lab" && other.setup, freePlay);
  }
  const frame = framed(() => ({}), { members, snapshots: { every: 4, chunkBytes: 16 } });
  const own = setupOf({ ...frame, scenario: "", manual: false });
  assert.deepEqual([own.snapshots, own.members], [setup.snapshots, setup.members]);
});

test("a box has one compartment a chunk, or one for all of many", () => {
  assert.equal(compartments("to 6, 2 of 3").length, 2);
  assert.equal(compartments("to 6, chunk 2").length, 0);
  assert.equal(compartments("to 6, 30 of 40").length, 1);
});

test("members that stand side by side lie in one band, over twelve o'clock, too", () => {
  assert.deepEqual(neighbours([1, 2, 3], 5), [[1, 3]]);
  assert.deepEqual(neighbours([1, 4, 5], 5), [[4, 6]]);
  assert.deepEqual(neighbours([1, 3], 5), [
    [1, 1],
    [3, 3],
  ]);
  assert.deepEqual(neighbours([1, 2, 3], 3), [[1, 3]]);
  const { x, y } = VIEW.centre;
  assert.equal(
    arc(1, 4, 4, 50, 0.16),
    `M ${x + 50} ${y} A 50 50 0 1 1 ${x - 50} ${y} A 50 50 0 1 1 ${x + 50} ${y}`,
    "a band of all servers is a circle around the ring's centre",
  );
});
