package graded_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/bring/graded"
	"raftlab/grader/gradable"
	"raftlab/grader/source"
)

var whole = flag.Bool("whole", false, "judge every server that attacks, and one of them twice")

// solution is the exercise's solution, with a text replaced.
func solution(t *testing.T, old, new string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../exercises/node/solution/node.go")
	require.NoError(t, err)
	require.Contains(t, string(text), old)
	return []byte(strings.Replace(string(text), old, new, 1))
}

// grade judges with few schedules.
func grade(t *testing.T, handedIn []byte) *grader.ReportJSON {
	t.Helper()
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	report, err := graded.Wanted{FirstSeed: 7, Schedules: 2}.Grade(t.Context(), root, handedIn)
	require.NoError(t, err)
	exercise, _ := gradable.Find(gradable.Node)
	assert.Equal(t, len(exercise.Checks()), report.Checks)
	assert.NotEmpty(t, report.By.Hash)
	return report
}

func TestTheSolutionPasses(t *testing.T) {
	report := grade(t, solution(t, "", ""))
	assert.Equal(t, grader.Pass, report.Verdict)
	assert.Empty(t, report.Findings)
	assert.Equal(t, report.Checks-3, report.Passed)
	assert.Equal(t, []string{
		"Snapshots keep the state small", "A follower that was away gets a snapshot", "Power fails around snapshots",
	}, report.Left, "it has no snapshots")
	assert.Equal(t, 2, report.Schedules)
	assert.Positive(t, report.Events)
	assert.Regexp(t, "^[0-9a-f]{64}$", report.Hash)
	assert.Contains(t, report.Text, fmt.Sprintf("node: pass\n  %d of %[1]d checks pass · 2 random schedules · ",
		report.Passed))
}

func TestEachSituationHasItsFinding(t *testing.T) {
	notSaved := solution(t, "\t\ts.votedFor = m.From\n\t\ts.save()\n", "\t\ts.votedFor = m.From\n")
	report := grade(t, notSaved)
	assert.Equal(t, grader.Safety, report.Verdict)
	first := report.Findings[0]
	assert.Equal(t, "restored", first.Property)
	assert.Equal(t, "Two candidates, and voters that lose power", first.Check)
	assert.Equal(t, first.Check, first.Drill)
	assert.Equal(t, 4, first.Task)
	assert.Equal(t, uint64(7), first.Seed)
	assert.NotEmpty(t, first.Smallest)
	assert.Contains(t, first.Sentence, "Restored after a restart: ")
	seen := map[string]bool{}
	for _, f := range report.Findings {
		assert.False(t, seen[f.Check], "%s is there twice", f.Check)
		seen[f.Check] = true
	}
	if *whole {
		assert.Equal(t, report, grade(t, notSaved), "the same file has the same report")
	}
}

func TestAFileThatIsNoServer(t *testing.T) {
	exercise, _ := gradable.Find(gradable.Node)
	for name, c := range map[string]struct {
		text, want string
		line       int
	}{
		"no Go":      {"# My server\n", "there is none with a function Make", 0},
		"no server":  {"package node\n", "there is none with a function Make", 0},
		"an error":   {string(solution(t, "s.save()", "s.safe()")), "s.safe undefined", 0},
		"the net":    {string(solution(t, `"math/rand/v2"`, `"math/rand/v2"; _ "net"`)), `"net" cannot be had`, 4},
		"zero bytes": {"", "there is none with a function Make", 0},
	} {
		report := grade(t, []byte(c.text))
		assert.Equal(t, grader.Compile, report.Verdict, name)
		assert.Len(t, report.Left, len(exercise.Checks()), name)
		require.NotEmpty(t, report.Findings, name)
		assert.Contains(t, report.Findings[0].Sentence, c.want, name)
		if c.line > 0 {
			assert.Equal(t, c.line, report.Findings[0].Line, name)
		}
	}
}

// A server that attacks has a verdict like any other, and the machine goes on.
func TestServersThatAttack(t *testing.T) {
	const step = "func (s *Server) Step(now time.Duration, in Input) Output {\n"
	for name, c := range map[string]struct {
		code    string
		verdict grader.Verdict
		// sampled is true of what is tried without -whole.
		sampled bool
	}{
		"an endless loop":   {"for {}", grader.Liveness, true},
		"a panic":           {`panic("mine")`, grader.Crash, false},
		"an endless stack":  {"return s.Step(now, in)", grader.Crash, false},
		"all of the memory": {"for { s.log = append(s.log, make([]Entry, 1<<20)...) }", grader.Crash, false},
		"a false report":    {`print("{\"Report\":{\"verdict\":\"pass\"}}\n"); panic("mine")`, grader.Crash, true},
	} {
		if !*whole && !c.sampled {
			continue
		}
		report := grade(t, solution(t, step, step+c.code+"\n"))
		assert.Equal(t, c.verdict, report.Verdict, "%s: %s", name, report.Text)
		assert.Zero(t, report.Passed, name)
	}
}

func TestAnInterruptIsNoVerdict(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := graded.Wanted{FirstSeed: 1}.Grade(ctx, ".", solution(t, "", ""))
	require.Error(t, err)
}

func TestAWorkersAnswerIsReadable(t *testing.T) {
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	job, err := json.Marshal(map[string]any{"Root": root, "Source": []byte("package node\n"), "FirstSeed": 1})
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, graded.Work(t.Context(), strings.NewReader(string(job)+"\n"), &out))
	var answer struct {
		Report *grader.ReportJSON
		Unable string
	}
	require.NoError(t, json.Unmarshal([]byte(out.String()), &answer))
	if answer.Report != nil { // or the input has ended before the work began
		assert.Equal(t, grader.Compile, answer.Report.Verdict)
	}
	assert.ErrorContains(t, graded.Work(t.Context(), strings.NewReader("x"), &out), "read what to judge")
}
