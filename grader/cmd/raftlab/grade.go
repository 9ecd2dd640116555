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
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/grader/runfile"
	"raftlab/grader/source"
)

// gradeOptions are the flags of grade.
type gradeOptions struct {
	exercises bool
	all       bool
	seed      uint64
	schedules int
	jobs      int
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
		Long: "Judge an exercise: the file exercises/EXERCISE/EXERCISE.go of the folder that `raftlab start` made\n" +
			"(or of a checkout), if this folder is it or lies in it. With FILE.go, that file is judged instead. It\n" +
			"may import only what the rules need, and has no variables outside of functions. It is compiled and\n" +
			"runs in processes of their own, within bounds: lines are counted, memory and processor time are\n" +
			"limited, and nothing is left behind. With --sandbox the rules run as a WebAssembly guest, cannot reach\n" +
			"this machine, and everything that judges is outside of the guest. The report is the same.\n\n" +
			"Exit codes: 0 it passes, 1 it does not, 2 the command line was wrong, 3 this machine could not judge.\n" +
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
	f.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "with --all-exercises, how many are judged at a time")
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
		return o.unable(out, chosen, err)
	}
	watch := watcher(errOut)
	if len(chosen) > 1 {
		watch = nil // several are judged at a time
	}
	failed, task := 0, 1
	for _, next := range o.begin(chosen, func(exercise grader.About) (*grader.ReportJSON, error) {
		return o.judge(ctx, root, exercise, file, watch)
	}) {
		report, err := next()
		if report != nil {
			err = errors.Join(err, o.print(out, report), o.keep(out, report))
		}
		if err != nil {
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

// unable prints a report for each exercise that could not be judged.
func (o *gradeOptions) unable(out io.Writer, chosen []grader.About, err error) error {
	for _, exercise := range chosen {
		err = errors.Join(err, o.print(out, runfile.Unable(&runfile.File{Exercise: exercise}, err)))
	}
	return err
}

// begin judges the exercises, as many at a time as there are jobs, and gives the outcome of each, in their order.
func (o *gradeOptions) begin(
	chosen []grader.About, judge func(grader.About) (*grader.ReportJSON, error),
) []func() (*grader.ReportJSON, error) {
	free := make(chan struct{}, o.jobs)
	var outcomes []func() (*grader.ReportJSON, error)
	for _, exercise := range chosen {
		var report *grader.ReportJSON
		var err error
		done := make(chan struct{})
		go func() {
			defer close(done)
			free <- struct{}{}
			report, err = judge(exercise)
			<-free
		}()
		outcomes = append(outcomes, func() (*grader.ReportJSON, error) {
			<-done
			return report, err
		})
	}
	return outcomes
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
	case o.jobs < 1 || o.jobs > 1000:
		return nil, "", usagef("--jobs %d is not between 1 and 1000", o.jobs)
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

// judge gives the report for one exercise. The error, if there is a report, says that this machine could not judge.
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

// grade judges a file in other processes of this program.
func (o *gradeOptions) grade(
	ctx context.Context, root string, learner *runfile.File, watch *watch,
) (*grader.ReportJSON, error) {
	wanted, err := workers()
	if err != nil {
		return runfile.Unable(learner, err), err
	}
	wanted.FirstSeed, wanted.Schedules, wanted.All, wanted.Progress = o.seed, o.schedules, o.all, watch.progress()
	if !o.sandbox {
		wanted.Host = nil
	}
	report, err := wanted.Grade(ctx, root, learner)
	if err != nil {
		err = &exitError{exitInconclusive, fmt.Errorf("%s could not be judged: %w", learner.Exercise.ID, err)}
	}
	return report, err
}

// workers are the programs that work on a learner's file: this one, with its hidden commands.
func workers() (runfile.Wanted, error) {
	ourselves, err := os.Executable()
	if err != nil {
		return runfile.Wanted{}, fmt.Errorf("find this program, which works in other processes, too: %w", err)
	}
	return runfile.Wanted{Worker: []string{ourselves, graderWorker}, Host: []string{ourselves, gradeGuest}}, nil
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
		_, err := fmt.Fprint(out, report.Text, links(report), printedBy(report))
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

// printedBy is what the judged code printed, apart from the report.
func printedBy(report *grader.ReportJSON) string {
	if report.Output == "" {
		return ""
	}
	return "\nYour code printed, in its first calls:\n  " + strings.ReplaceAll(report.Output, "\n", "\n  ") + "\n"
}

// checkout is the folder with the sources that a file is compiled with.
func checkout(ctx context.Context) (string, error) {
	root, err := runfile.Checkout(ctx)
	if errors.Is(err, source.ErrUnavailable) {
		return "", &exitError{exitInconclusive, err}
	}
	return root, err
}
