package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/lab/story"
)

// forkOptions are the flags of `raftlab fork`.
type forkOptions struct {
	at       uint64
	do       []string
	commands string
	trace    string
	hash     bool
}

func newFork() *cobra.Command {
	var o forkOptions
	cmd := &cobra.Command{
		Use:   "fork FILE --at N --do COMMAND",
		Short: "Take another way in a recorded run: play it up to an event, and go on with other commands",
		Long: "Take another way: play the run of a trace file up to an event, and go on with other commands\n" +
			"than the scenario's: what would have happened? Commands are those of scenarios, without\n" +
			"the setup (raftlab help scenario). The fork can be kept as a trace, and forked in turn.\n" +
			"A step of the world is never split: the fork begins after the last line of the step that\n" +
			"event N belongs to.",
		Example: "  raftlab run c2 --trace c2.trace\n" +
			"  raftlab fork c2.trace --at 120 --do \"crash leader\" --do \"run 1s\" --trace other.trace\n" +
			"  raftlab diff c2.trace other.trace",
		Args: traceArgument,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !cmd.Flags().Changed("at") {
				return usagef("missing --at EVENT (raftlab trace %s lists the events)", args[0])
			}
			return o.run(args[0], cmd.OutOrStdout())
		},
	}
	cmd.Flags().Uint64Var(&o.at, "at", 0, "the number of the `event` after which the fork begins")
	cmd.Flags().StringArrayVar(&o.do, "do", nil, "a `command`, such as \"crash S1\"; may be given several times")
	cmd.Flags().StringVar(&o.commands, "commands", "", "a `file` of commands, one a line, which follow those of --do")
	cmd.Flags().StringVar(&o.trace, "trace", "",
		"write the fork's whole trace to this `file`; a name ending in .gz compresses it")
	cmd.Flags().BoolVar(&o.hash, "hash", false, "print the trace's SHA-256 and nothing else")
	return cmd
}

func (o *forkOptions) run(name string, out io.Writer) (err error) {
	commands, err := o.list()
	if err != nil {
		return err
	}
	var forked bool
	sinks := []func([]byte){func(line []byte) {
		if forked && !o.hash && followed(line) {
			// A line that cannot be printed is still in the trace.
			_, _ = out.Write(line)
		}
	}}
	end := ""
	if o.trace != "" {
		file, err := createTrace(o.trace, name)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close(end)) }()
		sinks = append(sinks, file.line)
	}
	run, err := playAgain(name, sinks...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.Close()) }()
	if err := run.To(o.at); err != nil {
		return err
	}
	at := run.Event()
	if !o.hash {
		fmt.Fprintf(out, "%s up to event %d, at %s, and then:\n", name, at, millis(run.Runner.World().Now()))
	}
	forked = true
	if err := run.Fork(commands); err != nil {
		return explainFork(err, commands)
	}
	failure := run.Runner.Finish(story.MaxEvents)
	end = run.Runner.World().Trace.End()
	return o.report(out, run, at, failure)
}

// list is all commands, those of the file at the end.
func (o *forkOptions) list() ([]string, error) {
	commands := o.do
	if o.commands != "" {
		file, err := os.Open(o.commands)
		if err != nil {
			return nil, &usageError{fmt.Errorf("read commands: %w", err)}
		}
		defer file.Close()
		text, err := io.ReadAll(io.LimitReader(file, story.MaxScenario+1))
		if err != nil {
			return nil, fmt.Errorf("read commands: %w", err)
		}
		if len(text) > story.MaxScenario {
			return nil, usagef("%s: %w: at most %d bytes", o.commands, story.ErrTooLong, story.MaxScenario)
		}
		for line := range strings.SplitSeq(string(text), "\n") {
			commands = append(commands, strings.TrimSuffix(line, "\r"))
		}
	}
	for _, command := range commands {
		if before, _, _ := strings.Cut(command, "#"); strings.TrimSpace(before) != "" {
			return commands, nil
		}
	}
	return nil, usagef("missing the fork's commands: --do \"crash leader\" --do \"run 1s\", or --commands FILE")
}

// explainFork names the wrong command by its place in the list.
func explainFork(err error, commands []string) error {
	var script *story.ScriptError
	if errors.As(err, &script) && script.File == story.TypedLine && script.Line <= len(commands) {
		return usagef("command %d, %q: %w", script.Line, commands[script.Line-1], script.Err)
	}
	return err
}

func (o *forkOptions) report(out io.Writer, run *replayed, at uint64, failure error) error {
	if failure != nil {
		return fmt.Errorf("the fork: %w", failure)
	}
	w := run.Runner.World()
	if o.hash {
		_, err := fmt.Fprintln(out, w.Trace.Hash())
		return err
	}
	_, err := fmt.Fprintf(out, "ok  %d events up to the fork, and %d after it\n    %s\n",
		at, run.Event()-at, runLine(run.Event(), w.Now(), w.Trace.Hash()))
	return err
}
