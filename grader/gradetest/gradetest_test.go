package gradetest_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
)

const testdata = "../link/testdata"

// right is a HandleRequestVote that passes, under another name.
const right = `
func right(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	behind := req.LastLogTerm < s.Log.LastTerm() ||
		req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex()
	if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID || behind {
		return reply
	}
	s.VotedFor, reply.VoteGranted = req.CandidateID, true
	return reply
}
`

// exercise writes a package with a rule and a test like those of the exercises, and runs go test on it like a learner.
// The package is inside the module, in a temporary folder whose name hides it from ./... and from git. The folder is
// below testdata, because a build checks the times of all other folders, and would start again.
func exercise(t *testing.T, rule string, flags ...string) (output string, passed bool) {
	t.Helper()
	folder, err := os.MkdirTemp(testdata, "_learner")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	write("vote.go",
		"package vote\n\nimport \"raftlab/raft\"\n\nfunc HandleRequestVote(s *raft.State, req raft.RequestVote) "+
			"raft.RequestVoteReply {\n"+rule+"\n}\n"+right)
	write("vote_test.go", `package vote

import (
	"testing"

	"raftlab/grader/gradetest"
	judge "raftlab/grader/judges/vote"
	"raftlab/raft"
)

func TestVote(t *testing.T) {
	gradetest.Run(t, judge.Exercise(), func(rules *raft.Rules) { rules.HandleRequestVote = HandleRequestVote })
}
`)
	return goTest(append([]string{"-v", folder}, flags...)...)
}

func goTest(args ...string) (output string, passed bool) {
	bytes, err := exec.Command("go", append([]string{"test"}, args...)...).CombinedOutput()
	return string(bytes), err == nil
}

// What a learner sees of an exercise that is not finished, without -v.
func TestASkipIsVisible(t *testing.T) {
	const starter = "raftlab/exercises/vote"
	output, passed := goTest(starter)
	assert.True(t, passed, output)
	assert.Regexp(t, `^ok .*raftlab/exercises/vote\s.* \[no tests to run\]\n$`, output)

	output, passed = goTest("-C", "../../exercises/vote")
	assert.True(t, passed, output)
	assert.Contains(t, output, "vote was skipped: it is not started: open exercises/vote/vote.go and write the rule")

	output, passed = goTest(starter, "-strict")
	assert.False(t, passed)
	assert.Contains(t, output, "vote is not started: open exercises/vote/vote.go")

	output, passed = goTest(starter+"/solution", "-strict", "-schedules", "3")
	assert.True(t, passed, output)
	assert.NotContains(t, output, "no tests to run")
}

const twice = `	if s.Role == raft.Follower {
		s.VotedFor = raft.None
	}
	return right(s, req)`

func TestGoTestGivesTheVerdict(t *testing.T) {
	output, passed := exercise(t, "\tpanic(raft.TODO)")
	assert.True(t, passed, output)
	assert.Contains(t, output, "SKIP")
	assert.Contains(t, output, "not started: open exercises/vote/vote.go")

	output, passed = exercise(t, "\treturn right(s, req)", "-schedules", "5")
	assert.True(t, passed, output)
	assert.Contains(t, output, "vote: 25 of 25 checks pass   9836 calls   5 schedules")

	events := filepath.Join(t.TempDir(), "vote.trace")
	output, passed = exercise(t, twice, "-seed", "6", "-events", events)
	assert.False(t, passed)
	assert.Contains(t, output, "Election Safety")
	assert.Contains(t, output, "go test ./exercises/vote -seed 6 -events vote-6.trace")
	trace, err := os.ReadFile(events)
	require.NoError(t, err)
	assert.Contains(t, string(trace), "violation election-safety")

	output, passed = exercise(t, "\treturn <-make(chan raft.RequestVoteReply)")
	assert.False(t, passed)
	assert.Contains(t, output,
		"vote.go:6:9: an exercise cannot receive from a channel: a rule is called, answers and is done")
}

// An endless loop gets the page's verdict, long before go test's own limit. A rule that is only slow is judged as
// usual.
func TestASlowGradingIsCheckedForEndlessLoops(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.json")
	output, passed := exercise(t, "\tfor {\n\t}", "-patience", "100ms", "-report", file)
	assert.False(t, passed)
	assert.Contains(t, output,
		"The rule was stopped: this call of HandleRequestVote visited 5,000,000 lines and does not end: look for a "+
			"loop that never stops, line 6")
	var report grader.ReportJSON
	bytes, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(bytes, &report))
	assert.Equal(t, grader.Crash, report.Verdict)

	output, passed = exercise(t, "\treturn right(s, req)", "-patience", "1ns", "-schedules", "5")
	assert.True(t, passed, output)
	output, passed = exercise(t, twice, "-patience", "1ns", "-seed", "6")
	assert.False(t, passed)
	assert.Contains(t, output, "Election Safety")
}
