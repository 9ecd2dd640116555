package gradetest

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"raftlab/grader"
	"raftlab/grader/visit"
	"raftlab/raft"
)

// go test compiles the learner's file as it was written, so that a debugger finds its lines, and nobody counts
// them: a loop that never ends would keep it until go test's own limit, ten minutes later. So a grading that takes
// long is done once more beside it, with the file that counts. What ends it is that count, as in the page; the
// clock says only when to ask.
var patience = flag.Duration("patience", 20*time.Second, "how long a grading may take before its lines are counted")

// grade grades, and fails the test if a call of a rule does not end.
func grade(t *testing.T, exercise *grader.Exercise, rules raft.Rules, budget grader.Budget) grader.Report {
	t.Helper()
	done := make(chan grader.Report, 1)
	go func() { done <- grader.Grade(exercise, rules, budget) }()
	select {
	case graded := <-done:
		return graded
	case <-time.After(*patience):
	}
	counted, err := count(exercise)
	switch {
	case err != nil:
		t.Logf("the grading takes long, and whether it ends could not be found out: %v", err)
	case strings.Contains(counted.Text, visit.EndlessLoop):
		if *report != "" {
			writeReport(t, counted)
		}
		t.Fatalf("\n%s", counted.Text)
	}
	return <-done // it is slow, or stands in a debugger
}

// count has the exercise graded in a program of its own, with files that count their lines. Its report has no
// text where there are no such files.
func count(exercise *grader.Exercise) (counted grader.ReportJSON, err error) {
	names, err := files(exercise)
	if err != nil || len(names) == 0 {
		return counted, err
	}
	folder, err := os.MkdirTemp("", "raftlab-count-")
	if err != nil {
		return counted, fmt.Errorf("count lines: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	overlay, err := writeOverlay(folder, names)
	if err = errors.Join(err, os.Mkdir(filepath.Join(folder, nothing), 0o700)); err != nil {
		return counted, fmt.Errorf("count lines: %w", err)
	}
	judge, result := filepath.Join(folder, "judge"), filepath.Join(folder, "report.json")
	if output, err := exec.Command("go", "test", "-c", "-o", judge, "-overlay", overlay, ".").CombinedOutput(); err != nil {
		return counted, fmt.Errorf("count lines: %w\n%s", err, output)
	}
	run := exec.Command(judge, "-test.run", "^"+testName(exercise)+"$", "-test.timeout", "5m", "-report", result,
		"-seed", strconv.FormatUint(*seed, 10), "-first-seed", strconv.FormatUint(*first, 10),
		"-schedules", strconv.Itoa(*schedules), "-all="+strconv.FormatBool(*all))
	run.Dir = filepath.Join(folder, nothing)
	output, failed := run.CombinedOutput() // it fails where the grading does
	bytes, err := os.ReadFile(result)
	if err != nil {
		return counted, fmt.Errorf("count lines: %w\n%s", errors.Join(err, failed), output)
	}
	return counted, json.Unmarshal(bytes, &counted)
}

// nothing is the folder, with no file of the learner's in it, where the program runs that counts.
const nothing = "nothing"

// testName is that of the exercise's test: TestVote for vote.
func testName(exercise *grader.Exercise) string {
	return "Test" + strings.ToUpper(exercise.ID[:1]) + exercise.ID[1:]
}

// writeOverlay writes what the go command is to read in place of the files, and gives the overlay's name.
func writeOverlay(folder string, names []string) (string, error) {
	replace := map[string]string{}
	for _, name := range names {
		text, err := instrumented(name)
		if err != nil {
			return "", err
		}
		original, err := filepath.Abs(name)
		if err != nil {
			return "", err
		}
		replace[original] = filepath.Join(folder, name)
		if err := os.WriteFile(replace[original], text, 0o600); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(folder, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}
