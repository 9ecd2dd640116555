package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"raftlab/grader/class/assignment"
	"raftlab/grader/class/gradebook"
	"raftlab/grader/class/marks"
)

// classOne are the flags of class one.
type classOne struct {
	target, assignment, submission, metadata, out string
}

// newClassOne is for the folders that class autograder writes.
func newClassOne() *cobra.Command {
	var o classOne
	cmd := &cobra.Command{
		Use:   "one",
		Short: "Grade one submission where a gradebook does, and write its result",
		Long: "Grade the submission in a folder, and write the result that a gradebook reads there. It prints one\n" +
			"word: passed, failed, or infrastructure if nothing was graded. Whatever happens, a result is\n" +
			"written first that says that nothing was graded.",
		Hidden: true,
		Args:   usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.target, "for", "", "the gradebook")
	f.StringVar(&o.assignment, "assignment", "", "the assignment's `file`")
	f.StringVar(&o.submission, "submission", "", "the `folder` with the submission")
	f.StringVar(&o.metadata, "metadata", "", "the gradebook's `file` that says whose it is; it may be missing")
	f.StringVar(&o.out, "out", "", "the `file` to write")
	return cmd
}

func (o *classOne) run(ctx context.Context, out io.Writer) error {
	ctx, stop := untilInterrupted(ctx)
	defer stop()
	text, err := os.ReadFile(o.assignment)
	if err != nil {
		return usagef("read the assignment: %w", err)
	}
	s := gradebook.Single{Target: o.target, Submission: o.submission, Mark: marks.Of, Jobs: runtime.NumCPU()}
	if s.Assignment, err = assignment.Read(text); err != nil {
		return usagef("read the assignment %s: %w", o.assignment, err)
	}
	if err := o.whose(&s); err != nil {
		return err
	}
	s.Seed = func(exercise string) uint64 { return assignment.Seed(s.Assignment, s.Student, exercise) }
	if s.By, err = thisGrader(); err != nil {
		return err
	}
	if s.Judge, err = classJudge(ctx); err != nil {
		return err
	}
	outcome, err := s.Write(ctx, o.out)
	if err != nil {
		return &exitError{exitInconclusive, err}
	}
	_, err = fmt.Fprintln(out, outcome)
	return err
}

// whose reads whose submission it is.
func (o *classOne) whose(s *gradebook.Single) error {
	text, err := os.ReadFile(o.metadata)
	if o.metadata == "" || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		s.Student, err = gradebook.Submitter(o.target, text)
	}
	if err != nil {
		return &exitError{exitInconclusive, fmt.Errorf("read whose submission it is: %w", err)}
	}
	return nil
}

// classAutograder are the flags of class autograder.
type classAutograder struct {
	handedIn
	program string
}

func newClassAutograder() *cobra.Command {
	var o classAutograder
	cmd := &cobra.Command{
		Use:   "autograder gradescope|prairielearn|github DIR",
		Short: "Write a folder that grades one submission at a gradebook",
		Long: "Write a folder that grades one submission at Gradescope or PrairieLearn, or in a workflow of\n" +
			"GitHub: its scripts, this program, and a README that says where it goes. It needs no network while\n" +
			"it grades.",
		Example: "  raftlab class autograder gradescope autograder --exercises vote",
		Args:    usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(args[0], args[1], cmd.OutOrStdout())
		},
	}
	o.addAssignment(cmd)
	cmd.Flags().StringVar(&o.program, "program", "", "a raftlab for Linux; this program if left out")
	return cmd
}

func (o *classAutograder) run(target, path string, out io.Writer) error {
	a, err := o.wanted()
	if err != nil {
		return err
	}
	program := o.program
	if program == "" {
		if program, err = os.Executable(); err != nil {
			return fmt.Errorf("find this program: %w", err)
		}
	}
	folder, err := gradebook.Autograder(target, a, runtime.GOARCH)
	if err != nil {
		return usagef("%w", err)
	}
	if err := folder.Write(path, program); err != nil {
		return err
	}
	said := fmt.Sprintf("%s grades with the files in %s\n", folder.Title, path)
	if folder.Zipped {
		archive := filepath.Clean(path) + ".zip"
		if err := writeZip(folder, archive, program); err != nil {
			return err
		}
		said = fmt.Sprintf("%s takes %s; %s has its files\n", folder.Title, archive, path)
	}
	_, err = io.WriteString(out, said)
	return err
}

func writeZip(folder gradebook.Folder, path, program string) error {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return errors.Join(folder.Zip(file, program), file.Close())
}
