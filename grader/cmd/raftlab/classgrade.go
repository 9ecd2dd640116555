package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/assignment"
	"raftlab/grader/class/gradebook"
	"raftlab/grader/class/grading"
	"raftlab/grader/class/intake"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/results"
	"raftlab/grader/gradable"
)

// handedIn are the flags that say what a class handed in.
type handedIn struct {
	assignment, exercises, title, secret, deadline, mapping string
	roster                                                  string
	schedules                                               int
}

// add adds all of them, and addAssignment those about what is wanted.
func (h *handedIn) add(cmd *cobra.Command) {
	h.addAssignment(cmd)
	cmd.Flags().StringVar(&h.mapping, "mapping", "",
		"a `file` that says whose a file is; --dry-run prints lines for it")
	cmd.Flags().StringVar(&h.roster, "roster", "",
		"a gradebook's `file` with all students: who handed in nothing gets a row, too")
}

func (h *handedIn) addAssignment(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&h.assignment, "assignment", "",
		"a `file` that says what is wanted, and what it is worth (raftlab schema assignment)")
	f.StringVar(&h.exercises, "exercises", "",
		"without such a file: the exercises, such as vote,append; all if left out")
	f.StringVar(&h.title, "title", "", "the title for people")
	f.StringVar(&h.secret, "secret", "",
		"a `file` with a secret, from which the seeds of each student follow; openssl rand -hex 16 makes one")
	f.StringVar(&h.deadline, "deadline", "", "when files are late, such as 2026-05-11T23:59:00+02:00")
	f.IntVar(&h.schedules, "schedules", 0, "how many random schedules; 200 if nothing says otherwise")
}

// read reads the assignment, and what was handed in at the paths.
func (h *handedIn) read(ctx context.Context, paths []string) (class.Assignment, intake.Found, error) {
	a, err := h.wanted()
	if err != nil {
		return class.Assignment{}, intake.Found{}, err
	}
	options := intake.Options{}
	for _, e := range a.Exercises {
		judge, _ := gradable.Find(e.ID) // the assignment was checked
		options.Exercises = append(options.Exercises, judge.About())
	}
	options.Due, _ = assignment.Due(a)
	if h.mapping != "" {
		text, err := os.ReadFile(h.mapping)
		if err == nil {
			options.Mapping, err = intake.ReadMapping(text)
		}
		if err != nil {
			return class.Assignment{}, intake.Found{}, usagef("%s: %w", h.mapping, err)
		}
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			return class.Assignment{}, intake.Found{}, usagef("read what was handed in: %w", err)
		}
	}
	found := intake.Read(ctx, paths, options)
	if err := h.addRoster(a, &found); err != nil {
		return class.Assignment{}, intake.Found{}, err
	}
	return a, found, ctx.Err()
}

// addRoster adds whoever is in the roster and handed in nothing.
func (h *handedIn) addRoster(a class.Assignment, found *intake.Found) error {
	if h.roster == "" {
		return nil
	}
	text, err := os.ReadFile(h.roster)
	if err != nil {
		return usagef("read the roster: %w", err)
	}
	roster, err := gradebook.ReadRoster(text)
	if err != nil {
		return usagef("the roster %s: %w", h.roster, err)
	}
	var exercises []string
	for _, assigned := range a.Exercises {
		exercises = append(exercises, assigned.ID)
	}
	roster.Add(found, exercises)
	return nil
}

// wanted is the assignment: that of the file, or of the flags.
func (h *handedIn) wanted() (class.Assignment, error) {
	a, err := h.base()
	if err != nil {
		return class.Assignment{}, err
	}
	if h.title != "" {
		a.Title = h.title
	}
	if h.schedules < 0 || h.schedules > 1_000_000 {
		return class.Assignment{}, usagef("--schedules %d is not between 1 and 1,000,000", h.schedules)
	}
	if h.schedules > 0 {
		a.Schedules = h.schedules
	}
	if h.deadline != "" {
		a.Deadline = h.deadline
		if _, isTime := assignment.Due(a); !isTime {
			return class.Assignment{}, usagef("--deadline wants a time such as 2026-05-11T23:59:00+02:00, got %q",
				h.deadline)
		}
	}
	if h.secret != "" {
		text, err := os.ReadFile(h.secret)
		if err != nil {
			return class.Assignment{}, usagef("read the secret: %w", err)
		}
		a.Secret = strings.TrimSpace(string(text))
		if err := assignment.CheckSecret(a.Secret); err != nil {
			return class.Assignment{}, usagef("the secret in %s: %w", h.secret, err)
		}
	}
	return a, nil
}

func (h *handedIn) base() (class.Assignment, error) {
	if h.assignment != "" {
		if h.exercises != "" {
			return class.Assignment{}, usagef("want --assignment or --exercises, not both")
		}
		text, err := os.ReadFile(h.assignment)
		var a class.Assignment
		if err == nil {
			a, err = assignment.Read(text)
		}
		if err != nil {
			return class.Assignment{}, usagef("read the assignment %s: %w", h.assignment, err)
		}
		return a, nil
	}
	var ids []string
	for id := range strings.SplitSeq(h.exercises, ",") {
		if id = strings.TrimSpace(id); id != "" {
			ids = append(ids, id)
		}
	}
	a, err := assignment.Default(ids)
	if err != nil {
		return class.Assignment{}, usagef("--exercises: %w", err)
	}
	return a, nil
}

// classGrade are the flags of class grade.
type classGrade struct {
	handedIn
	out, shard, lab string
	jobs            int
	dry             bool
}

func newClassGrade() *cobra.Command {
	var o classGrade
	cmd := &cobra.Command{
		Use:   "grade DIR|ZIP… --out RESULTS",
		Short: "Judge all files of a class, and write pages, a table and the reports",
		Long: "Judge what a class handed in: folders and archives as they come from Moodle, Canvas, Blackboard,\n" +
			"Gradescope or Classroom, one folder a student, or flat files. Nothing is unpacked. Whatever is\n" +
			"missing, late or unreadable is a row with its reason. --dry-run prints what is understood, and judges\n" +
			"nothing.\n\n" +
			"Interrupt it when you like: the same command goes on, and judges only what is new.\n\n" +
			"Exit codes: 0 done, 2 the command line was wrong, 3 interrupted, or this machine could not judge\n" +
			"some files: those have no grade, and are tried again by the same command.",
		Example: "  raftlab class grade submissions.zip --exercises vote --out results --dry-run\n" +
			"  raftlab class grade submissions.zip --exercises vote --out results\n" +
			"  raftlab class grade week3/ --assignment week3.json --secret secret.txt --out results",
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	o.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", "the folder of results; it is made if it is missing")
	f.StringVar(&o.shard, "shard", "", "judge only a part, such as 3/10: raftlab class merge puts the parts together")
	f.StringVar(&o.lab, "lab", "", "the `address` at which the lab is served: pages link to it")
	f.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many files are judged at a time")
	f.BoolVar(&o.dry, "dry-run", false, "print what is understood, and judge nothing")
	return cmd
}

func (o *classGrade) run(ctx context.Context, paths []string, out, errOut io.Writer) error {
	ctx, stop := untilInterrupted(ctx)
	defer stop()
	if o.out == "" && !o.dry {
		return usagef("--out is missing: the folder for the results")
	}
	shard := judging.Shard{}
	var err error
	if o.shard != "" {
		if shard, err = judging.ParseShard(o.shard); err != nil {
			return usagef("--shard: %w", err)
		}
	}
	if o.jobs < 1 || o.jobs > 1000 {
		return usagef("--jobs %d is not between 1 and 1000", o.jobs)
	}
	a, found, err := o.read(ctx, paths)
	if err != nil {
		return err
	}
	if o.dry {
		_, err := io.WriteString(out, found.Text())
		return err
	}
	return inFolder(o.out, func(folder *results.Folder) error {
		by, err := thisGrader()
		if err != nil {
			return err
		}
		plan := grading.Plan(a, found, by)
		plan.Began = time.Now().UTC().Truncate(time.Second)
		if err := grading.Begin(folder, plan); err != nil {
			return err
		}
		failures, err := judgePlan(ctx, folder, plan, shard, o.jobs, errOut)
		if err != nil {
			return err
		}
		if err := finish(ctx, folder, plan, failures, o.lab, out); err != nil {
			return err
		}
		return unjudged(failures)
	})
}

// inFolder does something with a folder of results.
func inFolder(path string, do func(*results.Folder) error) error {
	folder, err := results.Open(path)
	if errors.Is(err, results.ErrForeign) {
		return usagef("--out: %w", err)
	}
	if err != nil {
		return err
	}
	return errors.Join(do(folder), folder.Close())
}

// judgePlan judges what has no report yet, and gives what this machine could not judge.
func judgePlan(
	ctx context.Context, folder *results.Folder, plan *results.Plan, shard judging.Shard, jobs int, errOut io.Writer,
) ([]judging.Failure, error) {
	tasks, err := grading.Missing(folder, plan, shard)
	if err != nil || len(tasks) == 0 {
		return nil, err
	}
	judge, err := classJudge(ctx)
	if err != nil {
		return nil, err
	}
	progress := newClassProgress(errOut)
	done := 0
	keep := grading.Keeper(folder, plan.By)
	pool := judging.Pool{Jobs: jobs, Judge: judge, Progress: progress.take,
		Keep: func(task judging.Task, report *grader.ReportJSON, took time.Duration) error {
			done++
			return keep(task, report, took)
		}}
	failures, err := pool.Run(ctx, tasks)
	progress.end()
	if ctx.Err() != nil {
		return nil, &exitError{exitInconclusive, fmt.Errorf(
			"interrupted: %d of %d files are judged and kept; the same command goes on", done, len(tasks))}
	}
	return failures, err
}
