package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// solution is the flag for an exercise's solution.
func solution(exercise string) string {
	return "--with=" + exercise + "=" +
		filepath.Join("..", "..", "..", "exercises", exercise, "solution", exercise+".go")
}

// withoutHead is a story without its last lines, which have the run's hash: it depends on whose rules were played.
func withoutHead(out string) string {
	story, _, _ := strings.Cut(out, "\nok  ")
	return story
}

func TestOwnRulesOfSeveralExercisesAreOneServer(t *testing.T) {
	t.Parallel()
	_, want, _ := runForTest("run", "c1")
	code, out, errOut := runForTest("run", "c1", solution("vote"), solution("append"), solution("persist"))
	require.Equal(t, exitDone, code, errOut)
	assert.Equal(t, withoutHead(want), withoutHead(out))

	code, out, errOut = runForTest("fuzz", "--schedules", "5", solution("replicate"), solution("timeout"))
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "rules own\n")

	code, out, errOut = runForTest("explore", "--depth", "5", solution("commit"), solution("campaign"))
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "3 servers · rules own · depth 5")
}

// A cluster of another protocol has own rules, too: in a story, in schedules and in a search.
func TestOwnRulesOfAnotherProtocolAreItsServers(t *testing.T) {
	t.Parallel()
	_, want, _ := runForTest("run", "g1-must-obey")
	code, out, errOut := runForTest("run", "g1-must-obey", solution("paxos"))
	require.Equal(t, exitDone, code, errOut)
	assert.Equal(t, withoutHead(want), withoutHead(out))

	code, out, errOut = runForTest("fuzz", "--protocol", "paxos", "--schedules", "5", solution("paxos"))
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "rules own\n")

	code, out, errOut = runForTest("explore", "--protocol", "paxos", "--depth", "5", solution("paxos"))
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "rules own · depth 5")

	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"run", "g1-must-obey", solution("vote")},
			`--with has rules of raft, and the scenario needs protocol "paxos"`},
		{[]string{"run", "a1", solution("paxos")},
			`--with has rules of paxos, and the scenario needs protocol "raft"`},
		{[]string{"explore", solution("paxos")}, `--with has rules of paxos, and the search is of "raft"`},
		{[]string{"run", "a1", solution("vote"), solution("paxos")},
			`--with has rules of "raft" and of "paxos": a cluster has one protocol`},
		{[]string{"explore", "--protocol", "paxos", "--rules", "own-wish", solution("paxos")}, "exclude each other"},
	} {
		code, _, errOut := runForTest(test.args...)
		assert.Equal(t, exitUsage, code, test.args)
		assert.Contains(t, errOut, test.want)
	}
}

func TestWhatOwnRulesBreakIsFoundSavedAndPlayedAgain(t *testing.T) {
	t.Parallel()
	with := "--with=vote=" + learnersFile(t, "func HandleRequestVote"+signature+voteTwice)
	folder := t.TempDir()
	code, out, _ := runForTest("fuzz", "--schedules", "30", "--save", folder, with, solution("append"))
	require.Equal(t, exitFailed, code)
	assert.Contains(t, out, "Election Safety")
	assert.Contains(t, out, " --with vote=")
	traces, err := filepath.Glob(filepath.Join(folder, "*.trace"))
	require.NoError(t, err)
	require.Len(t, traces, 1)
	code, out, errOut := runForTest("replay", traces[0], with)
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "Election Safety")

	file := filepath.Join(folder, "found.txt")
	code, _, errOut = runForTest("explore", "--save", file, with)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errOut, "Election Safety")
	code, _, errOut = runForTest("run", file, with)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errOut, "Election Safety")
	code, _, errOut = runForTest("run", file)
	assert.Equal(t, exitDone, code, errOut)
}

func TestATraceNamesTheExercisesOfSeveralOwnFiles(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "several.trace")
	code, _, errOut := runForTest("run", "a4", "--trace", file, solution("append"), solution("vote"))
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, read(t, file), " rules=own exercises=vote,append election_us=")
	code, _, errOut = runForTest("replay", file, solution("append"), solution("vote"))
	require.Equal(t, exitDone, code, errOut)
	_, _, errOut = runForTest("replay", file)
	assert.Contains(t, errOut, "raftlab replay --with vote=FILE --with append=FILE")

	code, _, errOut = runForTest("run", "a4", "--trace", file, solution("vote"))
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, read(t, file), " rules=own election_us=")
}

func TestWrongOwnRulesAreExplained(t *testing.T) {
	t.Parallel()
	broken := "--with=vote=" + learnersFile(t, "func HandleRequestVote"+signature+"{ return wrong }\n")
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"run", "a1", "--with", "votes"}, exitUsage, `did you mean "vote"?`},
		{[]string{"run", "a1", "--with", "vote=nowhere.go"}, exitUsage, "read the file to judge"},
		{[]string{"run", "a1", solution("vote"), "--with", "vote"}, exitUsage, "names exercise vote twice"},
		{[]string{"run", "a1", solution("vote"), "--rules", "vote-twice"}, exitUsage, "exclude each other"},
		{[]string{"run", "a1", solution("vote"), "--sandbox"}, exitUsage, "exclude each other"},
		{[]string{"fuzz", solution("vote"), "--rules", "vote-twice"}, exitUsage, "exclude each other"},
		{[]string{"explore", solution("vote"), "--rules", "vote-twice"}, exitUsage, "exclude each other"},
		{[]string{"run", "a1", broken}, exitFailed, "5:92: undefined: wrong"},
	} {
		code, _, errOut := runForTest(test.args...)
		assert.Equal(t, test.code, code, test.args)
		assert.Contains(t, errOut, test.want)
	}
}
