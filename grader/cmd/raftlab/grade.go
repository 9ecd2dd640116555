package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/grader/runfile"
)

// gradeOptions are the flags of grade.
type gradeOptions struct {
	exercises bool
	all       bool
	seed      uint64
	schedules int
	json      bool
	solutions bool
	sandbox   bool
	save      string
	link      string
}

// defaultBase is where `raftlab serve` serves the page, by default.
const defaultBase = "http://localhost:8080"

func newGrade() *cobra.Command {
	var o gradeOptions
	cmd := &cobra.Command{
		Use:   "grade EXERCISE [FILE.go]",
		Short: "Judge what a learner wrote",
		Long: "Judge an exercise, as `go test ./exercises/EXERCISE` does in this checkout. With FILE.go, that file\n" +
			"is judged in place of the learner's. It may import only what the rules need. It is compiled and runs\n" +
			"in a separate process, in which the number of lines that one call of a rule visits is limited. With\n" +
			"--sandbox it runs as a WebAssembly guest, as in the page, and cannot reach this machine.\n\n" +
			"Exit codes: 0 it passes, 1 it does not, 2 the command line was wrong, 3 it could not be judged.\n" +
			"With --json, the report has the form that grader.ReportJSON describes, version " +
			strconv.Itoa(grader.ReportVersion) + ".",
		Example: "  raftlab grade vote\n  raftlab grade vote mine.go --schedules 1000\n  raftlab grade vote " +
			"mine.go --link\n" +
			"  raftlab grade vote theirs.go --sandbox\n  raftlab grade --all-exercises --solutions",
		Args: usageArgs(cobra.MaximumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.exercises, "all-exercises", false, "judge all exercises, in their order")
	f.BoolVar(&o.all, "all", false, "play all schedules, also after enough of them have failed")
	f.Uint64Var(&o.seed, "seed", 1, "the first seed of the random schedules")
	f.IntVar(&o.schedules, "schedules", grader.DefaultBudget().Schedules, "how many random schedules")
	f.StringVar(&o.save, "save", "", "a folder for what broke in a cluster: the smallest scenario, and its trace")
	f.StringVar(&o.link, "link", "",
		"print a link that opens what broke in the page, which is served at this `address`")
	f.Lookup("link").NoOptDefVal = defaultBase
	f.BoolVar(&o.json, "json", false, "print the report as JSON")
	f.BoolVar(&o.solutions, "solutions", false, "judge the solutions in place of the learner's files")
	f.BoolVar(&o.sandbox, "sandbox", false,
		"run the file as a WebAssembly guest, which cannot reach this machine")
	return cmd
}

func (o *gradeOptions) run(ctx context.Context, args []string, out, errOut io.Writer) error {
	chosen, file, err := o.chosen(args)
	if err != nil {
		return err
	}
	root, err := checkout(ctx)
	if err != nil {
		return err
	}
	watch := watcher(errOut)
	failed, task := 0, 1
	for _, exercise := range chosen {
		report, err := o.judge(ctx, root, exercise, file, watch)
		if err != nil {
			return err
		}
		if err := errors.Join(o.print(out, report), o.keep(out, report)); err != nil {
			return err
		}
		if report.Verdict != grader.Pass {
			failed++
			task = taskOf(report)
		}
	}
	if failed > 0 && !o.exercises {
		return fmt.Errorf("%s does not pass yet; raftlab hint %s %d gives a hint for its task %d",
			chosen[0].ID, chosen[0].ID, task, task)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d exercises do not pass", failed, len(chosen))
	}
	return nil
}

// taskOf is the task that the gravest finding belongs to, or the first task if none is known.
func taskOf(report *grader.ReportJSON) int {
	for _, finding := range report.Findings {
		if finding.Task > 0 {
			return finding.Task
		}
	}
	return 1
}

// chosen is the exercises and the file that the command line names. The file is "" for the learner's own.
func (o *gradeOptions) chosen(args []string) ([]grader.About, string, error) {
	switch {
	case o.exercises == (len(args) > 0):
		return nil, "", usagef("want one exercise, or --all-exercises")
	case o.schedules < 1 || o.schedules > 1_000_000:
		return nil, "", usagef("--schedules %d is not between 1 and 1,000,000", o.schedules)
	case o.solutions && len(args) == 2:
		return nil, "", usagef("want a file or --solutions, not both")
	case o.exercises:
		return allExercises(), "", nil
	}
	exercise, err := findExercise(args[0])
	if err != nil {
		return nil, "", err
	}
	file := ""
	if len(args) == 2 {
		file = args[1]
	}
	return []grader.About{exercise}, file, nil
}

// judge gives the report for one exercise.
func (o *gradeOptions) judge(
	ctx context.Context, root string, exercise grader.About, file string, watch *watch,
) (*grader.ReportJSON, error) {
	learner, err := runfile.Read(root, exercise, file, o.solutions)
	if err != nil {
		return nil, &usageError{err}
	}
	watch.begin(exercise)
	report, err := o.grade(ctx, root, learner, watch)
	watch.end()
	if err != nil || o.link == "" {
		return report, err
	}
	return report, addLinks(o.link, report, learner)
}

// grade compiles and runs a file. With --sandbox, another process of this program hosts the file as a guest.
func (o *gradeOptions) grade(
	ctx context.Context, root string, learner *runfile.File, watch *watch,
) (*grader.ReportJSON, error) {
	wanted := runfile.Wanted{FirstSeed: o.seed, Schedules: o.schedules, All: o.all, Progress: watch.progress()}
	if o.sandbox {
		ourselves, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("grade as a guest: %w", err)
		}
		wanted.Host = []string{ourselves, gradeGuest}
	}
	return wanted.Grade(ctx, root, learner)
}

// keep writes what broke in a cluster to the folder.
func (o *gradeOptions) keep(out io.Writer, report *grader.ReportJSON) error {
	if o.save == "" {
		return nil
	}
	kept := map[string]bool{}
	for _, finding := range report.Findings {
		what := cmp.Or(finding.Property, "not-over")
		if finding.Smallest == "" || kept[what] {
			continue // the first is the gravest
		}
		kept[what] = true
		base := filepath.Join(o.save, report.Exercise+"-"+what)
		err := os.MkdirAll(o.save, 0o755)
		if err == nil {
			err = errors.Join(os.WriteFile(base+".txt", []byte(finding.Smallest), 0o644), os.WriteFile(base+".trace",
				[]byte(finding.Trace), 0o644))
		}
		if err != nil {
			return fmt.Errorf("keep what broke: %w", err)
		}
		if o.json {
			continue
		}
		if _, err := fmt.Fprintf(out, "  kept in %s.txt and %s.trace; to read it: raftlab trace %s.trace\n",
			base, base, base); err != nil {
			return err
		}
	}
	return nil
}

func (o *gradeOptions) print(out io.Writer, report *grader.ReportJSON) error {
	if !o.json {
		_, err := fmt.Fprint(out, report.Text, links(report))
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

// checkout is the root of the module that holds the exercises.
func checkout(ctx context.Context) (string, error) {
	root, err := runfile.Checkout(ctx)
	if err != nil {
		return "", &usageError{err}
	}
	return root, nil
}
