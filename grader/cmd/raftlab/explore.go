package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/story"
)

// exploreOptions are the flags of `raftlab explore`.
type exploreOptions struct {
	explore.Options
	// known are the protocols that --protocol chooses from.
	known    protocols.Set
	protocol string
	servers  int
	rules    string
	with     []string
	own      *ownRules
	on       string
	chapters []nemesis.Chapter
	terms    uint64
	from     string
	save     string
	json     bool
}

func newExplore() *cobra.Command {
	o := exploreOptions{known: known.Protocols()}
	cmd := &cobra.Command{
		Use:   "explore",
		Short: "Try all orders of events within bounds",
		Long: "Try every schedule within the bounds: each order in which messages can be delivered,\n" +
			"duplicated or lost, timers fire, servers crash and restart, and clients send commands.\n" +
			"Shorter schedules come first, so the schedule of a violation is a shortest one. All bounds are\n" +
			"counts: the result is the same on every machine.\n\n" +
			"What Raft has beyond Figure 2, for --on:\n\n" + chaptersHelp(o.known, true) + "\n" +
			"Exit codes: 0 nothing breaks within the bounds, 1 a property breaks, 2 the command line\n" +
			"was wrong, 3 there were more states than --states, and nothing broke in those seen.",
		Example: "  raftlab explore --rules vote-twice\n" +
			"  raftlab explore --rules vote-any-log --save lost.txt && raftlab run lost.txt\n" +
			"  raftlab explore --depth 9 --crashes 1 --duplicates 1\n" +
			"  raftlab explore --on sessions --rules no-dedupe",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.run(cmd.Context(), cmd.Flags(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	addProtocolFlag(flags, &o.protocol, o.known)
	flags.IntVar(&o.servers, "servers", 3, "how many servers there are")
	flags.IntVar(&o.Depth, "depth", 9, "how many actions a schedule has at most")
	flags.Uint64Var(&o.terms, "terms", 2, "the highest term that a server begins; of another protocol, its epoch or\n"+
		"whatever else rises")
	flags.IntVar(&o.Requests, "proposals", 1, "how many commands clients send to leaders at most;\n"+
		"2 by default with --on sessions, and with --on reads")
	flags.IntVar(&o.Crashes, "crashes", 0, "how often a server crashes and restarts at most, with snapshots also\n"+
		"between the two files of a save")
	flags.IntVar(&o.Duplicates, "duplicates", 0, "how many messages are delivered twice at most")
	flags.IntVar(&o.Drops, "drops", 0, "how many messages are lost at most; needs --unreduced, because otherwise\n"+
		"a message that is never delivered counts as lost")
	flags.IntVar(&o.States, "states", 2_000_000, "how many states are visited at most; each takes about 200 bytes")
	flags.StringVar(&o.from, "from", "",
		"start from the setup of this `scenario`: its servers, rules, batch, switches and given disks;\n"+
			"of a manual one also from its commands, up to search")
	flags.StringVar(&o.rules, "rules", "",
		"start the servers with these `rules`, the right ones by default (see raftlab list)")
	addOnFlag(flags, &o.on, "a `list` such as prevote,reads")
	addWithFlag(flags, &o.with)
	flags.BoolVar(&o.Unreduced, "unreduced", false, "also try orders that cannot lead to different states")
	flags.StringVar(&o.save, "save", "", "write the schedule that breaks a property to this `file`, as a scenario")
	flags.BoolVar(&o.json, "json", false, "print the result as JSON")
	return cmd
}

// scenario is the setup that the flags describe. A flag overrides the setup of the scenario of --from.
func (o *exploreOptions) scenario(flags *pflag.FlagSet) (*story.Scenario, error) {
	if o.servers < 1 || o.servers > lab.MaxServers {
		return nil, usagef("--servers %d is not between 1 and %d", o.servers, lab.MaxServers)
	}
	if o.terms < 1 {
		return nil, usagef("--terms %d: want at least 1, the term of the first election", o.terms)
	}
	scenario := &story.Scenario{ID: "search"}
	if o.from != "" {
		found, err := findScenario(o.from)
		if err != nil {
			return nil, err
		}
		scenario = found
	}
	if o.from == "" || flags.Changed("servers") {
		scenario = scenario.With(fmt.Sprintf("servers %d", o.servers))
	}
	if o.rules != "" {
		scenario = scenario.With("rules " + o.rules)
	}
	if o.from == "" || flags.Changed("protocol") {
		if _, err := o.known.Find(o.protocol); err != nil {
			return nil, err
		}
		scenario = scenario.With(story.ProtocolVerb + " " + o.protocol)
	}
	return scenario, nil
}

// switchOn is the setup with what --on names.
func (o *exploreOptions) switchOn(
	flags *pflag.FlagSet, scenario *story.Scenario, protocol protocols.Protocol,
) (_ *story.Scenario, err error) {
	if o.chapters, err = protocol.Beyond().ParseChapters(o.on); err != nil {
		return nil, err
	}
	for _, c := range o.chapters {
		if !flags.Changed("proposals") {
			o.Requests = max(o.Requests, c.Requests)
		}
	}
	return nemesis.SearchOf(scenario, o.chapters)
}

// system is the search that the flags describe. It fills in the flags that a scenario decides.
func (o *exploreOptions) system(flags *pflag.FlagSet) (explore.System, error) {
	scenario, err := o.scenario(flags)
	if err != nil {
		return nil, err
	}
	protocol, err := o.known.Of(scenario)
	if err != nil {
		return nil, err
	}
	if scenario, err = o.switchOn(flags, scenario, protocol); err != nil {
		return nil, err
	}
	if command, ok := scenario.Setup("rules"); ok && len(command.Words) > 1 {
		o.rules = command.Words[1].Text
	}
	if o.rules, err = rulesOf(protocol, o.rules); err != nil {
		return nil, err
	}
	system, err := protocol.Search(scenario, o.terms)
	if err != nil {
		return nil, err
	}
	o.protocol, o.servers = protocol.ID(), system.Servers()
	return o.own.search(system, protocol, &o.rules)
}

func (o *exploreOptions) run(ctx context.Context, flags *pflag.FlagSet, out, printed io.Writer) (err error) {
	if o.own, err = findOwn(ctx, o.with, printed); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.own.close()) }()
	system, err := o.system(flags)
	if err != nil {
		return &usageError{err}
	}
	if !o.json {
		o.Progress = func(l explore.Level) { o.writeLevel(out, l) }
	}
	result, err := explore.Search(system, o.Options)
	if errors.Is(err, explore.ErrOptions) {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	script := ""
	if result.Violation != nil {
		script = result.Scenario(system, "Found by raftlab explore, "+o.bounds()+":")
	}
	if o.json {
		err = o.writeJSON(out, result, script)
	} else {
		o.writeText(out, result, script)
	}
	if script != "" && o.save != "" {
		if saveErr := os.WriteFile(o.save, []byte(script), 0o644); saveErr != nil {
			err = errors.Join(err, fmt.Errorf("save the schedule: %w", saveErr))
		}
	}
	return errors.Join(err, o.failure(result))
}

// failure turns a verdict into an error with an exit code, nil for a search that found nothing.
func (o *exploreOptions) failure(result *explore.Result) error {
	switch result.Verdict {
	case explore.Broken:
		return result.Violation
	case explore.Inconclusive:
		return &exitError{exitInconclusive,
			fmt.Errorf("inconclusive: there are more than %d states; allow more with --states, or lower a bound",
				o.States)}
	}
	return nil
}

// bounds says in one line what is searched.
func (o *exploreOptions) bounds() string {
	parts := []string{
		fmt.Sprintf("%d servers", o.servers), "rules " + o.rules,
		fmt.Sprintf("depth %d", o.Depth), fmt.Sprintf("terms %d", o.terms),
		fmt.Sprintf("proposals %d", o.Requests), fmt.Sprintf("crashes %d", o.Crashes),
		fmt.Sprintf("duplicates %d", o.Duplicates),
	}
	if len(o.chapters) > 0 {
		parts = append(parts, "on "+strings.Join(names(o.chapters), ", "))
	}
	if o.Unreduced {
		parts = append(parts, fmt.Sprintf("drops %d", o.Drops), "unreduced")
	}
	return strings.Join(parts, " · ")
}

// writeLevel adds a line to the table as soon as a depth is done. The first line has the table's head above it.
func (o *exploreOptions) writeLevel(out io.Writer, l explore.Level) {
	if l.Depth == 0 {
		fmt.Fprintf(out, "%s\n\n%6s %12s %12s %12s %12s\n",
			o.bounds(), "depth", "new states", "actions", "known", "reduced")
	}
	writeLevelRow(out, fmt.Sprint(l.Depth), l)
}

func writeLevelRow(out io.Writer, name string, l explore.Level) {
	fmt.Fprintf(out, "%6s %12d %12d %12d %12d\n", name, l.States, l.Transitions, l.Known, l.Reduced)
}

func (o *exploreOptions) writeText(out io.Writer, result *explore.Result, script string) {
	writeLevelRow(out, "all", result.Total)
	fmt.Fprintf(out, "\n%d states of single servers, %d different messages\n\n", result.Servers, result.Messages)
	switch {
	case result.Verdict == explore.Inconclusive:
		fmt.Fprintf(out,
			"inconclusive: nothing breaks in schedules of up to %d actions; those of %d were not all tried\n",
			result.Depth, result.Depth+1)
	case result.Violation != nil:
		fmt.Fprintf(out, "broken in %d actions: %s\n\n%s", len(result.Path), result.Violation.Error(), script)
	case result.Exhausted:
		fmt.Fprintln(out, "ok  nothing breaks: every schedule that these bounds allow, of any length, was tried")
	default:
		fmt.Fprintf(out, "ok  nothing breaks: every schedule of up to %d actions within these bounds was tried\n",
			result.Depth)
	}
}

// exploreJSON is the result as other programs read it.
type exploreJSON struct {
	Verdict   explore.Verdict `json:"verdict"`
	Bounds    map[string]int  `json:"bounds"`
	Protocol  string          `json:"protocol"`
	Rules     string          `json:"rules"`
	On        []string        `json:"on,omitempty"`
	Unreduced bool            `json:"unreduced"`
	Depth     int             `json:"depth"`
	Exhausted bool            `json:"exhausted"`
	Total     explore.Level   `json:"total"`
	Levels    []explore.Level `json:"levels"`
	Servers   int             `json:"serverStates"`
	Messages  int             `json:"differentMessages"`
	Violation *exploreBroken  `json:"violation,omitempty"`
	Path      []explore.Step  `json:"path,omitempty"`
	Scenario  string          `json:"scenario,omitempty"`
}

type exploreBroken struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Section  string `json:"section"`
	Sentence string `json:"sentence"`
}

func (o *exploreOptions) writeJSON(out io.Writer, result *explore.Result, script string) error {
	report := exploreJSON{
		Verdict: result.Verdict, Protocol: o.protocol, Rules: o.rules, On: names(o.chapters),
		Unreduced: o.Unreduced,
		Bounds: map[string]int{
			"servers": o.servers, "depth": o.Depth, "terms": int(o.terms), "proposals": o.Requests,
			"crashes": o.Crashes, "duplicates": o.Duplicates, "drops": o.Drops, "states": o.States,
		},
		Depth: result.Depth, Exhausted: result.Exhausted, Total: result.Total, Levels: result.Levels,
		Servers: result.Servers, Messages: result.Messages, Path: result.Path, Scenario: script,
	}
	if v := result.Violation; v != nil {
		report.Violation = &exploreBroken{v.ID, v.Name, v.Section, v.Sentence}
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(report)
}
