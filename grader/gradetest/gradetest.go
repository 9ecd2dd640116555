package gradetest

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"raftlab/grader"
	"raftlab/grader/instrument"
	"raftlab/grader/rulecall"
)

var (
	seed      = flag.Uint64("seed", 0, "run only the schedule of this seed")
	schedules = flag.Int("schedules", grader.DefaultBudget().Schedules, "run this many schedules")
	events    = flag.String("events", "", "write the trace of the last schedule to this file")
	first     = flag.Uint64("first-seed", grader.DefaultBudget().FirstSeed, "begin the schedules with this seed")
	all       = flag.Bool("all", false, "play all schedules, also after enough of them have failed")
	report    = flag.String("report", "", "write the report to this file as JSON")
	strict    = flag.Bool("strict", false, "fail an exercise that is not finished, instead of skipping it")
	progress  = flag.String("progress", "", "write to this file how the grading goes on, a line of JSON each")
)

// Run grades an exercise: the reference's rules, of which change replaces some by the learner's. A test of the
// starter's rules is skipped, not failed.
func Run[R any](t *testing.T, exercise *grader.Exercise[R], change func(rules *R)) {
	t.Helper()
	debug.SetMaxStack(rulecall.MaxStack)
	rules := exercise.Reference()
	change(&rules)
	run(t, grader.Bind(exercise, exercise.Enter(rules)))
}

func run(t *testing.T, judge grader.Judge) {
	t.Helper()
	exercise := judge.About()
	if err := checkFiles(exercise); err != nil {
		t.Fatal(err)
	}
	budget := grader.Budget{FirstSeed: *first, Schedules: *schedules, All: *all}
	if *seed != 0 {
		budget = grader.Budget{FirstSeed: *seed, Schedules: 1, OnlySchedules: true}
	}
	var kept []byte
	if *events != "" {
		of := uint64(0)
		budget.Trace = func(seed uint64, line []byte) {
			if seed != of {
				of, kept = seed, nil
			}
			kept = append(kept, line...)
		}
	}
	if *progress != "" {
		file, err := os.OpenFile(*progress, os.O_WRONLY|os.O_CREATE, 0o644)
		if err != nil {
			t.Fatalf("write progress: %v", err)
		}
		defer file.Close()
		// The watcher may have left; only the report matters.
		encoder := json.NewEncoder(file)
		budget.Progress = func(p grader.Progress) { _ = encoder.Encode(p) }
	}
	graded := grade(t, judge, budget)
	if *report != "" {
		writeReport(t, graded.JSON())
	}
	if *events != "" && len(kept) > 0 {
		if err := os.WriteFile(*events, kept, 0o644); err != nil {
			t.Errorf("write the trace: %v", err)
		}
	}
	switch graded.Verdict {
	case grader.Pass:
		t.Log(graded.Text())
	case grader.Unfinished:
		unfinished(t, graded)
	default:
		t.Fatalf("\n%s", graded.Text())
	}
}

// unfinished skips the test of an exercise that is not finished or, with -strict, fails it.
func unfinished(t *testing.T, graded grader.Report) {
	t.Helper()
	what := fmt.Sprintf("not started: open %s and write the rule; its README.md is the lesson", graded.About.File)
	if graded.Passed > 0 {
		what = fmt.Sprintf("not finished, %d checks pass: open %s, where a rule is still to be written",
			graded.Passed, graded.About.File)
	}
	if *strict {
		t.Fatalf("%s is %s", graded.About.ID, what)
	}
	if !testing.Verbose() {
		showSkip(graded.About.ID, what)
	}
	t.Skip(what)
}

// noTests is the one line of a passing test that the go command shows without -v: as "[no tests to run]", after the ok
// of the package.
const noTests = "testing: warning: no tests to run"

// showSkip makes a skip visible without -v. For `go test ./exercises/vote`, the go command drops all that a passing
// test prints, but shows noTests. `go test` within the exercise's folder shows the sentence, too.
func showSkip(exercise, what string) {
	fmt.Fprintf(os.Stdout, "%s\n%s was skipped: it is %s\n", noTests, exercise, what)
}

// checkFiles refuses what a learner's files must not do, with the errors of the page and of raftlab grade: go test
// compiles the files unchanged, and would accept them.
func checkFiles(exercise grader.About) error {
	names, err := files(exercise)
	if err != nil {
		return err
	}
	for _, name := range names {
		var refused *instrument.Refused
		_, err := instrumented(name)
		if errors.As(err, &refused) {
			return fmt.Errorf("%s:%w", name, refused)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// files are the learner's, in the folder of their package, where go test runs a test. raftlab grade has
// instrumented the file itself, and runs the test in an empty folder.
func files(exercise grader.About) ([]string, error) {
	if _, err := os.Stat(path.Base(exercise.File)); err != nil {
		return nil, nil // the test runs in another folder than the package's
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		return nil, fmt.Errorf("find the exercise's files: %w", err)
	}
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, "_test.go") }), nil
}

// instrumented is a file's text with the calls that count its lines.
func instrumented(name string) ([]byte, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the exercise's file: %w", err)
	}
	return instrument.File(name, source)
}

func writeReport(t *testing.T, graded grader.ReportJSON) {
	bytes, err := json.MarshalIndent(graded, "", "  ")
	if err == nil {
		err = os.WriteFile(*report, append(bytes, '\n'), 0o644)
	}
	if err != nil {
		t.Errorf("write the report: %v", err)
	}
}
