// The trace store, with traces that the lab wrote, and against a slow store that looks at every line.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { traceFile } from "../src/timeline/file.ts";
import { timelineOf } from "../src/timeline/index.ts";
import { KIND } from "../src/timeline/kinds.ts";
import { plainRules } from "../src/timeline/line-rules.ts";
import { raftRules } from "../src/timeline/raft/line-rules.ts";
import { RunTrace } from "../src/timeline/run.ts";
import { Timeline } from "../src/timeline/timeline.ts";

const folder = join(process.env.ROOT ?? "", "test", "fixtures", "traces");
const traces = readdirSync(folder)
  .filter((name) => name.endsWith(".trace"))
  .map((name) => {
    const all = readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean);
    const lines = all.filter((line) => !line.startsWith("#"));
    return { name, header: all.slice(0, all.indexOf(lines[0] ?? "")), lines, last: all.at(-1) };
  });

interface Naive {
  begin: number[];
  end: number[];
  term: number[];
  role: string[];
  alive: number[][];
}

/** naive answers from the lines alone, each time from the first. */
function naive(lines: readonly string[]): Naive {
  const found: Naive = { begin: [0], end: [0], term: [0], role: [""], alive: [[]] };
  const sent = new Map<string, number>();
  const servers = new Map<string, { term: number; role: string }>();
  lines.forEach((line, i) => {
    const event = i + 1;
    const [, , subject = "", kind = "", ...words] = line.split(" ");
    found.begin[event] = 0;
    found.end[event] = 0;
    found.alive[event] = [...sent.values()].sort((a, b) => a - b);
    if (kind === "send") sent.set(words[0] ?? "", event);
    if (kind === "duplicate") sent.set(words[1] ?? "", event);
    if (kind === "deliver" || kind === "drop") {
      const begin = sent.get(words[0] ?? "") ?? 0;
      sent.delete(words[0] ?? "");
      found.begin[event] = begin;
      found.end[begin] = event;
    }
    const server = servers.get(subject) ?? { term: 0, role: "down" };
    if (kind === "boot" || kind === "restart") Object.assign(server, { term: 0, role: "follower" });
    if (kind === "crash") server.role = "down";
    if (kind === "role") {
      server.role = words[0] ?? "";
      server.term = Number(words[1]?.slice("term=".length));
    }
    if (kind === "term") server.term = Number(words[0]);
    servers.set(subject, server);
    found.term[event] = server.term;
    found.role[event] = server.role;
  });
  return found;
}

function whole(lines: readonly string[]): Timeline {
  const timeline = new Timeline(raftRules);
  timeline.take(1, lines);
  return timeline;
}

/** digest has every answer of the store, so that two stores can be compared. */
function digest(timeline: Timeline): string {
  const hash = createHash("sha256");
  for (let event = 1; event <= timeline.length; event++) {
    hash.update(
      [
        timeline.time(event),
        timeline.lane(event),
        timeline.kindName(event),
        timeline.message(event),
        timeline.begin(event),
        timeline.end(event),
        timeline.cause(event),
        timeline.effects(event),
        timeline.badge(event),
        timeline.level(event),
        timeline.held(event),
        timeline.spanAt(timeline.lane(event), event)?.first,
      ].join(),
    );
    if (event % 97 === 0) hash.update(timeline.crossing(event).join());
  }
  for (let i = 0; i < timeline.marks.length; i++) hash.update(String(timeline.marks.at(i)));
  return hash.digest("hex");
}

test("there are traces to try", () => assert.ok(traces.length >= 3));

for (const { name, lines } of traces) {
  test(`${name}: messages, roles and terms are as a slow reading of every line has them`, () => {
    const timeline = whole(lines);
    const slow = naive(lines);
    assert.equal(timeline.length, lines.length);
    for (let event = 1; event <= lines.length; event++) {
      const line = lines[event - 1] ?? "";
      const kind = timeline.kind(event);
      assert.equal(timeline.kindName(event), line.split(" ")[3], line);
      assert.equal(timeline.details(event), line.split(" ").slice(4).join(" "), line);
      if (kind === KIND.deliver || kind === KIND.drop) {
        assert.equal(timeline.begin(event), slow.begin[event], line);
      }
      if (kind === KIND.send || kind === KIND.duplicate) {
        assert.equal(timeline.end(event), slow.end[event], line);
      }
      if (line.split(" ")[2]?.startsWith("S")) {
        assert.equal(timeline.badge(event) || "down", slow.role[event], line);
        if (timeline.badge(event) !== "") assert.equal(timeline.level(event), slow.term[event]);
      }
      const crossing = timeline.crossing(event).sort((a, b) => a - b);
      assert.deepEqual(crossing, slow.alive[event], `on their way at ${line}`);
    }
  });

  test(`${name}: a cause comes before its effects, which name it`, () => {
    const timeline = whole(lines);
    for (let event = 1; event <= lines.length; event++) {
      const cause = timeline.cause(event);
      assert.ok(cause < event, lines[event - 1]);
      if (cause > 0) assert.ok(timeline.effects(cause).includes(event), lines[event - 1]);
    }
  });

  test(`${name}: in pieces, and cut and taken up again, it is the same`, () => {
    const wanted = digest(whole(lines));
    const pieces = new Timeline(raftRules);
    let random = 12345;
    const below = (n: number): number => {
      random = (Math.imul(random, 1103515245) + 12345) >>> 0;
      return (random >>> 8) % n;
    };
    for (let at = 0, turns = 0; at < lines.length; turns++) {
      const count = 1 + below(300);
      pieces.take(at + 1, lines.slice(at, at + count));
      at = Math.min(lines.length, at + count);
      if (turns % 7 === 3) {
        const from = 1 + below(at);
        // Another future, which is dropped again.
        pieces.take(from, lines.slice(below(lines.length)).map(renumber(from)).slice(0, 200));
        pieces.cut(from);
        at = from - 1;
      }
    }
    assert.equal(digest(pieces), wanted);
  });

  test(`${name}: moments and events are found from each other`, () => {
    const timeline = whole(lines);
    for (let event = 1; event <= lines.length; event++) {
      const at = timeline.eventAt(timeline.time(event));
      assert.ok(at >= event && timeline.time(at) === timeline.time(event));
      const first = timeline.firstAt(timeline.time(event));
      assert.ok(first <= event && timeline.time(first) === timeline.time(event));
    }
    assert.equal(timeline.eventAt(-1), 0);
    assert.equal(timeline.firstAt(Number.MAX_SAFE_INTEGER), lines.length + 1);
  });

  test(`${name}: a file of it ends as the lab's does`, async () => {
    const { header, last } = traces.find((one) => one.name === name) ?? { header: [], last: "" };
    const text = await traceFile(header, lines);
    assert.equal(text.trimEnd().split("\n").at(-1), last);
  });
}

function renumber(from: number): (line: string, i: number) => string {
  return (line, i) => line.replace(/^\d+/, String(from + i));
}

test("missing lines are noticed, and nothing is invented", () => {
  const timeline = whole(traces[0]?.lines.slice(0, 10) ?? []);
  timeline.take(20, ["20 5 S1 wake"]);
  assert.equal(timeline.length, 10);
  const run = new RunTrace();
  run.take(
    { protocol: "raft", branch: 0, from: 1, header: [], lines: ["1 0 S1 boot"], last: 1 },
    true,
  );
  assert.equal(run.gap, false);
  run.take(
    { protocol: "raft", branch: 0, from: 7, header: [], lines: ["7 5 S1 wake"], last: 7 },
    false,
  );
  assert.equal(run.gap, true);
  assert.deepEqual(run.lines(0), ["1 0 S1 boot"]);
});

test("a hundred thousand events take no more than a few arrays", () => {
  const lines = traces[0]?.lines ?? [];
  const timeline = new Timeline(raftRules);
  let at = 0;
  while (at < 100_000) {
    const next = lines.map(renumber(at + 1));
    timeline.take(at + 1, next);
    at += next.length;
  }
  assert.equal(timeline.length, at);
  assert.ok(timeline.crossing(at).length < at / 10);
});

test("branches keep their lines when they are shown again", () => {
  const lines = traces[0]?.lines ?? [];
  const run = new RunTrace();
  run.take(
    { protocol: "raft", branch: 0, from: 1, header: ["# a"], lines: lines.slice(0, 50), last: 50 },
    true,
  );
  assert.deepEqual(run.header, ["# a"]);
  const other = ["31 9 - do 5 heal", "32 9 - heal"];
  run.take({ protocol: "raft", branch: 1, from: 31, header: [], lines: other, last: 32 }, false);
  assert.deepEqual(run.lines(0), lines.slice(0, 50));
  assert.deepEqual(run.lines(1), [...lines.slice(0, 30), ...other]);
  assert.deepEqual(timelineOf(run).lines, run.lines(1));
  run.take({ protocol: "raft", branch: 0, from: 51, header: [], lines: [], last: 50 }, false);
  assert.deepEqual(timelineOf(run).lines, lines.slice(0, 50));
  assert.deepEqual(run.lines(0), lines.slice(0, 50));
  assert.deepEqual(run.lines(1), [...lines.slice(0, 30), ...other]);
  run.names.set(1, "what if");
  run.take(
    { protocol: "raft", branch: 0, from: 1, header: [], lines: lines.slice(0, 3), last: 3 },
    true,
  );
  assert.equal(timelineOf(run).length, 3);
  assert.equal(run.length, 3);
  assert.deepEqual(run.lines(1), []);
  assert.equal(run.names.size, 0);
});

test("a run knows the moments of its events and its violations", () => {
  const broken = traces.find(({ name }) => name === "leader-completeness.trace")?.lines ?? [];
  const run = new RunTrace();
  run.take(
    { protocol: "raft", branch: 0, from: 1, header: [], lines: broken, last: broken.length },
    true,
  );
  const timeline = timelineOf(run);
  assert.deepEqual(run.violations, [timeline.violations.at(0)]);
  for (let event = 1; event <= run.length; event++) {
    assert.equal(run.time(event), timeline.time(event));
  }
  run.take(
    { protocol: "raft", branch: 0, from: 5, header: [], lines: ["5 9 S1 wake"], last: 5 },
    false,
  );
  assert.deepEqual(run.violations, []);
  assert.equal(timelineOf(run).length, 5);
});

test("of an unknown protocol's run the index knows messages and faults, and that servers are up or down", () => {
  const timeline = new Timeline(plainRules);
  timeline.take(1, [
    "1 0 S1 boot",
    "2 5 S1 role leader term=3",
    "3 6 S1 send m1 S2 Token term=3",
    "4 7 S2 deliver m1 S1 Token term=3",
    "5 8 S1 crash unsynced=0",
  ]);
  assert.deepEqual(
    [1, 2, 3, 5].map((event) => timeline.badge(event)),
    ["up", "up", "up", ""],
  );
  assert.equal(timeline.messageName(4), "Token");
  assert.equal(timeline.cause(4), 3);
  assert.equal(timeline.level(2), 0);
  assert.equal(timeline.marks.length, 1);
});
