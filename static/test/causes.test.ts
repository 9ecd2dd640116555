import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { causeText } from "../src/run/causes.ts";
import { en } from "../src/words/en.ts";

const text = (line: string): string => causeText(line, "raft", en);

test("what led to a violation is told in sentences", () => {
  const lines: Record<string, string> = {
    "9 1 S1 send m1 S2 RequestVote term=1 last=0/0": "S1 sends S2 RequestVote of term 1.",
    "21 1 S1 deliver m3 S2 RequestVoteReply term=1 granted":
      "S1 gets RequestVoteReply of term 1 from S2: granted.",
    "28 1 S2 deliver m5 S1 AppendEntries term=1 prev=0/0 entries=1,1 commit=0":
      "S2 gets AppendEntries of term 1 with 2 entries from S1.",
    "30 1 S4 drop m43 S1 AppendEntries term=1 prev=1/1 commit=1 because=cut":
      "AppendEntries of term 1 from S1 never arrives at S4: the link is cut.",
    "24 1 S1 role leader term=1": "S1 leads term 1.",
    "16 1 S2 vote for=S1 term=1": "S2 votes for S1 in term 1.",
    "17 1 S2 vote for=S2 term=2": "S2 votes for itself in term 2.",
    "153 1 S1 log from=3 terms=2,2 removed=1":
      "S1 removes one entry from its log, from index 3 on, and adds entries 3 to 4 to its log.",
    "60 1 S1 apply index=2 put x 1": "S1 applies entry 2: put x 1.",
    "59 1 S1 commit index=2": "Entry 2 is committed.",
    "6 0 S1 control timeout": "Somebody lets S1's timer go off.",
  };
  for (const [line, sentence] of Object.entries(lines)) assert.equal(text(line), sentence);
});

test("no event of a recorded run is told as a line of the trace", () => {
  const folder = join(process.env.ROOT ?? "..", "test", "fixtures", "traces");
  for (const name of readdirSync(folder)) {
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    for (const line of lines.filter((one) => /^\d+ \d+ \S+ [a-z-]+( |$)/.test(one))) {
      assert.match(text(line), / violation /.test(line) ? /^A promise/ : /^[A-Z].*\.$/s, line);
      assert.doesNotMatch(text(line), /[a-z]=/, line);
    }
  }
});
