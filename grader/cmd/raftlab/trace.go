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
		Long: "Print a trace file, compressed or not: the header, which decides the run, then one line\n" +
			"for each event. Without --all and --kind it leaves out what happens all the time, such\n" +
			"as messages. With --at it replays the run up to an event, and shows the last lines and\n" +
			"the cluster at that event.",
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
	cmd.Flags().StringSliceVar(&o.servers, "server", nil,
		"print the lines of this `server` only (S2; C1 for clients, - for the world)")
	cmd.Flags().StringSliceVar(&o.kinds, "kind", nil, "print the lines of this `kind` only, such as role or deliver")
	cmd.Flags().Uint64Var(&o.from, "from", 0, "begin with this `event`")
	cmd.Flags().Uint64Var(&o.to, "to", 0, "end with this `event`")
	cmd.Flags().Uint64Var(&o.at, "at", 0, "show the cluster after this `event`")
	return cmd
}

// excluded refuses a flag together with one of the others.
func excluded(cmd *cobra.Command, flag string, others ...string) error {
	for _, other := range others {
		if cmd.Flags().Changed(flag) && cmd.Flags().Changed(other) {
			return usagef("--%s and --%s exclude each other", flag, other)
		}
	}
	return nil
}

// wants reports whether a line is printed.
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

// print reads the file to its end, so that the lines that it does not print are checked too.
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

// left says how many lines were printed, and how to see the others.
func (o *traceOptions) left(printed, events uint64) string {
	left := fmt.Sprintf("%d of them printed", printed)
	if printed < events && !o.all && len(o.kinds) == 0 {
		left += "; --all prints the others too"
	}
	return left
}

// traceWords is the words of a trace. A file that raftlab wrote has few; of any other file at most limit are kept.
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

// missing is the error about a kind or a server without a line in the trace.
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

// printHeader prints the scenario's name and the header, which decides the run.
func printHeader(out io.Writer, header replay.Header) {
	if scenario, err := header.Scenario(); err == nil {
		fmt.Fprintln(out, plain(scenario.Subject+": "+scenario.Title))
	}
	fmt.Fprintf(out, "%s\n\n%7s %14s  %-3s %-10s %s\n", header.Label, "event", "time", "who", "what", "details")
}

// plain replaces what would control the terminal: anyone may have written a trace.
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
	text := fmt.Sprintf("%7d %14s  %-3s %-10s %s",
		line.Event, millis(line.Time), line.Subject, line.Kind, plain(line.Details))
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
