package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
)

// learnersFile writes a file of exercise vote. The code may call right, which is at its end.
func learnersFile(t *testing.T, code string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.go")
	require.NoError(t, os.WriteFile(path, []byte("package vote\n\nimport \"raftlab/raft\"\n\n"+code+right), 0o600))
	return path
}

const signature = "(s *raft.State, req raft.RequestVote) raft.RequestVoteReply "

// right is a HandleRequestVote that passes, under another name.
const right = "\nfunc right" + signature + `{
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

func TestANamedFileIsJudgedInsteadOfTheCheckouts(t *testing.T) {
	file := learnersFile(t, "func HandleRequestVote"+signature+"{ return right(s, req) }\n")
	code, out, errOut := runForTest("grade", "vote", file, "--schedules", "5")
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "checks pass")
	assert.Contains(t, out, "5 schedules")

	code, _, errOut = runForTest("grade", "vote", "../../../exercises/vote/solution/vote.go", "--schedules", "1")
	assert.Equal(t, exitDone, code, errOut+": the name of its package does not matter")

	folder := t.TempDir()
	file = learnersFile(t, "func HandleRequestVote"+signature+
		"{\n\treturn raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}\n}\n")
	code, out, errOut = runForTest("grade", "vote", file, "--schedules", "5", "--json")
	require.Equal(t, exitFailed, code, errOut)
	var report grader.ReportJSON
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	assert.Equal(t, grader.ReportVersion, report.Version)
	assert.Equal(t, grader.Safety, report.Verdict)
	require.NotEmpty(t, report.Findings)
	gravest := report.Findings[0]
	assert.NotEmpty(t, gravest.Property)
	assert.Contains(t, gravest.Smallest, "\nmanual\n")
	assert.NotNil(t, report.Findings[1].Case, "after the first run comes a call")
	assert.Contains(t, errOut, "vote does not pass yet; raftlab hint vote 3 gives a hint for its task 3")

	_, out, _ = runForTest("grade", "vote", file, "--schedules", "5", "--save", folder)
	assert.Contains(t, out, "kept in ")
	code, out, errOut = runForTest("trace", filepath.Join(folder, "vote-election-safety.trace"))
	assert.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "were both elected leader of term 1")
	code, _, errOut = runForTest("replay", filepath.Join(folder, "vote-election-safety.trace"))
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errOut, "own rules have no name")
}

func TestAStarterIsUnfinishedAndASolutionPasses(t *testing.T) {
	code, out, _ := runForTest("grade", "persist", "--json")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, out, `"verdict": "unfinished"`)
	code, out, errOut := runForTest("grade", "persist", "--solutions", "--schedules", "3", "--seed", "7")
	assert.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "3 schedules")
}

func TestAFileThatDoesNotCompileIsExplained(t *testing.T) {
	for _, test := range []struct{ code, want string }{
		{"func HandelRequestVote" + signature + "{ return raft.RequestVoteReply{} }\n",
			`no function HandleRequestVote; did you mean "HandelRequestVote"? It must be called HandleRequestVote`},
		{"const _ raft.Term = 1\n",
			"no function HandleRequestVote: the starter shows what it is given"},
		{"func HandleRequestVote" + signature + "{ return 3 }\n", "does not compile"},
		{"func HandleRequestVote" + signature + "{\n", "does not compile"},
	} {
		code, out, errOut := runForTest("grade", "vote", learnersFile(t, test.code))
		assert.Equal(t, exitFailed, code, errOut)
		assert.Contains(t, out, test.want)
	}
}

// eatsMemory is the body of a rule that needs more memory at each call.
const eatsMemory = "{\n\tvar keep [][]byte\n\tfor {\n\t\tkeep = append(keep, make([]byte, 1<<20))\n\t}\n}\n"

func TestAProgramThatEndsGetsAVerdict(t *testing.T) {
	for body, want := range map[string]string{
		eatsMemory: "ran out of memory",
		"{ return HandleRequestVote(s, req) }\n": "The rule was stopped: " +
			"this call of HandleRequestVote is 500 calls deep, which no rule needs",
		"{ panic(\"my own\") }\n": "The rule panicked: my own",
	} {
		code, out, errOut := runForTest("grade", "vote", learnersFile(t, "func HandleRequestVote"+signature+body))
		assert.Equal(t, exitFailed, code, errOut)
		assert.Contains(t, out, "(crash)")
		assert.Contains(t, out, want)
	}
}

func TestWrongArgumentsOfGradeAndHintAreExplained(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"grade", "vot"}, `unknown exercise "vot"; did you mean "vote"?`},
		{[]string{"grade"}, "want one exercise, or --all-exercises"},
		{[]string{"grade", "vote", "--all-exercises"}, "want one exercise, or --all-exercises"},
		{[]string{"grade", "vote", "--schedules", "0"}, "--schedules 0 is not between"},
		{[]string{"grade", "vote", "nowhere.go"}, "read the file to judge"},
		{[]string{"grade", "vote", "/dev/zero"}, "it has more than 1048576 bytes"},
		{[]string{"hint", "vote"}, "accepts between 2 and 3 arg(s)"},
		{[]string{"hint", "vote", "two"}, `want a number, got "two"`},
		{[]string{"hint", "vote", "9"}, "it has 4 tasks"},
		{[]string{"hint", "votes", "1"}, `did you mean "vote"?`},
	} {
		code, _, errOut := runForTest(test.args...)
		assert.Equal(t, exitUsage, code, test.args)
		assert.Contains(t, errOut, test.want)
	}
}

func TestAHintIsOneOfThree(t *testing.T) {
	code, out, _ := runForTest("hint", "vote", "2")
	assert.Equal(t, exitDone, code)
	assert.Equal(t, "Task 2: refuse an earlier term\nLook at rule 1 of RequestVote.\n", out)
	code, other, _ := runForTest("hint", "vote", "2", "3")
	assert.Equal(t, exitDone, code)
	assert.NotEqual(t, out, other)
}
