package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/grader/hostile"
	"raftlab/grader/runfile"
	"raftlab/grader/submissions"
)

// newSubmissions is for `make parity`, which has each host judge each submission.
func newSubmissions() *cobra.Command {
	o := gradeOptions{seed: grader.DefaultBudget().FirstSeed, schedules: grader.DefaultBudget().Schedules}
	var judge, sample, hostileOnes bool
	cmd := &cobra.Command{
		Use:    "submissions",
		Short:  "Print the submissions that every host must judge alike, as JSON",
		Hidden: true,
		Args:   usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.printSubmissions(cmd.Context(), readers(sample, hostileOnes), judge, cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&judge, "judge", false, "judge each, and print its report with it")
	cmd.Flags().BoolVar(&sample, "sample", false, "only one for each exercise, of different kinds")
	cmd.Flags().BoolVar(&hostileOnes, "hostile", false, "files that attack the grader or were judged wrongly once")
	cmd.Flags().BoolVar(&o.sandbox, "sandbox", false, "judge them as WebAssembly guests")
	return cmd
}

// judged is a submission and its report, nil for a submission that was not judged.
type judged struct {
	submissions.Submission
	Report *grader.ReportJSON `json:"report,omitempty"`
}

// readers choose what is read from the sources at root.
func readers(sample, hostileOnes bool) func(root string) ([]judged, error) {
	switch {
	case hostileOnes:
		return readHostile
	case sample:
		return func(root string) ([]judged, error) {
			all, err := readSubmissions(root)
			return submissions.Sample(all), err
		}
	}
	return readSubmissions
}

// readHostile reads the files that were judged wrongly once, and the hostile ones except those that attack the
// compiler: each host bounds its compiler by itself.
func readHostile(root string) ([]judged, error) {
	cases, err := submissions.Cases(os.DirFS(root))
	if err != nil {
		return nil, err
	}
	var all []judged
	for _, one := range cases {
		all = append(all, judged{Submission: one})
	}
	for _, f := range hostile.Files() {
		if f.Kind == hostile.Bombs || !utf8.ValidString(f.Source) {
			continue // no text of a browser has bytes that are no character
		}
		one := submissions.Submission{Exercise: "vote", Name: f.Kind + ": " + f.Name, Source: f.Source}
		all = append(all, judged{Submission: one})
	}
	return all, nil
}

func (o *gradeOptions) printSubmissions(
	ctx context.Context, read func(root string) ([]judged, error), judge bool, out io.Writer,
) error {
	root, err := checkout(ctx)
	if err != nil {
		return err
	}
	all, err := read(root)
	if err == nil && judge {
		err = o.judgeSubmissions(ctx, root, all)
	}
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(all)
}

func readSubmissions(root string) ([]judged, error) {
	found, err := submissions.All(func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	})
	all := make([]judged, len(found))
	for i, submission := range found {
		all[i].Submission = submission
	}
	return all, err
}

// judgeSubmissions judges as many submissions at a time as there are processors. No report depends on another.
func (o *gradeOptions) judgeSubmissions(ctx context.Context, root string, all []judged) error {
	errs := make([]error, len(all))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for i := range next {
				all[i].Report, errs[i] = o.judgeSubmission(ctx, root, all[i].Submission)
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	workers.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("%s of %s: %w", all[i].Name, all[i].Exercise, err)
		}
	}
	return nil
}

func (o *gradeOptions) judgeSubmission(
	ctx context.Context, root string, s submissions.Submission,
) (*grader.ReportJSON, error) {
	exercise, err := findExercise(s.Exercise)
	if err != nil {
		return nil, err
	}
	file := &runfile.File{Exercise: exercise, Path: s.Exercise + ".go", Source: []byte(s.Source)}
	report, err := o.grade(ctx, root, file, nil)
	if report != nil {
		report.By = nil // the page's engine does not say it
	}
	return report, err
}
