package gradebook_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/gradebook"
	"raftlab/grader/class/judging"
	"raftlab/grader/runfile"
	"raftlab/grader/solo"
)

// actAsRaftlab is a variable of the environment that makes the test program one that grades, as the scripts call it.
const actAsRaftlab = "ACT_AS_RAFTLAB"

// The arguments of the processes that judge a file.
const (
	asWorker = "test-worker"
	asHost   = "test-host"
)

func TestMain(m *testing.M) {
	hidden := len(os.Args) > 1 && (os.Args[1] == asWorker || os.Args[1] == asHost)
	if hidden || os.Getenv(actAsRaftlab) != "" {
		if err := program(context.Background(), os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// program is as much of raftlab as the scripts need, with real gradings.
func program(ctx context.Context, args []string) error {
	switch {
	case len(args) == 1 && args[0] == "version":
		return nil
	case len(args) == 1 && args[0] == asWorker:
		return runfile.Work(ctx, os.Stdin, os.Stdout)
	case len(args) > 1 && args[0] == asHost:
		flags := flag.NewFlagSet(asHost, flag.ContinueOnError)
		options, exercise := solo.Flags(flags), flags.String("exercise", "", "")
		if err := flags.Parse(args[2:]); err != nil {
			return err
		}
		return runfile.HostGuest(ctx, args[1], *exercise, options, os.Stderr)
	case len(args) > 2 && args[0] == "class" && args[1] == "one":
		return classOne(ctx, args[2:])
	}
	return fmt.Errorf("unknown arguments: %q", args)
}

func classOne(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("one", flag.ContinueOnError)
	target, assigned := flags.String("for", "", ""), flags.String("assignment", "", "")
	submission, out := flags.String("submission", "", ""), flags.String("out", "", "")
	metadata := flags.String("metadata", "", "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, err := os.ReadFile(*assigned)
	if err != nil {
		return err
	}
	s := gradebook.Single{
		Target: *target, Submission: *submission, Judge: judge, Mark: mark,
		Seed: func(string) uint64 { return 1 },
	}
	if err := json.Unmarshal(text, &s.Assignment); err != nil {
		return err
	}
	if text, err := os.ReadFile(*metadata); err == nil {
		if s.Student, err = gradebook.Submitter(*target, text); err != nil {
			return err
		}
	}
	outcome, err := s.Write(ctx, *out)
	fmt.Println(outcome)
	return err
}

// judge judges a task in processes of their own, as a guest.
func judge(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
	ourselves, err := os.Executable()
	if err != nil {
		return nil, err
	}
	root, err := runfile.Checkout(ctx)
	if err != nil {
		return nil, err
	}
	wanted := runfile.Wanted{
		FirstSeed: task.Seed, Schedules: task.Schedules,
		Worker: []string{ourselves, asWorker}, Host: []string{ourselves, asHost},
	}
	file := &runfile.File{Exercise: task.Exercise, Path: task.Exercise.ID + ".go", Source: task.Source}
	report, err := wanted.Grade(ctx, root, file)
	if err != nil {
		return nil, err
	}
	return report, nil
}

// mark gives all points for a pass, and none for anything else.
func mark(assigned class.Assigned, report *grader.ReportJSON) *class.Marks {
	marks := &class.Marks{Of: assigned.Points}
	if report.Verdict == grader.Infrastructure {
		return nil
	}
	if report.Verdict == grader.Pass {
		marks.Points = assigned.Points
	}
	return marks
}
