package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"raftlab/lab"
	"raftlab/raft"
)

// drawCluster shows servers, messages and links as they are now.
func drawCluster(out io.Writer, run *replayed) error {
	w := run.Runner.World()
	fmt.Fprintf(out, "\nThe cluster after event %d, at %s\n\n", run.Event(), millis(w.Now()))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tstate\trole\tterm\tvote\tcommitIndex\tlastApplied\tterms of the log's entries")
	for i := range w.Servers() {
		drawServer(table, run, lab.ServerID(i+1))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	drawNetwork(out, run)
	if v := w.Violation(); v != nil {
		fmt.Fprintf(out, "\n%v\n", v)
	}
	return nil
}

func drawServer(table io.Writer, run *replayed, id lab.ServerID) {
	m, status := run.cluster.Server(id), run.Runner.World().Status(id)
	state := "up"
	switch {
	case !status.Up:
		state = "crashed"
	case status.Paused:
		state = "paused"
	case status.Saving:
		state = "saving"
	}
	role, commit, applied := m.Role.String(), fmt.Sprint(m.CommitIndex), fmt.Sprint(m.LastApplied)
	if !status.Up {
		// Term, vote and log are on the disk. The rest is gone with the power.
		role, commit, applied = "-", "-", "-"
	}
	vote := "-"
	if m.VotedFor != raft.None {
		vote = m.VotedFor.String()
	}
	fmt.Fprintf(table, "%v\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n",
		id, state, role, m.CurrentTerm, vote, commit, applied, logTerms(m.Log))
}

// logTerms is the terms of a log's entries; of a long log, of the last ones.
func logTerms(log []raft.Entry) string {
	const limit = 40
	var b strings.Builder
	if hidden := len(log) - limit; hidden > 0 {
		fmt.Fprintf(&b, "(%d more) ", hidden)
		log = log[hidden:]
	}
	for i, entry := range log {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.FormatUint(uint64(entry.Term), 10))
	}
	if len(log) == 0 {
		return "(empty)"
	}
	return b.String()
}

// drawNetwork lists messages on their way, the oldest first, and links that are not as they should be.
func drawNetwork(out io.Writer, run *replayed) {
	w := run.Runner.World()
	fmt.Fprintf(out, "\n%d messages in flight\n", len(w.InFlight()))
	for _, f := range w.InFlight() {
		when := "arrives at " + millis(f.ArriveAt)
		if f.Held {
			when = "held"
		}
		fmt.Fprintf(out, "  m%d  %v > %v  %s, %s\n", f.ID, f.From, f.To, run.cluster.DescribeMessage(nil, f.Payload), when)
	}
	drawLinks(out, "cut", w.Cuts())
	if !w.Manual() {
		drawLinks(out, "held", w.Holds())
	}
}

func drawLinks(out io.Writer, what string, links [][2]lab.ServerID) {
	if len(links) == 0 {
		return
	}
	names := make([]string, len(links))
	for i, link := range links {
		names[i] = fmt.Sprintf("%v > %v", link[0], link[1])
	}
	fmt.Fprintf(out, "links %s: %s\n", what, strings.Join(names, ", "))
}
