package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
)

// drawCluster shows servers, messages and links as they are now.
func drawCluster(out io.Writer, run *replayed) error {
	w := run.Runner.World()
	fmt.Fprintf(out, "\nThe cluster after event %d, at %s\n\n", run.Event(), millis(w.Now()))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	// Raft has its own table. Any other server describes itself with its face.
	if cluster, ok := run.player.(*raftcluster.Cluster); ok {
		fmt.Fprintln(table, "\tstate\trole\tterm\tvote\tcommitIndex\tlastApplied\tterms of the log's entries")
		for i := range w.Servers() {
			drawServer(table, w, cluster, lab.ServerID(i+1))
		}
	} else {
		drawFaces(table, w, run.player.Face())
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

// state is a server's state in one word.
func state(status lab.ServerStatus) string {
	switch {
	case !status.Up:
		return "crashed"
	case status.Paused:
		return "paused"
	case status.Saving:
		return "saving"
	}
	return "up"
}

func drawFaces(table io.Writer, w *lab.World, shows face.Face) {
	for i := range w.Servers() {
		id := lab.ServerID(i + 1)
		s := shows.Server(id, nil)
		fmt.Fprintf(table, "%v\t%s\t%s\t%d", id, state(w.Status(id)), s.Badge, s.Level)
		for _, row := range s.Rows {
			fmt.Fprintf(table, "\t%s: %s", row[0], row[1])
		}
		fmt.Fprintln(table)
	}
}

func drawServer(table io.Writer, w *lab.World, cluster *raftcluster.Cluster, id lab.ServerID) {
	m, status := cluster.Server(id), w.Status(id)
	role, commit, applied := m.Role.String(), fmt.Sprint(m.CommitIndex), fmt.Sprint(m.LastApplied)
	if !status.Up {
		// Term, vote and log are on the disk. A crash loses the rest.
		role, commit, applied = "-", "-", "-"
	}
	vote := "-"
	if m.VotedFor != raft.None {
		vote = m.VotedFor.String()
	}
	fmt.Fprintf(table, "%v\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n",
		id, state(status), role, m.CurrentTerm, vote, commit, applied, logTerms(m.Log))
}

// logTerms is the terms of a log's entries, the last ones of a long log.
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

// drawNetwork lists messages in flight, the oldest first, and the links that are cut or held.
func drawNetwork(out io.Writer, run *replayed) {
	w := run.Runner.World()
	fmt.Fprintf(out, "\n%d messages in flight\n", len(w.InFlight()))
	for _, f := range w.InFlight() {
		when := "arrives at " + millis(f.ArriveAt)
		if f.Held {
			when = "held"
		}
		fmt.Fprintf(out, "  m%d  %v > %v  %s, %s\n",
			f.ID, f.From, f.To, run.player.DescribeMessage(nil, f.Payload), when)
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
