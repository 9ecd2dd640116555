package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/grader/sandbox"
	"raftlab/lab"
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/static"
)

// runOptions are the flags of `raftlab run`.
type runOptions struct {
	name    string
	seed    uint64
	seeded  bool
	trace   string
	hash    bool
	rules   string
	with    []string
	sandbox bool
	own     *ownRules
}

func newRun() *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run SCENARIO",
		Short: "Play a scenario and print its story",
		Long: "Play a scenario: one of `raftlab list`, by its id or subject, a file, or a random schedule,\n" +
			"such as schedule-17 for the one of seed 17.\n" +
			"The same seed gives the same trace, byte for byte; its SHA-256 names the run.",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.seeded = cmd.Flags().Changed("seed")
			o.name = args[0]
			return o.run(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().Uint64Var(&o.seed, "seed", 0, "play with this seed instead of the scenario's own")
	cmd.Flags().StringVar(&o.trace, "trace", "",
		"write the whole trace to this `file`; a name ending in .gz compresses it")
	cmd.Flags().BoolVar(&o.hash, "hash", false, "print the trace's SHA-256 and nothing else")
	cmd.Flags().StringVar(&o.rules, "rules", "", "start the servers with these `rules` (see raftlab list)")
	addWithFlag(cmd.Flags(), &o.with)
	cmd.Flags().BoolVar(&o.sandbox, "sandbox", false, "run each server as a WebAssembly guest of its own")
	return cmd
}

func (o *runOptions) run(ctx context.Context, name string, out, printed io.Writer) (err error) {
	scenario, err := findScenario(name)
	if err != nil {
		return &usageError{err}
	}
	if o.own, err = findOwn(ctx, o.with, printed); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.own.close()) }()
	player, err := o.player(scenario)
	if err != nil {
		return &usageError{err}
	}
	host, closeHost, err := o.host(ctx, player.ID())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeHost()) }()
	sinks, closeTrace, err := o.sinks(out)
	if err != nil {
		return err
	}
	end := ""
	defer func() { err = errors.Join(err, closeTrace(end)) }()

	var seed *uint64
	if o.seeded {
		seed = &o.seed
	}
	runner, err := story.NewRunner(scenario, player, host, seed, sinks...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, runner.World().Close()) }()
	failure := runner.Finish(story.MaxEvents)
	end = runner.World().Trace.End()
	return o.report(out, runner, failure)
}

// player is the scenario's protocol, with the rules of --rules if it is given.
func (o *runOptions) player(scenario *story.Scenario) (protocols.Player, error) {
	of, err := known.Protocols().Of(scenario)
	if err != nil {
		return nil, err
	}
	player := of.New()
	return player, o.own.choose(player, o.rules)
}

// findScenario takes a path, which has a slash or ends in .txt, the name of a built-in scenario, or the name of a
// random schedule, such as schedule-17.
func findScenario(name string) (*story.Scenario, error) {
	if !isPath(name) {
		return scenarios.Named(known.Protocols(), name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read scenario: %w", err)
	}
	defer file.Close()
	// One byte more than allowed is enough: the parser then refuses the scenario as too long.
	text, err := io.ReadAll(io.LimitReader(file, story.MaxScenario+1))
	if err != nil {
		return nil, fmt.Errorf("read scenario: %w", err)
	}
	scenario, err := story.ParseScenario(name, string(text))
	if err == nil {
		// The trace has the name, and must not depend on the folder.
		scenario.ID = filepath.Base(name)
	}
	return scenario, err
}

func isPath(name string) bool {
	return strings.ContainsRune(name, filepath.Separator) || filepath.Ext(name) == ".txt"
}

// host is where the servers of that protocol live, and the function that closes it.
func (o *runOptions) host(ctx context.Context, protocol string) (lab.Host, func() error, error) {
	if o.sandbox && o.own != nil {
		return nil, nil, usagef("--sandbox and --with exclude each other: own rules are in a guest anyway")
	}
	if !o.sandbox {
		return o.own.host(known.Protocols()), func() error { return nil }, nil
	}
	// As in the page: so `make parity` compares both guests.
	file := "guest.wasm"
	if protocol != raftcluster.ID {
		file = "guest-all.wasm"
	}
	guest, err := fs.ReadFile(static.Site(), file)
	if err != nil {
		return nil, nil, fmt.Errorf("this program was built without the guest; run `make build`: %w", err)
	}
	host, err := sandbox.New(ctx, guest)
	if err != nil {
		return nil, nil, err
	}
	return host, func() error { return host.Close(ctx) }, nil
}

// sinks receive the trace: the file all of it, standard output the story. The second result writes the trace's last
// line and closes the file.
func (o *runOptions) sinks(out io.Writer) ([]func([]byte), func(end string) error, error) {
	var sinks []func([]byte)
	if !o.hash {
		sinks = append(sinks, func(line []byte) {
			if followed(line) {
				// A line that cannot be printed is still in the trace.
				_, _ = out.Write(line)
			}
		})
	}
	if o.trace == "" {
		return sinks, func(string) error { return nil }, nil
	}
	file, err := createTrace(o.trace, "")
	if err != nil {
		return nil, nil, err
	}
	return append(sinks, file.line), file.close, nil
}

// followed reports whether a trace line belongs to the story: all lines except the machinery.
func followed(line []byte) bool {
	fields := strings.Fields(string(line))
	if len(fields) < 4 || line[0] == '#' {
		return false
	}
	return !machinery(fields[3])
}

func (o *runOptions) report(out io.Writer, runner *story.Runner, failure error) error {
	scenario, w := runner.Scenario, runner.World()
	if failure != nil {
		again := scenario.ID
		if isPath(o.name) {
			again = o.name
		}
		return fmt.Errorf("%s, seed %d: %w%s\n  to see it again: raftlab run %s --seed %d%s --trace %s.trace",
			scenario.ID, runner.Options.Seed, failure, o.because(failure, scenario, runner.Options.Seed),
			again, runner.Options.Seed, o.own.flags(o.rules), filepath.Base(scenario.ID))
	}
	if o.hash {
		_, err := fmt.Fprintln(out, runner.Hash())
		return err
	}
	told := ""
	if v := w.Violation(); v != nil {
		told = fmt.Sprintf("    breaks %s, as the story says: %s\n", v.Name, v.Sentence)
	}
	_, err := fmt.Fprintf(out, "ok  %s: %s\n%s    seed %d · %d events · %d ms · %s\n", scenario.ID, scenario.Title,
		told, runner.Options.Seed, w.Trace.Event(), lab.Duration(w.Now())/lab.Millisecond, runner.Hash())
	return err
}
