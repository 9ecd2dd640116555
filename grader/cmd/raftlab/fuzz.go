package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"raftlab/grader/schedules"
	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

// fuzzOptions are the flags of fuzz.
type fuzzOptions struct {
	// known are the protocols that --protocol chooses from.
	known     protocols.Set
	protocol  string
	servers   int
	schedules int
	seed      uint64
	faults    string
	on        string
	chapters  []nemesis.Chapter
	events    int
	jobs      int
	rules     string
	with      []string
	own       *ownRules
	shrink    int
	save      string
	coverage  bool
	states    *coverage
	json      bool
}

// exitInterrupted is what a shell gives for a program that SIGINT ended.
const exitInterrupted = 130

func newFuzz() *cobra.Command {
	o := fuzzOptions{known: known.Protocols()}
	cmd := &cobra.Command{
		Use:   "fuzz",
		Short: "Play random schedules and report what breaks",
		Long: "Play random schedules, one for each seed. Clients read and write while faults happen. Then all\n" +
			"faults end, and the cluster must make progress. Every property is judged at every step.\n" +
			"A schedule that breaks a property is shrunk to as few commands as possible.\n\n" +
			"The kinds of faults, for --faults:\n\n" + kindsHelp(o.known) + "\n" +
			"What Raft has beyond Figure 2, for --on, with faults and clients of their own:\n\n" +
			chaptersHelp(o.known, false) + "\n" +
			"A schedule with a lease leaves out the faults that a lease does not survive: those by which\n" +
			"servers stand, or forget their leader, before their time.\n\n" +
			"Exit codes: 0 nothing broke, 1 a property broke, 2 the command line was wrong, 3 some\n" +
			"schedules could not be judged, or too little happened, 130 interrupted.",
		Example: "  raftlab fuzz --schedules 2000\n" +
			"  raftlab fuzz --rules vote-any-log --faults crash,partition --save found\n" +
			"  raftlab fuzz --on all --schedules 20000\n" +
			"  raftlab fuzz --on sessions --rules no-dedupe",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.run(ctx, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	addProtocolFlag(f, &o.protocol, o.known)
	f.IntVar(&o.servers, "servers", 0, "how many servers; 0 lets each seed draw 3 to 5")
	f.IntVar(&o.schedules, "schedules", 1000, "how many schedules")
	f.Uint64Var(&o.seed, "seed", 1, "the first seed")
	f.StringVar(&o.faults, "faults", "all", "which kinds of faults: all, none, or a list such as crash,loss")
	addOnFlag(f, &o.on, "a `list` such as prevote,reads, or all")
	f.IntVar(&o.events, "events", nemesis.Events, "bound on the events of one schedule")
	f.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many schedules at a time")
	f.StringVar(&o.rules, "rules", "", "the servers' rules, the right ones by default; raftlab list names them")
	addWithFlag(f, &o.with)
	f.IntVar(&o.shrink, "shrink", 1, "how many of the schedules that break something are made small")
	f.StringVar(&o.save, "save", "", "a folder for the small schedules and their traces")
	f.BoolVar(&o.coverage, "coverage", false, "say what share of the states that explore finds were reached; Raft only")
	f.BoolVar(&o.json, "json", false, "print the summary as JSON")
	return cmd
}

// kindsHelp lists the kinds of faults: those of the default protocol, then those that another one adds.
func kindsHelp(set protocols.Set) string {
	var b strings.Builder
	listed := map[string]bool{}
	for _, protocol := range set {
		for _, k := range protocol.Nemesis().Kinds() {
			if !listed[k.Name] {
				fmt.Fprintf(&b, "  %-10s %s\n", k.Name, k.Help)
			}
			listed[k.Name] = true
		}
	}
	b.WriteString("Only if they are named, since the protocol does not claim to survive them:\n")
	for _, k := range nemesis.Outside() {
		fmt.Fprintf(&b, "  %-10s %s\n", k.Name, k.Help)
	}
	return b.String()
}

func (o *fuzzOptions) plan() (schedules.Plan, error) {
	var none schedules.Plan
	for _, bound := range []struct {
		flag              string
		value, least, top int
	}{
		{"servers", o.servers, 0, lab.MaxServers}, {"schedules", o.schedules, 1, 1 << 30},
		{"events", o.events, 1, 1 << 30}, {"jobs", o.jobs, 1, 1 << 10}, {"shrink", o.shrink, 0, 1 << 20},
	} {
		if bound.value < bound.least || bound.value > bound.top {
			return none, usagef("--%s %d is not between %d and %d", bound.flag, bound.value, bound.least, bound.top)
		}
	}
	if o.servers > 0 && o.servers < 2 {
		return none, usagef("--servers 1 cannot disagree with anyone: want at least 2")
	}
	protocol, err := o.known.Find(o.protocol)
	if err != nil {
		return none, &usageError{err}
	}
	if o.chapters, err = protocol.Beyond().ParseChapters(o.on); err != nil {
		return none, &usageError{err}
	}
	writer := protocol.Beyond().With(o.chapters)
	kinds, err := writer.ParseKinds(o.faults)
	if err != nil {
		return none, &usageError{err}
	}
	if err := o.own.choose(protocol.New(), o.rules); err != nil {
		return none, &usageError{err}
	}
	if o.own != nil {
		o.jobs = 1 // one guest has all the rules
	} else if o.rules, err = rulesOf(protocol, o.rules); err != nil {
		return none, &usageError{err}
	}
	return schedules.Plan{
		Nemesis: writer, FirstSeed: o.seed, Schedules: o.schedules,
		Servers: o.servers, Kinds: kinds, Events: o.events, Jobs: o.jobs,
		Stage: func() (story.Judged, lab.Host) {
			// By name, because a saved trace names its rules.
			player := protocol.New()
			if o.own == nil {
				player.ForceRules(o.rules)
			} else if err := o.own.choose(player, ""); err != nil {
				panic(err) // it was possible before
			}
			if cluster, ok := player.(*raftcluster.Cluster); ok && o.states != nil {
				return o.states.watch(cluster), o.own.host(o.known)
			}
			return player, o.own.host(o.known)
		},
	}, nil
}

func (o *fuzzOptions) run(ctx context.Context, out, progress io.Writer) (err error) {
	if o.own, err = findOwn(ctx, o.with, progress); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.own.close()) }()
	c, err := o.plan()
	if err != nil {
		return err
	}
	if o.coverage {
		if o.states, err = o.enumerate(); err != nil {
			return err
		}
	}
	started := time.Now()
	summary := c.Run(ctx, o.progress(progress, started))
	report := newFuzzReport(o, summary, time.Since(started))
	for _, broken := range summary.Broken[:min(o.shrink, len(summary.Broken))] {
		if err := o.shrinkOne(c, broken, report); err != nil {
			return err
		}
	}
	if o.json {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	} else {
		_, err = io.WriteString(out, report.text())
	}
	return errors.Join(err, verdictOf(summary))
}

// verdictOf is the error that gives the exit code, nil for a run in which nothing broke.
func verdictOf(s *schedules.Summary) error {
	switch {
	case len(s.Broken) > 0:
		return fmt.Errorf("%d of %d schedules broke a property", len(s.Broken), s.Schedules)
	case s.Interrupted:
		return &exitError{exitInterrupted,
			fmt.Errorf("interrupted after %d schedules, in which nothing broke", s.Schedules)}
	case len(s.Unjudged) > 0:
		return &exitError{exitInconclusive,
			fmt.Errorf("%d of %d schedules could not be judged to their end; the first is seed %d: %w",
				len(s.Unjudged), s.Schedules, s.Unjudged[0].Options.Seed, s.Unjudged[0].Err)}
	case s.Idle():
		return &exitError{exitInconclusive,
			fmt.Errorf("nothing broke, but %w: %s never happened", schedules.ErrIdle, s.Never()[0].ID)}
	}
	return nil
}

// progress shows on a terminal how far the run is. It shows nothing elsewhere, where it would only fill a log.
func (o *fuzzOptions) progress(w io.Writer, started time.Time) func(*schedules.Summary) {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	shown := started
	return func(s *schedules.Summary) {
		if time.Since(shown) < 200*time.Millisecond && s.Schedules < o.schedules {
			return
		}
		shown = time.Now()
		rate := float64(s.Events) / shown.Sub(started).Seconds()
		fmt.Fprintf(w, "\r%s of %s schedules · %s events/s · %d broke ",
			grouped(uint64(s.Schedules)), grouped(uint64(o.schedules)), grouped(uint64(rate)), len(s.Broken))
		if s.Schedules == o.schedules {
			fmt.Fprint(w, "\r\x1b[K")
		}
	}
}

// shrinkOne makes a schedule small and adds it to the report's entry of that seed.
func (o *fuzzOptions) shrinkOne(c schedules.Plan, broken nemesis.Result, report *fuzzReport) error {
	small, err := c.Shrink(broken)
	if err != nil {
		return fmt.Errorf("make seed %d small: %w", broken.Options.Seed, err)
	}
	for i := range report.Broken {
		b := &report.Broken[i]
		if b.Seed != broken.Options.Seed {
			continue
		}
		b.Small, b.Commands, b.Before, b.Minimal = small.Scenario, small.Commands, small.Before, small.Minimal
		b.Sentence, b.Event = small.Violation.Sentence, small.Violation.Event
		if o.save != "" {
			b.Files, err = o.saveSmall(c, b.Seed, small)
		}
	}
	return err
}

// saveSmall writes a small schedule and its trace into the folder.
func (o *fuzzOptions) saveSmall(c schedules.Plan, seed uint64, small *shrink.Result) ([]string, error) {
	if err := os.MkdirAll(o.save, 0o755); err != nil {
		return nil, fmt.Errorf("save what was found: %w", err)
	}
	base := filepath.Join(o.save, fmt.Sprintf("%s-%d", small.Violation.ID, seed))
	scenario, trace := base+".txt", base+".trace"
	if err := os.WriteFile(scenario, []byte(small.Scenario), 0o644); err != nil {
		return nil, fmt.Errorf("save what was found: %w", err)
	}
	parsed, err := story.ParseScenario(scenario, small.Scenario)
	if err != nil {
		return nil, fmt.Errorf("play what was found: %w", err)
	}
	var lines strings.Builder
	player, host := c.Stage()
	runner, err := story.NewRunner(parsed, player, host, nil, func(line []byte) { lines.Write(line) })
	if err != nil {
		return nil, fmt.Errorf("play what was found: %w", err)
	}
	// The schedule is saved because it fails.
	_ = runner.Finish(c.Events)
	lines.WriteString(runner.World().Trace.End())
	if err := errors.Join(runner.World().Close(), os.WriteFile(trace, []byte(lines.String()), 0o644)); err != nil {
		return nil, fmt.Errorf("save what was found: %w", err)
	}
	return []string{scenario, trace}, nil
}
