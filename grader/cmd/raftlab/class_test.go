package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class/grading"
	"raftlab/grader/class/results"
)

// smallClass writes what four students handed in for exercise vote.
func smallClass(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	solution, err := os.ReadFile("../../../exercises/vote/solution/vote.go")
	require.NoError(t, err)
	for path, text := range map[string]string{
		"ada/vote.go":   string(solution),
		"bob/vote-1.go": "package vote\n\nimport \"raftlab/raft\"\n\nfunc HandleRequestVote" + signature + anyLog,
		"cy/vote.go":    "package vote\n\nfunc HandleRequestVote() {",
		"dan/notes.md":  "I was ill.",
	} {
		path = filepath.Join(folder, filepath.FromSlash(path))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return folder
}

// anyLog votes for a log that is behind.
const anyLog = `{
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	free := s.VotedFor == raft.None || s.VotedFor == req.CandidateID
	if req.Term < s.CurrentTerm || !free {
		return raft.RequestVoteReply{Term: s.CurrentTerm}
	}
	s.VotedFor = req.CandidateID
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}
`

// grade grades the small class, with few schedules.
func gradeClass(t *testing.T, more ...string) (code int, stdout, stderr string) {
	t.Helper()
	return runForTest(append([]string{"class", "grade", "--exercises", "vote", "--schedules", "2"}, more...)...)
}

// table reads a class's table, and gives the student, points and verdict of each row.
func table(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path, "class.csv"))
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	got := map[string]string{}
	for _, row := range rows[1:] {
		got[row[column["student"]]] = row[column["verdict"]] + " " + row[column["points"]]
	}
	return got
}

var smallTable = map[string]string{
	"ada": "passed 10", "bob": "breaks 8", "cy": "does not compile 0", "dan": "missing 0",
}

func TestAClassIsGradedAndWhatIsUnchangedIsNotJudgedAgain(t *testing.T) {
	submissions, out := smallClass(t), filepath.Join(t.TempDir(), "results")
	code, stdout, stderr := gradeClass(t, submissions, "--out", out)
	require.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "4 students")
	assert.Contains(t, stderr, "judged 3 of 3")
	assert.Equal(t, smallTable, table(t, out))

	code, _, stderr = gradeClass(t, submissions, "--out", out)
	require.Equal(t, exitDone, code, stderr)
	assert.Empty(t, stderr, "nothing is judged")

	// Bob hands in again, and dan for the first time, the same as ada.
	solution, err := os.ReadFile(filepath.Join(submissions, "ada", "vote.go"))
	require.NoError(t, err)
	for _, path := range []string{"bob/vote-2.go", "dan/vote.go"} {
		require.NoError(t, os.WriteFile(filepath.Join(submissions, filepath.FromSlash(path)), solution, 0o644))
	}
	code, _, stderr = gradeClass(t, submissions, "--out", out)
	require.Equal(t, exitDone, code, stderr)
	assert.Empty(t, stderr, "that file is judged already")
	assert.Equal(t, "passed 10", table(t, out)["bob"])
	assert.Equal(t, "passed 10", table(t, out)["dan"])
}

func TestFinalSeedsFollowFromTheSecret(t *testing.T) {
	submissions, out := smallClass(t), filepath.Join(t.TempDir(), "results")
	secret := filepath.Join(t.TempDir(), "secret.txt")
	require.NoError(t, os.WriteFile(secret, []byte("0123456789abcdef0123456789abcdef\n"), 0o600))
	code, _, stderr := gradeClass(t, submissions, "--out", out, "--secret", secret)
	require.Equal(t, exitDone, code, stderr)
	assert.Equal(t, smallTable, table(t, out))
	require.NoError(t, filepath.WalkDir(out, func(path string, entry os.DirEntry, err error) error {
		require.NoError(t, err)
		if !entry.IsDir() {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.NotContains(t, string(text), "0123456789abcdef0123456789abcdef", path)
		}
		return nil
	}))
	folder, err := results.Open(out)
	require.NoError(t, err)
	plan, err := folder.Plan()
	require.NoError(t, err)
	require.NoError(t, folder.Close())
	seeds := map[uint64]bool{}
	for _, row := range plan.Rows {
		seeds[row.Seed] = true
	}
	assert.Len(t, seeds, 4, "each student has seeds, and dan, who handed in nothing, 0")

	// The seed alone gives the verdict again, without the secret.
	bob := plan.Rows[1]
	code, stdout, _ := runForTest("grade", "vote", filepath.Join(submissions, "bob", "vote-1.go"), "--json",
		"--seed", strconv.FormatUint(bob.Seed, 10), "--schedules", "2")
	assert.Equal(t, exitFailed, code)
	var again grader.ReportJSON
	require.NoError(t, json.Unmarshal([]byte(stdout), &again))
	folder, err = results.Open(out)
	require.NoError(t, err)
	defer folder.Close()
	kept, err := folder.Report(bob.Key)
	require.NoError(t, err)
	again.By, kept.Report.By = nil, nil
	assert.Equal(t, *kept.Report, again)
}

func TestAnInterruptedClassGoesOn(t *testing.T) {
	submissions, out := smallClass(t), filepath.Join(t.TempDir(), "results")
	ourselves, err := os.Executable()
	require.NoError(t, err)
	command := exec.Command(ourselves, "class", "grade", "--exercises", "vote", "--schedules", "2", "--jobs", "1",
		"--out", out, submissions)
	command.Env = append(os.Environ(), actAsRaftlab+"=1")
	var errs bytes.Buffer
	command.Stderr = &errs
	require.NoError(t, command.Start())
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for len(reports(t, out)) == 0 {
		select {
		case err := <-ended:
			require.FailNow(t, "it ended before", "%v", err)
		case <-time.After(time.Millisecond):
		}
	}
	require.NoError(t, command.Process.Signal(syscall.SIGINT))
	require.Error(t, <-ended)
	assert.Equal(t, exitInconclusive, command.ProcessState.ExitCode(), errs.String())
	assert.Contains(t, errs.String(), "the same command goes on")
	kept := len(reports(t, out))
	code, _, stderr := gradeClass(t, submissions, "--out", out)
	require.Equal(t, exitDone, code, stderr)
	assert.NotContains(t, stderr, "of 3", "what was judged is not judged again")
	assert.Less(t, kept, 3)
	assert.Equal(t, smallTable, table(t, out))
}

func reports(t *testing.T, out string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(out, "reports", "*", "*.json"))
	require.NoError(t, err)
	return found
}

func TestShardsMakeTheSameClass(t *testing.T) {
	t.Parallel()
	submissions := smallClass(t)
	whole, merged, parts := filepath.Join(t.TempDir(), "whole"), filepath.Join(t.TempDir(), "merged"), t.TempDir()
	code, _, stderr := gradeClass(t, submissions, "--out", whole)
	require.Equal(t, exitDone, code, stderr)
	var shards []string
	for _, shard := range []string{"1/2", "2/2"} {
		out := filepath.Join(parts, shard[:1])
		code, _, stderr := gradeClass(t, submissions, "--out", out, "--shard", shard)
		require.Equal(t, exitDone, code, stderr)
		shards = append(shards, out)
	}
	assert.Equal(t, 3, len(reports(t, shards[0]))+len(reports(t, shards[1])), "each file is judged once")
	code, _, stderr = runForTest(append([]string{"class", "merge", merged}, shards...)...)
	require.Equal(t, exitDone, code, stderr)
	assert.Equal(t, table(t, whole), table(t, merged))

	// Which files are in which shard follows from their keys, and so from the grader.
	smaller := slices.MinFunc(shards, func(a, b string) int {
		return cmp.Compare(len(reports(t, a)), len(reports(t, b)))
	})
	code, _, stderr = runForTest("class", "merge", filepath.Join(t.TempDir(), "one"), smaller)
	assert.Equal(t, exitInconclusive, code)
	assert.Contains(t, stderr, "is one left out?")
	other := filepath.Join(t.TempDir(), "other")
	code, _, stderr = gradeClass(t, submissions, "--out", other, "--schedules", "1", "--shard", "1/3")
	require.Equal(t, exitDone, code, stderr)
	code, _, stderr = runForTest("class", "merge", filepath.Join(t.TempDir(), "two"), shards[0], other)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, "another class, assignment or grader")
}

// A grader before this one failed ada for a check that it has no more.
func TestARegradeSaysWhatChangedForWhomAndWhy(t *testing.T) {
	submissions, out := smallClass(t), filepath.Join(t.TempDir(), "results")
	code, _, stderr := gradeClass(t, submissions, "--out", out)
	require.Equal(t, exitDone, code, stderr)
	earlier(t, out)
	code, stdout, stderr := runForTest("class", "regrade", out)
	require.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "1 of 4 rows changed, from grader earlier to ")
	assert.Contains(t, stdout, "ada · vote: 8 → 10 points\n  liveness, and now pass; "+
		"does not fail any more: a check of the past\n")
	assert.Equal(t, smallTable, table(t, out))
	code, stdout, stderr = runForTest("class", "regrade", out)
	require.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "0 of 4 rows changed")
}

// earlier makes results those of an earlier grader.
func earlier(t *testing.T, out string) {
	t.Helper()
	folder, err := results.Open(out)
	require.NoError(t, err)
	defer folder.Close()
	now, err := folder.Plan()
	require.NoError(t, err)
	before, err := grading.Again(folder, now, grader.BuildJSON{Hash: "earlier", Go: now.By.Go})
	require.NoError(t, err)
	for i, row := range before.Rows {
		if row.Key == "" {
			continue
		}
		kept, err := folder.Report(now.Rows[i].Key)
		require.NoError(t, err)
		kept.Key = row.Key
		if row.Student.ID == "ada" {
			kept.Report.Verdict = grader.Liveness
			kept.Report.Findings = []grader.FindingJSON{{Verdict: grader.Liveness, Check: "a check of the past"}}
		}
		require.NoError(t, folder.Keep(*kept))
	}
	require.NoError(t, folder.KeepPlan(before))
}

func TestMistakesInTheCommandsOfAClass(t *testing.T) {
	submissions := smallClass(t)
	for name, test := range map[string]struct{ args, want string }{
		"no folder":        {"grade " + submissions, "--out is missing"},
		"unknown exercise": {"grade " + submissions + " --exercises vot --out x", `did you mean "vote"?`},
		"missing input":    {"grade nowhere --out x", "nowhere"},
		"shard":            {"grade " + submissions + " --out x --shard 3", "such as 3/10"},
		"deadline":         {"grade " + submissions + " --out x --deadline monday", "--deadline wants a time"},
		"export":           {"export canva x", "x"},
		"work":             {"work", "--join is missing"},
		"serve alone":      {"serve " + submissions + " --out x --jobs 0", "need --addr or --nats"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			code, _, stderr := runForTest(append([]string{"class"}, strings.Fields(test.args)...)...)
			assert.NotEqual(t, exitDone, code)
			assert.Contains(t, stderr, test.want)
		})
	}
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("thesis.tex", nil, 0o644))
	code, _, stderr := gradeClass(t, submissions, "--out", ".")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, stderr, "choose another one")
}
