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
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"raftlab/grader/campaign"
	"raftlab/lab"
	"raftlab/lab/cluster"
	"raftlab/lab/nemesis"
	"raftlab/lab/shrink"
)

// fuzzOptions are the flags of fuzz.
type fuzzOptions struct {
	servers   int
	schedules int
	seed      uint64
	faults    string
	events    int
	jobs      int
	rules     string
	shrink    int
	save      string
	json      bool
}

// exitInterrupted is what a shell gives for a program that SIGINT ended.
const exitInterrupted = 130

func newFuzz() *cobra.Command {
	var o fuzzOptions
	names, helps := nemesis.Kinds()
	kinds := ""
	for i, name := range names {
		kinds += fmt.Sprintf("  %-10s %s\n", name, helps[i])
	}
	cmd := &cobra.Command{
		Use:   "fuzz",
		Short: "Play random schedules and tell what breaks",
		Long: "Plays random schedules, one for each seed: clients read and write while faults happen, all\n" +
			"faults end, and then the cluster must make progress. Every property is judged at every step.\n" +
			"What breaks is made as small as it can be.\n\n" +
			"The kinds of faults, for --faults:\n\n" + kinds + "\n" +
			"Exit codes: 0 nothing broke, 1 a property broke, 2 a mistake in the command line, 3 some\n" +
			"schedules could not be judged, or too little happened, 130 interrupted.",
		Example: "  raftlab fuzz --schedules 2000\n  raftlab fuzz --rules vote-any-log --faults crash,partition --save found",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.run(ctx, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.servers, "servers", 0, "how many servers; 0 lets each seed draw 3 to 5")
	f.IntVar(&o.schedules, "schedules", 1000, "how many schedules")
	f.Uint64Var(&o.seed, "seed", 1, "the first seed")
	f.StringVar(&o.faults, "faults", "all", "which kinds of faults: all, none, or names with commas between")
	f.IntVar(&o.events, "events", nemesis.Events, "bound on the events of one schedule")
	f.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many schedules at a time")
	f.StringVar(&o.rules, "rules", cluster.ReferenceRules, "the servers' rules; raftlab list names them")
	f.IntVar(&o.shrink, "shrink", 1, "how many of the schedules that break something are made small")
	f.StringVar(&o.save, "save", "", "a folder for the small schedules and their traces")
	f.BoolVar(&o.json, "json", false, "print the summary as JSON")
	return cmd
}

func (o *fuzzOptions) campaign() (campaign.Campaign, error) {
	var none campaign.Campaign
	for _, bound := range []struct {
		flag              string
		value, least, top int
	}{
		{"servers", o.servers, 0, lab.MaxServers}, {"schedules", o.schedules, 1, 1 << 30}, {"events", o.events, 1, 1 << 30},
		{"jobs", o.jobs, 1, 1 << 10}, {"shrink", o.shrink, 0, 1 << 20},
	} {
		if bound.value < bound.least || bound.value > bound.top {
			return none, usagef("--%s %d is not between %d and %d", bound.flag, bound.value, bound.least, bound.top)
		}
	}
	if o.servers > 0 && o.servers < 2 {
		return none, usagef("--servers 1 leaves nobody to disagree with: say 2 or more")
	}
	kinds, err := nemesis.ParseKinds(o.faults)
	if err != nil {
		return none, &usageError{err}
	}
	rules, err := cluster.FindRules(o.rules)
	if err != nil {
		return none, &usageError{err}
	}
	return campaign.Campaign{
		FirstSeed: o.seed, Schedules: o.schedules, Servers: o.servers, Kinds: kinds, Events: o.events, Jobs: o.jobs,
		Stage: func() (*cluster.Cluster, lab.Host) {
			// By their name, which a saved trace has, too.
			c := cluster.New(cluster.DefaultSetup())
			c.ForceRules(rules.ID)
			return c, cluster.InProcess{}
		},
	}, nil
}

func (o *fuzzOptions) run(ctx context.Context, out, progress io.Writer) error {
	c, err := o.campaign()
	if err != nil {
		return err
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

// verdictOf is the error that gives the exit code, nil for a campaign that came out well.
func verdictOf(s *campaign.Summary) error {
	switch {
	case len(s.Broken) > 0:
		return fmt.Errorf("%d of %d schedules broke a property", len(s.Broken), s.Schedules)
	case s.Interrupted:
		return &exitError{exitInterrupted, fmt.Errorf("interrupted after %d schedules, in which nothing broke", s.Schedules)}
	case len(s.Unjudged) > 0:
		return &exitError{exitInconclusive, fmt.Errorf("%d of %d schedules could not be judged to their end; the first is seed %d: %w",
			len(s.Unjudged), s.Schedules, s.Unjudged[0].Options.Seed, s.Unjudged[0].Err)}
	case s.Idle():
		return &exitError{exitInconclusive, fmt.Errorf("nothing broke, but %w: %s never happened", campaign.ErrIdle, s.Never()[0].ID)}
	}
	return nil
}

// progress shows on a terminal how far the campaign is; elsewhere it would only fill a log.
func (o *fuzzOptions) progress(w io.Writer, started time.Time) func(*campaign.Summary) {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	shown := started
	return func(s *campaign.Summary) {
		if time.Since(shown) < 200*time.Millisecond && s.Schedules < o.schedules {
			return
		}
		shown = time.Now()
		rate := float64(s.Events) / shown.Sub(started).Seconds()
		fmt.Fprintf(w, "\r%s of %s schedules · %s events/s · %d broke ", grouped(uint64(s.Schedules)), grouped(uint64(o.schedules)), grouped(uint64(rate)), len(s.Broken))
		if s.Schedules == o.schedules {
			fmt.Fprint(w, "\r\x1b[K")
		}
	}
}

// fuzzReport is the summary as JSON has it. The version is raised when a field changes its meaning.
type fuzzReport struct {
	Version     int            `json:"version"`
	Rules       string         `json:"rules"`
	FirstSeed   uint64         `json:"firstSeed"`
	Asked       int            `json:"asked"`
	Schedules   int            `json:"schedules"`
	Interrupted bool           `json:"interrupted"`
	Events      uint64         `json:"events"`
	Seconds     float64        `json:"seconds"`
	PerSecond   uint64         `json:"eventsPerSecond"`
	Faults      []namedCount   `json:"faults"`
	Checks      []namedCount   `json:"checks"`
	Sometimes   []namedCount   `json:"sometimes"`
	Broken      []brokenReport `json:"broken"`
	Unjudged    []seedError    `json:"unjudged"`
}

type namedCount struct {
	Name  string `json:"name"`
	Count uint64 `json:"count"`
}

type brokenReport struct {
	Seed     uint64 `json:"seed"`
	Property string `json:"property"`
	Name     string `json:"name"`
	Section  string `json:"section"`
	Sentence string `json:"sentence"`
	Event    uint64 `json:"event"`
	// Small is the schedule after shrinking, "" for one that was not shrunk; Commands is how many
	// commands or events it has, Before how many there were, Minimal whether none can be left out.
	Small    string   `json:"small,omitempty"`
	Commands int      `json:"commands,omitempty"`
	Before   int      `json:"before,omitempty"`
	Minimal  bool     `json:"minimal,omitempty"`
	Files    []string `json:"files,omitempty"`
}

type seedError struct {
	Seed  uint64 `json:"seed"`
	Error string `json:"error"`
}

func newFuzzReport(o *fuzzOptions, s *campaign.Summary, took time.Duration) *fuzzReport {
	r := &fuzzReport{
		Version: 1, Rules: o.rules, FirstSeed: o.seed, Asked: o.schedules, Schedules: s.Schedules, Interrupted: s.Interrupted,
		Events: s.Events, Seconds: took.Seconds(), PerSecond: uint64(float64(s.Events) / took.Seconds()),
		Broken: []brokenReport{}, Unjudged: []seedError{},
	}
	s.Faults.Each(func(name string, count uint64) { r.Faults = append(r.Faults, namedCount{name, count}) })
	for i, check := range cluster.Checks() {
		r.Checks = append(r.Checks, namedCount{check.ID, s.Judged[i]})
	}
	for _, sometimes := range s.Sometimes {
		r.Sometimes = append(r.Sometimes, namedCount{sometimes.ID, sometimes.Count})
	}
	for _, b := range s.Broken {
		v := b.Violation
		r.Broken = append(r.Broken, brokenReport{Seed: b.Options.Seed, Property: v.ID, Name: v.Name, Section: v.Section, Sentence: v.Sentence, Event: v.Event})
	}
	for _, u := range s.Unjudged {
		r.Unjudged = append(r.Unjudged, seedError{u.Options.Seed, u.Err.Error()})
	}
	return r
}

// shrinkOne makes a schedule small and notes it where the report has that seed.
func (o *fuzzOptions) shrinkOne(c campaign.Campaign, broken nemesis.Result, report *fuzzReport) error {
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
func (o *fuzzOptions) saveSmall(c campaign.Campaign, seed uint64, small *shrink.Result) ([]string, error) {
	if err := os.MkdirAll(o.save, 0o755); err != nil {
		return nil, fmt.Errorf("save what was found: %w", err)
	}
	base := filepath.Join(o.save, fmt.Sprintf("%s-%d", small.Violation.ID, seed))
	scenario, trace := base+".txt", base+".trace"
	if err := os.WriteFile(scenario, []byte(small.Scenario), 0o644); err != nil {
		return nil, fmt.Errorf("save what was found: %w", err)
	}
	parsed, err := lab.ParseScenario(scenario, small.Scenario)
	if err != nil {
		return nil, fmt.Errorf("play what was found: %w", err)
	}
	var lines strings.Builder
	player, host := c.Stage()
	runner, err := lab.NewRunner(parsed, player, host, nil, func(line []byte) { lines.Write(line) })
	if err != nil {
		return nil, fmt.Errorf("play what was found: %w", err)
	}
	// That it fails is what it is kept for.
	_ = runner.Finish(c.Events)
	lines.WriteString(runner.World().Trace.End())
	if err := errors.Join(runner.World().Close(), os.WriteFile(trace, []byte(lines.String()), 0o644)); err != nil {
		return nil, fmt.Errorf("save what was found: %w", err)
	}
	return []string{scenario, trace}, nil
}

// listedBroken is how many broken schedules the text names; the rest are counted.
const listedBroken = 10

func (r *fuzzReport) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s schedules from seed %d · %s events · %.1f s · %s events/s · rules %s\n", grouped(uint64(r.Schedules)), r.FirstSeed,
		grouped(r.Events), r.Seconds, grouped(r.PerSecond), r.Rules)
	writeCounts(&b, "faults", r.Faults)
	writeCounts(&b, "checks", r.Checks)
	writeCounts(&b, "sometimes", r.Sometimes)
	for i, broken := range r.Broken {
		if i == listedBroken {
			fmt.Fprintf(&b, "\n  and %d more\n", len(r.Broken)-i)
			break
		}
		fmt.Fprintf(&b, "\n✗ seed %d: %s (%s)\n  %s\n", broken.Seed, broken.Name, broken.Section, broken.Sentence)
		r.writeSmall(&b, broken)
	}
	if len(r.Broken) == 0 {
		b.WriteString("nothing broke\n")
	}
	return b.String()
}

func (r *fuzzReport) writeSmall(b *strings.Builder, broken brokenReport) {
	if broken.Small == "" {
		return
	}
	minimal := "and none can be left out"
	if !broken.Minimal {
		minimal = "and perhaps some more could be left out"
	}
	fmt.Fprintf(b, "  %d commands are left of %d, %s\n", broken.Commands, broken.Before, minimal)
	if len(broken.Files) > 0 {
		fmt.Fprintf(b, "  kept in %s\n  see it: raftlab run %s --rules %s\n", strings.Join(broken.Files, " and "), broken.Files[0], r.Rules)
		return
	}
	for line := range strings.Lines(broken.Small) {
		b.WriteString("    " + line)
	}
}

// writeCounts lists counts, those that are 0 last, in lines of a width that can be read.
func writeCounts(b *strings.Builder, title string, counts []namedCount) {
	var words, never []string
	for _, c := range counts {
		if c.Count == 0 {
			never = append(never, c.Name)
			continue
		}
		words = append(words, c.Name+" "+grouped(c.Count))
	}
	if len(never) > 0 {
		words = append(words, "never: "+strings.Join(never, ", "))
	}
	line := fmt.Sprintf("%-10s", title)
	for i, word := range words {
		if i > 0 && len(line)+len(word) > 100 {
			b.WriteString(line + "\n")
			line = strings.Repeat(" ", 10)
		} else if i > 0 {
			line += " ·"
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}

// grouped is a number with commas between the thousands.
func grouped(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
