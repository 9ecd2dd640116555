import assert from "node:assert/strict";
import { test } from "node:test";
import { fileOf } from "../src/views/trace/file-of.ts";
import { readFile } from "../src/views/trace/open.ts";
import { closed, needsSource, updateWatch } from "../src/views/trace/state.ts";

const TRACE = `# raftlab trace 2
# scenario=smallest rules=reference own=S1,S3 servers=3 seed=17
# event time_us subject kind details
#|# Two leaders, made small
#|
#|servers 3
1 0 S1 boot records=0
2 1000 - do 1 crash S1
3 1000 S1 crash unsynced=0
# end events=3 sha256=${"ab".repeat(32)}
`;

test("of a trace file the header and the typed lines are kept; the rest is replayed", () => {
  const opened = readFile("x.trace", TRACE) ?? assert.fail();
  assert.equal(opened.id, "smallest");
  assert.equal(opened.hash, "ab".repeat(32));
  assert.deepEqual(
    { ...opened.run, scenario: "" },
    {
      scenario: "",
      rules: "reference",
      own: "S1,S3",
      seed: "17",
      files: [],
      title: "Two leaders, made small",
      event: 3,
    },
  );
  assert.match(opened.run.scenario, /^# raftlab trace 2\n/);
  assert.match(opened.run.scenario, /^2 1000 - do 1 crash S1$/m);
  assert.doesNotMatch(opened.run.scenario, /boot|# end/);
});

test("rules=own is all servers with rules that the file lacks", () => {
  const text = TRACE.replace("rules=reference own=S1,S3", "rules=own");
  const opened = readFile("x.trace", text) ?? assert.fail();
  assert.equal(opened.run.own, "all");
  assert.equal(opened.run.rules, "reference");
  assert.equal(needsSource(opened), true);
  assert.equal(updateWatch(closed, { kind: "opened", opened }).phase, "whose");
});

test("a trace names the exercises of own rules that several files made", () => {
  const text = TRACE.replace("own=S1,S3", "own=S1,S3 exercises=append,replicate");
  const opened = readFile("x.trace", text) ?? assert.fail();
  assert.deepEqual(opened.run.files, [
    { exercise: "append", source: "" },
    { exercise: "replicate", source: "" },
  ]);
  assert.equal(needsSource(opened), true);
  const rule = (name: string) => `package p\n\n// ${name}\nfunc ${name}(s *raft.State) {}\n`;
  const files = [
    { exercise: "append", source: rule("HandleAppendEntries") },
    { exercise: "replicate", source: rule("HandleAppendEntriesReply") },
  ];
  assert.equal(fileOf(files, "HandleAppendEntries").exercise, "append");
  assert.equal(fileOf(files, "HandleAppendEntriesReply").exercise, "replicate");
  assert.equal(fileOf(files, "").exercise, "append");
});

test("any other text is a scenario, and its first line its title", () => {
  const opened = readFile("two.txt", "# Z1: Two\nservers 2\n") ?? assert.fail();
  assert.equal(opened.run.title, "Z1: Two");
  assert.equal(opened.run.scenario, "# Z1: Two\nservers 2\n");
  assert.equal(readFile("two.txt", "servers 2\n")?.run.title, "two.txt");
});

test("an empty file, or one that is not text, is not opened", () => {
  assert.equal(readFile("a", " \n"), null);
  assert.equal(readFile("a", "PK\0\0"), null);
});
