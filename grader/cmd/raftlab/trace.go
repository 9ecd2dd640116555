package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"raftlab/lab/replay"
	"raftlab/lab/story"
)

// traceOptions are the flags of `raftlab trace`.
type traceOptions struct {
	all      bool
	servers  []string
	kinds    []string
	from, to uint64
	at       uint64
}

func newTrace() *cobra.Command {
	var o traceOptions
	cmd := &cobra.Command{
		Use:   "trace FILE",
		Short: "Print a recorded run, and the cluster at any event of it",
		Long: "Print a trace file, compressed or not: what decided the run, then its lines, one an\n" +
			"event. Without --all and --kind it leaves out what goes on all the time, such as\n" +
			"messages. With --at the run is played again up to an event, and the cluster is shown as\n" +
			"it was then, after the last lines before.",
		Example: "  raftlab trace c2.trace\n" +
			"  raftlab trace c2.trace --kind deliver,drop --server S2 --from 100\n" +
			"  raftlab trace c2.trace --at 120",
		Args: traceArgument,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := excluded(cmd, "all", "kind"); err != nil {
				return err
			}
			if cmd.Flags().Changed("at") {
				if err := excluded(cmd, "at", "all", "kind", "server", "from", "to"); err != nil {
					return err
				}
				return o.show(args[0], cmd.OutOrStdout())
			}
			return o.print(args[0], cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&o.all, "all", false, "print every line")
	cmd.Flags().StringSliceVar(&o.servers, "server", nil, "print the lines of this `server` only (S2; C1 for clients, - for the world)")
	cmd.Flags().StringSliceVar(&o.kinds, "kind", nil, "print the lines of this `kind` only, such as role or deliver")
	cmd.Flags().Uint64Var(&o.from, "from", 0, "begin with this `event`")
	cmd.Flags().Uint64Var(&o.to, "to", 0, "end with this `event`")
	cmd.Flags().Uint64Var(&o.at, "at", 0, "show the cluster after this `event`")
	return cmd
}

// excluded is the error about a flag that is given together with one of others.
func excluded(cmd *cobra.Command, flag string, others ...string) error {
	for _, other := range others {
		if cmd.Flags().Changed(flag) && cmd.Flags().Changed(other) {
			return usagef("--%s and --%s cannot be had together", flag, other)
		}
	}
	return nil
}

// wants tells whether a line is to be printed.
func (o *traceOptions) wants(line replay.Line) bool {
	switch {
	case line.Event < o.from, o.to > 0 && line.Event > o.to:
		return false
	case len(o.servers) > 0 && !slices.Contains(o.servers, line.Subject):
		return false
	case len(o.kinds) > 0:
		return slices.Contains(o.kinds, line.Kind)
	}
	return o.all || !machinery(line.Kind)
}

// print reads the file to its end, so that it is checked even where it is not printed.
func (o *traceOptions) print(name string, out io.Writer) (err error) {
	reader, err := openTrace(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	printHeader(out, reader.Header())
	printed := uint64(0)
	seen := traceWords{kinds: map[string]bool{}, subjects: map[string]bool{}}
	for {
		line, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		seen.take(line)
		if o.wants(line) {
			printed++
			printLine(out, line)
		}
	}
	if err := o.missing(seen); err != nil {
		return err
	}
	whole := runLine(reader.Events(), reader.Time(), reader.Hash())
	_, err = fmt.Fprintf(out, "\n%s\n%s\n", whole, o.left(printed, reader.Events()))
	return err
}

// left says how much was not printed, and how to see it.
func (o *traceOptions) left(printed, events uint64) string {
	left := fmt.Sprintf("%d of them printed", printed)
	if printed < events && !o.all && len(o.kinds) == 0 {
		left += "; --all prints the others too"
	}
	return left
}

// traceWords is which words a trace has. A file of our own has few; of another's, no more than limit are
// kept.
type traceWords struct{ kinds, subjects map[string]bool }

func (k traceWords) take(line replay.Line) {
	const limit = 200
	if len(k.kinds) < limit {
		k.kinds[line.Kind] = true
	}
	if len(k.subjects) < limit {
		k.subjects[line.Subject] = true
	}
}

// missing is the error about a kind or a server of which the trace has no line.
func (o *traceOptions) missing(k traceWords) error {
	check := func(what string, words []string, has map[string]bool) error {
		for _, word := range words {
			if !has[word] {
				names := slices.Sorted(maps.Keys(has))
				return usagef("the trace has no line of %s %q%s; it has %s",
					what, word, story.DidYouMean(word, names), strings.Join(names, " "))
			}
		}
		return nil
	}
	return errors.Join(check("kind", o.kinds, k.kinds), check("server", o.servers, k.subjects))
}

// printHeader prints the scenario's name, and what decided the run.
func printHeader(out io.Writer, header replay.Header) {
	if scenario, err := header.Scenario(); err == nil {
		fmt.Fprintln(out, plain(scenario.Subject+": "+scenario.Title))
	}
	fmt.Fprintf(out, "%s\n\n%7s %14s  %-3s %-10s %s\n", header.Label, "event", "time", "who", "what", "details")
}

// plain leaves out what would steer the terminal: a trace may come from anyone.
func plain(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return '.'
		}
		return c
	}, text)
}

// printLine prints a line in columns.
func printLine(out io.Writer, line replay.Line) {
	text := fmt.Sprintf("%7d %14s  %-3s %-10s %s", line.Event, millis(line.Time), line.Subject, line.Kind, plain(line.Details))
	fmt.Fprintln(out, strings.TrimRight(text, " "))
}

// linesBefore is how many lines are printed before the cluster is shown.
const linesBefore = 10

// show plays the run up to an event, and shows the cluster there.
func (o *traceOptions) show(name string, out io.Writer) (err error) {
	var last []string
	run, err := playAgain(name, func(line []byte) {
		if line[0] == '#' {
			return
		}
		if len(last) == linesBefore {
			last = append(last[:0], last[1:]...)
		}
		last = append(last, strings.TrimSuffix(string(line), "\n"))
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.Close()) }()
	if err := run.To(o.at); err != nil {
		return err
	}
	printHeader(out, run.Header())
	for _, text := range last {
		if line, ok := replay.ParseLine(text); ok {
			printLine(out, line)
		}
	}
	return drawCluster(out, run)
}
