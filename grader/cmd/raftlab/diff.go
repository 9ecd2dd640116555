package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"raftlab/lab"
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/replay"
)

func newDiff() *cobra.Command {
	return &cobra.Command{
		Use:   "diff FIRST SECOND",
		Short: "Show where two recorded runs diverge, and how each ends",
		Long: "Compare two trace files: which words of their headers differ, the first event that\n" +
			"differs, with the lines around it, and how the two runs end.\n\n" +
			"Exit codes: 0 the two are the same, 1 they differ, or one is damaged, 2 the command line\n" +
			"was wrong.",
		Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDiff([2]string{args[0], args[1]}, cmd.OutOrStdout())
		},
	}
}

// side is one of the two traces.
type side struct {
	name    string
	reader  *traceReader
	kinds   map[string]int
	servers protocols.Summary
	ending  string
}

// maxKinds bounds the memory for a file that raftlab did not write.
const maxKinds = 200

func (s *side) take(line replay.Line) {
	if _, known := s.kinds[line.Kind]; known || len(s.kinds) < maxKinds {
		s.kinds[line.Kind]++
	}
	s.servers.Take(line.Subject, line.Kind, line.Details)
	if line.Kind == "violation" {
		s.ending, _, _ = strings.Cut(line.Details, " ")
	}
}

// end is how the run ended, in a few words.
func (s *side) end() string {
	switch unmet := s.kinds["unmet"]; {
	case s.ending != "":
		return s.ending + " is broken"
	case unmet > 0:
		return fmt.Sprintf("%d expectations not met", unmet)
	}
	return "nothing is broken"
}

func runDiff(names [2]string, out io.Writer) (err error) {
	var sides [2]*side
	for i, name := range names {
		reader, err := openTrace(name)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, reader.Close()) }()
		sides[i] = &side{name: name, reader: reader, kinds: map[string]int{}, servers: summaryOf(reader.Header())}
	}
	a, b := sides[0], sides[1]
	take := func(i int, line replay.Line) { sides[i].take(line) }
	found, err := replay.Compare(a.reader.Reader, b.reader.Reader, take)
	if err != nil {
		return err
	}
	if found.Same() {
		_, err := fmt.Fprintf(out, "the same: %s\n", runLine(a.reader.Events(), a.reader.Time(), a.reader.Hash()))
		return err
	}
	writeHeaders(out, sides, found)
	if found.Event == 0 {
		fmt.Fprintln(out, "All events are the same.")
		return errors.New("the headers differ")
	}
	writeParting(out, sides, found)
	if err := writeEnds(out, sides); err != nil {
		return err
	}
	return fmt.Errorf("the runs differ from event %d on", found.Event)
}

// summaryOf reads the lines of the header's protocol. A trace without a readable scenario is compared all the same.
func summaryOf(header replay.Header) protocols.Summary {
	scenario, err := header.Scenario()
	if err != nil {
		return &protocols.Standings{}
	}
	protocol, err := known.Protocols().Of(scenario)
	if err != nil {
		return &protocols.Standings{}
	}
	return protocol.Summary()
}

func writeHeaders(out io.Writer, sides [2]*side, found *replay.Difference) {
	for i, s := range sides {
		if words := found.Labels[i]; len(words) > 0 {
			fmt.Fprintf(out, "only in %s: %s\n", s.name, plain(strings.Join(words, " ")))
		}
	}
	if found.ScriptLine > 0 {
		fmt.Fprintf(out, "the scenarios differ from line %d on:\n", found.ScriptLine)
		for i, s := range sides {
			fmt.Fprintf(out, "  %s: %s\n", s.name, plain(found.Scripts[i]))
		}
	}
}

// writeParting shows the lines around the first that differs.
func writeParting(out io.Writer, sides [2]*side, found *replay.Difference) {
	fmt.Fprintf(out, "The first %d events are the same. The last of them:\n", found.Event-1)
	for _, text := range found.Before {
		if line, ok := replay.ParseLine(text); ok {
			printLine(out, line)
		}
	}
	for i, s := range sides {
		fmt.Fprintf(out, "and then in %s\n", s.name)
		for _, line := range found.Lines[i] {
			printLine(out, line)
		}
		if len(found.Lines[i]) == 0 {
			fmt.Fprintln(out, "        nothing: it ends here")
		}
	}
}

// absent is shown for a server that only the other run has.
const absent = "is not there"

// writeEnds compares how the two runs end.
func writeEnds(out io.Writer, sides [2]*side) error {
	a, b := sides[0], sides[1]
	fmt.Fprintln(out, "\nIn the end")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(what string, first, second any) { fmt.Fprintf(table, "  %s\t%v\t%v\n", what, first, second) }
	row("", a.name, b.name)
	row("result", a.end(), b.end())
	row("events", a.reader.Events(), b.reader.Events())
	row("time", millis(a.reader.Time()), millis(b.reader.Time()))
	for i := range lab.MaxServers {
		id := lab.ServerID(i + 1)
		first, second := a.servers.Server(id), b.servers.Server(id)
		if first != "" || second != "" {
			row(id.String(), cmp.Or(first, absent), cmp.Or(second, absent))
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return writeKinds(out, a, b)
}

// writeKinds lists the kinds of lines of which one trace has more than the other.
func writeKinds(out io.Writer, a, b *side) error {
	all := maps.Clone(a.kinds)
	maps.Copy(all, b.kinds)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	rows := 0
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		if first, second := a.kinds[kind], b.kinds[kind]; first != second {
			rows++
			fmt.Fprintf(table, "  %s\t%d\t%d\t(%+d)\n", kind, first, second, second-first)
		}
	}
	if rows > 0 {
		fmt.Fprintln(out, "\nLines of each kind, where they differ")
	}
	return table.Flush()
}
