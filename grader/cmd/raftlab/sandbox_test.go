package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/link"
	"raftlab/grader/solo"
)

func openTemporary(t *testing.T) *os.File {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, file.Close()) })
	return file
}

// TestAGuestIsJudgedLikeAProcess: a guest that crashes gives the same report.
func TestAGuestIsJudgedLikeAProcess(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"{\n\treturn helper(s)\n}\n\nfunc helper(s *raft.State) raft.RequestVoteReply {\n" +
			"\treturn raft.RequestVoteReply{Term: raft.Term(s.NextIndex[99])}\n}\n": "index out of range [99] " +
			"with length 6",
		// It panics only in a cluster, and the report shows the open calls as it does for an example.
		"{\n\tif s.ID > 1 {\n\t\tlook(nil)\n\t}\n\treturn right(s, req)\n}\n\n" +
			"func look(other *raft.State) {\n\tother.CurrentTerm++\n}\n": `nil pointer dereference\n` +
			`  at        vote.go:13  vote.look\n  at        vote.go:7  vote.HandleRequestVote\n` +
			`  in        the story of`,
		// It calls itself, but not by its name.
		"{\n\tagain := [1]func(*raft.State, raft.RequestVote) raft.RequestVoteReply{HandleRequestVote}\n" +
			"\treturn again[0](s, req)\n}\n": "this call of HandleRequestVote" + endlessCalls + "line 5",
		"{ return raft.RequestVoteReply{} }\n\nfunc init() { again() }\n\nfunc again() { again() }\n": "Your code " +
			"panicked, and the program ended: a call outside of the rules" + endlessCalls + "line 9",
		eatsMemory: "ran out of memory",
	} {
		alike(t, learnersFile(t, "func HandleRequestVote"+signature+body), want)
	}
	// The calls within the library are not counted; the stack ends them.
	alike(t, learnersFile(t, "import \"fmt\"\n\nfunc HandleRequestVote"+signature+
		"{\n\tlist := []any{nil}\n\tlist[0] = list\n"+
		"\treturn raft.RequestVoteReply{Term: raft.Term(len(fmt.Sprint(list)))}\n}\n"), "ran out of stack")
	// The loop may be in a function whose value a call returns.
	alike(t, learnersFile(t, "func HandleRequestVote"+signature+"{ return made()(s, req) }\n\n"+
		"func made() func"+signature+"{\n\treturn func"+signature+"{\n\t\tfor {\n\t\t}\n\t}\n}\n"),
		"this call of HandleRequestVote visited 5,000,000 lines and does not end: "+
			"look for a loop that never stops, line 9")
	// A server's memory is its own: what a rule keeps of it, or changes in place, has the same effect everywhere.
	alike(t, learnersFile(t, "func HandleRequestVote"+signature+
		"{\n\tfor i := range s.Log.From(1) {\n\t\ts.Log.From(1)[i].Term++\n\t}\n\treturn right(s, req)\n}\n"),
		"\"verdict\": \"safety\"")
	alike(t, learnersFile(t, "func HandleRequestVote"+signature+
		"{\n\ts.Servers = s.Servers[:1]\n\treturn right(s, req)\n}\n"), "it changed Servers from [S1 S2 S3")
	alike(t, learnersFile(t, "func HandleRequestVote"+signature+
		"{\n\tprintln(\"term\", s.CurrentTerm)\n\treturn raft.RequestVoteReply{Term: s.CurrentTerm}\n}\n"),
		`"output": "term 0\n`)
	alike(t, learnersFile(t, "var votes int\n"), "a rule keeps nothing between two calls")
}

const endlessCalls = " is 500 calls deep, which no rule needs: look for a function that calls itself without end, "

// alike checks that a file gets the same report as a process and as a guest, and that the report contains want.
func alike(t *testing.T, file, want string) {
	t.Helper()
	code, out, errOut := runForTest("grade", "vote", file, "--json")
	assert.Equal(t, exitFailed, code, errOut)
	assert.Contains(t, out, want)
	_, asGuest, errOut := runForTest("grade", "vote", file, "--json", "--sandbox")
	assert.Equal(t, out, asGuest, errOut)
}

func TestAGuestThatDoesNotCompileIsExplained(t *testing.T) {
	file := learnersFile(t, "func HandelRequestVote"+signature+"{ return raft.RequestVoteReply{} }\n")
	code, out, errOut := runForTest("grade", "vote", file, "--sandbox")
	assert.Equal(t, exitFailed, code, errOut)
	assert.Contains(t, out, `did you mean "HandelRequestVote"?`)
}

func TestAModuleThatIsNotALearnersGuestIsRefused(t *testing.T) {
	for name, module := range map[string][]byte{"text": []byte("no module"), "empty": {0, 'a', 's', 'm', 1, 0, 0, 0}} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, module, 0o600))
		code, _, errOut := runForTest(gradeGuest, path, "--exercise", "vote")
		assert.Equal(t, exitFailed, code)
		assert.Contains(t, errOut, "the module is not a Raft Lab guest")
	}
	code, _, errOut := runForTest(gradeGuest, filepath.Join(t.TempDir(), "nothing"), "--exercise", "vote")
	assert.Equal(t, solo.ExitUnable, code, "that the guest cannot be read is not the learner's fault")
	assert.Contains(t, errOut, "read the guest")
}

func TestForbiddenCodeInALearnersFileIsRefused(t *testing.T) {
	for code, want := range map[string]string{
		"import \"os\"\n\nfunc f() { os.Exit(0) }\n": `:3:8: an exercise cannot import "os"; ` +
			`it may import raftlab/raft, raftlab/lab/kv, raftlab/lab/paxos`,
		"func f() {\n\tselect {}\n}\n": `:4:2: an exercise cannot select: ` +
			`a rule is called, answers and is done, for a server handles one message at a time`,
	} {
		for _, flags := range [][]string{nil, {"--sandbox"}} {
			path := filepath.Join(t.TempDir(), "mine.go")
			require.NoError(t, os.WriteFile(path, []byte("package vote\n\n"+code), 0o600))
			code, out, errOut := runForTest(append([]string{"grade", "vote", path}, flags...)...)
			assert.Equal(t, exitFailed, code, errOut)
			assert.Contains(t, out, path+want)
		}
	}
}

func TestTheCompilersMessageNamesTheLearnersOwnFileAndColumn(t *testing.T) {
	file := learnersFile(t, "func HandleRequestVote"+signature+
		"{\n\tif s.CurrentTerm == 0 { return wrong }\n\treturn raft.RequestVoteReply{}\n}\n")
	_, out, _ := runForTest("grade", "vote", file)
	assert.Contains(t, out, file+":6:33: undefined: wrong")
}

const voteTwice = "{\n\tif s.Role == raft.Follower && req.Term == s.CurrentTerm {\n\t\ts.VotedFor = raft.None\n\t}\n" +
	"\treturn right(s, req)\n}\n"

// TestALinkHoldsTheFileAndTheSmallestRun, and the event at which the property breaks.
func TestALinkHoldsTheFileAndTheSmallestRun(t *testing.T) {
	t.Parallel()
	file := learnersFile(t, "func HandleRequestVote"+signature+voteTwice)
	_, without, _ := runForTest("grade", "vote", file)
	_, out, _ := runForTest("grade", "vote", file, "--link")
	require.Contains(t, out, "  watch it  http://localhost:8080/#/trace/")
	before := out[:bytes.LastIndex([]byte(out), []byte("  watch it"))]
	assert.Equal(t, without, before, "the link does not change the report")

	_, out, _ = runForTest("grade", "vote", file, "--json", "--link=https://example.org/lab")
	var report grader.ReportJSON
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	found := report.Findings[0]
	run, err := link.Decode(found.Link)
	require.NoError(t, err)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, link.Run{
		Version: link.Version, Scenario: found.Smallest, Rules: "reference", Own: "all", Exercise: "vote",
		Source: string(text), Title: "Election Safety (Figure 3, §5.2)", Event: found.SmallestEvent,
	}, run)
	assert.NotZero(t, found.SmallestEvent)
	assert.Empty(t, report.Findings[len(report.Findings)-1].Link, "a single call has no run")
}

// Only a guest can replay a trace of a learner's own rules.
func TestAGuestReplaysATraceOfALearnersRules(t *testing.T) {
	t.Parallel()
	file, folder := learnersFile(t, "func HandleRequestVote"+signature+voteTwice), t.TempDir()
	_, _, _ = runForTest("grade", "vote", file, "--save", folder)
	trace := filepath.Join(folder, "vote-election-safety.trace")
	code, out, errOut := runForTest("replay", trace, "--with", "vote="+file)
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "the run is as it was recorded")
	assert.Contains(t, out, "it ends because ")

	right := filepath.Join("..", "..", "..", "exercises", "vote", "solution", "vote.go")
	code, _, errOut = runForTest("replay", trace, "--with", "vote="+right)
	assert.Equal(t, exitFailed, code, "other rules give another run")
	assert.Contains(t, errOut, "event ")

	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{trace}, exitFailed,
			"own rules have no name; the trace can be read, but replaying it needs the rules: " +
				"raftlab replay --with EXERCISE=FILE"},
		{[]string{trace, file}, exitUsage, "accepts 1 arg(s), received 2"},
		{[]string{trace, "--with", "votes=" + file}, exitUsage, `did you mean "vote"?`},
		{[]string{trace, "--with", "vote=" + file, "--with", "vote"}, exitUsage, "names exercise vote twice"},
	} {
		code, _, errOut := runForTest(append([]string{"replay"}, test.args...)...)
		assert.Equal(t, test.code, code)
		assert.Contains(t, errOut, test.want)
	}
}
