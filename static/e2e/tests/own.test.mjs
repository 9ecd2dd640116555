// The learner's files of several exercises as one server: what each repairs alone, both together may not.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { kept, verdict, write } from "../help/exercise-page.mjs";
import { until } from "../help/progress.mjs";
import { binary } from "../help/server.mjs";
import { playTogether, solution } from "../help/toolchain.mjs";
import { withTools } from "../help/toolchain-page.mjs";

const visit = withApp();
const root = join(import.meta.dirname, "..", "..", "..");

/** HINT refuses with the end of its own log, wherever the two logs part. */
const HINT = `package append

import "raftlab/raft"

func HandleAppendEntries(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	s.BecomeFollower(req.Term, req.LeaderID)
	last := s.Log.LastIndex()
	if last < req.PrevLogIndex || s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: last, ConflictTerm: s.Log.LastTerm()}
	}
	at := req.PrevLogIndex
	for i, e := range req.Entries {
		at++
		if s.Log.Term(at) != e.Term {
			s.Log.TruncateFrom(at)
			s.Log.Append(req.Entries[i:]...)
			at += raft.Index(len(req.Entries) - i - 1)
			break
		}
	}
	s.CommitIndex = max(s.CommitIndex, min(at, req.LeaderCommit))
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: at}
}
`;
/** TRUST goes on where a follower says, even where that is not in its own log. */
const TRUST = `package replicate

import "raftlab/raft"

func AppendEntriesTo(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
	prev := s.NextIndex[follower] - 1
	entries := s.Log.From(prev + 1)
	return raft.AppendEntries{
		Term: s.CurrentTerm, LeaderID: s.ID, PrevLogIndex: prev, PrevLogTerm: s.Log.Term(prev),
		Entries: entries[:min(limit, len(entries))], LeaderCommit: s.CommitIndex,
	}
}

func HandleAppendEntriesReply(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
		return
	}
	if s.Role != raft.Leader || reply.Term < s.CurrentTerm {
		return
	}
	if !reply.Success {
		s.NextIndex[from] = max(s.MatchIndex[from]+1, reply.ConflictIndex)
		return
	}
	s.MatchIndex[from] = max(s.MatchIndex[from], reply.MatchIndex)
	s.NextIndex[from] = max(s.NextIndex[from], s.MatchIndex[from]+1)
}
`;
const FILES = { append: HINT, replicate: TRUST };

/** PAST: S3's log is longer than the leader's; its hint lies behind the leader's end. */
const PAST = `# R: a hint behind the leader's end
#
# S3 is never repaired.

servers 3
given S1 term 3 log 1 3
given S2 term 3 log 1 3
given S3 term 2 log 1 2 2 2 2
election-timeout 10s 20s
elect S1
run 9s
expect log S3 1 3 4
`;
/** WITHIN: the hint is an entry of the leader's, and both go on for ever. */
const WITHIN = PAST.replaceAll("log 1 3\n", "log 1 3 3\n")
  .replace("2 2 2 2", "2 2")
  .replace("expect log S3 1 3 4", "expect log S3 1 3 3 4");

const filesOf = (...ids) => ids.map((exercise) => ({ exercise, source: FILES[exercise] }));

/** traceOfCommand plays a scenario with both files in the terminal, and gives the lines of its trace but the last. */
function traceOfCommand(text) {
  const folder = mkdtempSync(join(tmpdir(), "raftlab-own-"));
  try {
    const put = (name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const own = Object.entries(FILES).flatMap(([id, source]) => [
      "--with",
      `${id}=${put(`${id}.go`, source)}`,
    ]);
    const trace = join(folder, "run.trace");
    spawnSync(binary, ["run", put("smallest", text), ...own, "--trace", trace], { cwd: root });
    return readFileSync(trace, "utf8").trimEnd().split("\n").slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("files of two exercises are one program: alone each repairs S3, together they do not", () =>
  withTools(visit, {}, async (page) => {
    for (const [text, why] of [
      [PAST, /Sound Server.*nextIndex\[S3\]/],
      [WITHIN, /the log of S3 has the terms 1 2 2/],
    ]) {
      for (const alone of ["append", "replicate"]) {
        const { status, failure, lines } = await playTogether(page, filesOf(alone), text);
        assert.equal(status, "finished", `${alone}: ${failure}`);
        assert.match(lines[1], / rules=own election_us=/, "one exercise is not named");
      }
      const both = await playTogether(page, filesOf("append", "replicate"), text);
      assert.equal(both.status, "failed");
      assert.match(both.failure, why);
      assert.match(both.lines[1], / rules=own exercises=append,replicate /);
      assert.deepEqual(both.lines, traceOfCommand(text), "the command's run has the same trace");
    }
    const wrong = [{ exercise: "append", source: `${HINT}\nvar x int = "y"\n` }];
    await assert.rejects(
      playTogether(page, [...wrong, ...filesOf("replicate")], PAST),
      /"exercise":"append"/,
    );
  }));

const TITLES = { append: "Append what the leader sends", replicate: "Replicate the log" };
const box = (page, id) => page.getByTestId(`file-${id}`);

/** ended plays the run that the lab begins to its end, and says how it ended. The run before must be over. */
async function ended(page) {
  await page.locator('[data-testid="status"][data-status="playing"]').waitFor();
  await page.getByTestId("finish").click();
  const over = page.locator('[data-testid="status"]:not([data-status="playing"])');
  await over.waitFor();
  return over.getAttribute("data-status");
}

test("in the lab my code is all of my files that compile, and I choose which take part", () =>
  visit("#/exercise/append", {}, async (page) => {
    const go = (hash) => page.goto(page.url().replace(/#.*/, hash));
    const writes = async (id, source) => {
      await go(`#/exercise/${id}`);
      await page.getByRole("heading", { name: TITLES[id] }).waitFor();
      await write(page, source);
      await kept(page);
    };
    // From an exercise that passes, its file runs with the others that passed.
    await write(page, solution("append"));
    await page.getByTestId("check").click();
    await verdict(page, "pass");
    await writes("replicate", solution("replicate"));
    await page.getByTestId("check").click();
    await verdict(page, "pass");
    await page.getByTestId("to-passed").click();
    assert.match(await page.getByTestId("together").textContent(), /Append what the leader sends/);
    assert.match(await page.getByTestId("alone").getAttribute("href"), /exercise=replicate$/);
    await page.getByTestId("to-lab").click();
    await page.waitForURL(/#\/lab\?own=all&exercise=append,replicate/);
    await page.getByTestId("scenario").selectOption("c2-figure-8");
    await page.waitForURL(/scenario=c2-figure-8/);
    assert.equal(await ended(page), "finished");
    assert.equal(await box(page, "vote").count(), 0, "what was not begun is not offered");

    // Two files that harm each other: together, and one of them alone.
    await writes("append", HINT);
    await writes("replicate", TRUST);
    await go("#/lab?scenario=c2-figure-8&own=all&exercise=append,replicate");
    assert.equal(await ended(page), "failed");
    await box(page, "replicate").uncheck();
    await page.waitForURL(/exercise=append(&|$)/);
    assert.equal(await ended(page), "finished");
    // The choice is kept while the reference is followed.
    await page.getByTestId("whose-code").selectOption("");
    await page.waitForURL(/#\/lab\?scenario=c2-figure-8$/);
    assert.equal(await ended(page), "finished");
    await page.getByTestId("whose-code").selectOption("mine");
    await page.waitForURL(/exercise=append(&|$)/);
    assert.equal(await ended(page), "finished");
    await box(page, "replicate").check();
    await page.waitForURL(/exercise=append,replicate/);
    assert.equal(await ended(page), "failed");

    // A moment of it that is shared carries both files.
    await page.getByTestId("share").click();
    const link = await page.getByTestId("share-link").inputValue();
    await go("#/scenarios");
    await go(link.slice(link.indexOf("#")));
    await page.locator('[data-testid="status"][data-status="failed"]').waitFor();

    // A file that does not compile is left out, and the page says why.
    await writes("replicate", TRUST.replace("reply.Success", "reply.Succes"));
    await go("#/lab?scenario=c2-figure-8&own=all&exercise=append,replicate");
    await until(page, "the broken file cannot take part", () =>
      box(page, "replicate").isDisabled(),
    );
    const without = page.getByTestId("preparing").filter({ hasText: "Without your code for" });
    assert.match(await without.textContent(), /: Replicate the log\. It does not compile\./);
    await assertAccessible(page);
    assert.equal(await ended(page), "finished");
  }));
