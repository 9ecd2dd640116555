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
	"raftlab/grader/overlay"
	"raftlab/grader/visit"
)

// go test compiles the learner's file unchanged, so that a debugger finds its lines. Nothing counts the lines then, and
// an endless loop would run until go test's own limit of ten minutes. So a grading that takes long is repeated beside
// it, with the file that counts its lines. As in the page, the count decides. The clock only starts the repetition.
var patience = flag.Duration("patience", 20*time.Second, "how long a grading may take before its lines are counted")

// grade grades, and fails the test if a call of a rule does not end.
func grade(t *testing.T, judge grader.Judge, budget grader.Budget) grader.Report {
	t.Helper()
	done := make(chan grader.Report, 1)
	go func() { done <- judge.Grade(budget) }()
	select {
	case graded := <-done:
		return graded
	case <-time.After(*patience):
	}
	counted, err := count(judge.About())
	switch {
	case err != nil:
		t.Logf("the grading takes long, and counting its lines failed: %v", err)
	case strings.Contains(counted.Text, visit.EndlessLoop):
		if *report != "" {
			writeReport(t, counted)
		}
		t.Fatalf("\n%s", counted.Text)
	}
	return <-done // it is slow, or stopped in a debugger
}

// count grades the exercise in a separate program, with files that count their lines. Without such files the report has
// no text.
func count(exercise grader.About) (counted grader.ReportJSON, err error) {
	names, err := files(exercise)
	if err != nil || len(names) == 0 {
		return counted, err
	}
	folder, err := os.MkdirTemp("", "raftlab-count-")
	if err != nil {
		return counted, fmt.Errorf("count lines: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	judge, err := compile(folder, names)
	if err != nil {
		return counted, fmt.Errorf("count lines: %w", err)
	}
	result := filepath.Join(folder, "report.json")
	output, failed := start(judge, filepath.Join(folder, nothing), append(testFlags(exercise), "-report", result))
	bytes, err := os.ReadFile(result) // the program itself fails where the grading does
	if err != nil {
		return counted, fmt.Errorf("count lines: %w\n%s", errors.Join(err, failed), output)
	}
	return counted, json.Unmarshal(bytes, &counted)
}

// compile makes a program of this test and of the files, and gives its path.
func compile(folder string, names []string) (judge string, err error) {
	texts, err := counting(names)
	if err != nil {
		return "", err
	}
	list, _, err := overlay.Write(folder, texts)
	if err != nil {
		return "", err
	}
	judge = filepath.Join(folder, "judge")
	if output, err := start("go", ".", []string{"test", "-c", "-o", judge, "-overlay", list, "."}); err != nil {
		return "", fmt.Errorf("%w\n%s", err, output)
	}
	return judge, os.Mkdir(filepath.Join(folder, nothing), 0o700)
}

// testFlags are the flags of this test that the verdict depends on.
func testFlags(exercise grader.About) []string {
	flags := []string{
		"-test.run", "^" + testName(exercise) + "$", "-test.timeout", "5m",
		"-seed", strconv.FormatUint(*seed, 10), "-first-seed", strconv.FormatUint(*first, 10),
		"-schedules", strconv.Itoa(*schedules), "-all=" + strconv.FormatBool(*all),
	}
	if *events != "" {
		flags = append(flags, "-events", absolute(*events))
	}
	return flags
}

// absolute is the absolute path, or the path unchanged if there is no working directory.
func absolute(path string) string {
	if found, err := filepath.Abs(path); err == nil {
		return found
	}
	return path
}

// start runs a program to its end, and gives its output.
func start(program, folder string, args []string) (output []byte, err error) {
	command := exec.Command(program, args...)
	command.Dir = folder
	return command.CombinedOutput()
}

// nothing is the folder where the counting program runs. It has none of the learner's files.
const nothing = "nothing"

// testName is the name of the exercise's test: TestVote for vote.
func testName(exercise grader.About) string {
	return "Test" + strings.ToUpper(exercise.ID[:1]) + exercise.ID[1:]
}

// counting is the files' instrumented texts, by the files' paths.
func counting(names []string) (map[string][]byte, error) {
	texts := map[string][]byte{}
	for _, name := range names {
		text, err := instrumented(name)
		if err != nil {
			return nil, err
		}
		texts[absolute(name)] = text
	}
	return texts, nil
}
