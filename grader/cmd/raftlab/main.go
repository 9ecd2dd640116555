package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"raftlab/lab/story"
)

// The exit codes, which scripts may rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	// exitInconclusive is for work without an answer: it reached a limit, or this machine lacks what it needs.
	exitInconclusive = 3
)

// subcommands are in the order of the help text.
var subcommands = []func() *cobra.Command{
	newServe,
	newRun,
	newTrace,
	newReplay,
	newFork,
	newDiff,
	newStart,
	newGrade,
	newGraderWorker,
	newWholeWorker,
	newGradeGuest,
	newSubmissions,
	newBring,
	newClass,
	newSchema,
	newHint,
	newFuzz,
	newExplore,
	newList,
	newVersion,
	newScenarioTopic,
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its surroundings as arguments, so that tests can call it.
func run(args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteC()
	if err == nil {
		return exitDone
	}
	if cmd == root {
		err = explainUnknownCommand(root, args, err)
	}
	fmt.Fprintf(stderr, "raftlab: %v\n", err)
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	var exit *exitError
	if errors.As(err, &exit) {
		return exit.code
	}
	return exitFailed
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "raftlab",
		Short: "A laboratory for learning Raft",
		Long: "Raft Lab runs Raft clusters in a deterministic laboratory: on the command line,\n" +
			"and in the browser with one Web Worker per server.",
		// An error is one line on stderr, which run prints; the usage text after
		// it would scroll the reason away.
		SilenceErrors: true,
		SilenceUsage:  true,
		// Suggestions are ours, so that commands, flags and scenarios share them.
		DisableSuggestions: true,
	}
	// Otherwise cobra sorts, and the list above would not be the help text's order.
	cobra.EnableCommandSorting = false
	root.SetFlagErrorFunc(explainFlagError)
	for _, newCommand := range subcommands {
		root.AddCommand(newCommand())
	}
	return root
}

// usageError is a mistake in the command line, in contrast to work that failed.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// exitError is an error with its own exit code.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...)}
}

// usageArgs makes a usage error of what a command's argument check refuses.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return &usageError{err}
		}
		return nil
	}
}

// explainUnknownCommand replaces cobra's error about an unknown command. It searches the commands again, because
// cobra's error has no type to recognize. It runs after the execution, which adds cobra's own `help` and `completion`.
func explainUnknownCommand(root *cobra.Command, args []string, err error) error {
	if _, _, findErr := root.Find(args); findErr == nil {
		return err
	}
	var known []string
	for _, cmd := range root.Commands() {
		known = append(known, cmd.Name())
	}
	word := firstWord(args)
	return usagef("unknown command %q%s", word, story.DidYouMean(word, known))
}

// firstWord is the command's place in args: root itself has no flag that takes a value.
func firstWord(args []string) string {
	for _, arg := range args {
		if !strings.HasPrefix(arg, "-") {
			return arg
		}
	}
	return ""
}

func explainFlagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return &usageError{err}
	}
	var known []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		known = append(known, "--"+flag.Name)
	})
	return usagef("%w%s", err, story.DidYouMean("--"+unknown.GetSpecifiedName(), known))
}
