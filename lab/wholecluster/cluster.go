package wholecluster

import (
	"fmt"
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/whole"
)

// Cluster is whole servers as a lab.Protocol and a story.Player. It keeps a mirror of each server's last view, judges
// every step, and keeps the clients' history.
type Cluster struct {
	service.Clients
	setup   Setup
	servers []*Mirror // servers[i] is S<i+1>
	checks  checks
	sent    sent
	seen    counts
	// warnings are those of the servers' codecs, each once.
	warnings []string
}

// Mirror is an observer's knowledge of one server.
type Mirror struct {
	whole.View
	// Applied is the index up to which the server has applied.
	Applied int
	// Log is the log, from index LogBase of the view on.
	Log []whole.Entry
	// logFirst is the index of the first of Log.
	logFirst int
	// content is what the server's service holds, up to contentTo; it is brought up to date when somebody looks.
	content   *kv.Store
	contentTo int
	// asked is the index of the last snapshot that the server was handed in this life.
	asked int
	// changes counts the views seen of the server: equal counts, equal mirrors.
	changes uint64
}

// New is a cluster with the given setup.
func New(setup Setup) *Cluster {
	c := &Cluster{setup: setup, checks: newChecks()}
	c.Clients = service.NewClients(c, linearizable)
	return c
}

// ID is the protocol's name.
func (c *Cluster) ID() string { return whole.ID }

// Section is where a server is described.
func (c *Cluster) Section() string { return "Figure 2" }

// History is the clients' operations and their results.
func (c *Cluster) History() *service.Clients { return &c.Clients }

// Server is the mirror of a server.
func (c *Cluster) Server(id lab.ServerID) *Mirror { return c.servers[id-1] }

// Begin makes a mirror for each server, and adds the settings that decide a run to the trace's header.
func (c *Cluster) Begin(options *lab.Options) error {
	for range options.Servers {
		c.servers = append(c.servers, &Mirror{View: whole.View{Facts: whole.NoFacts(), Saved: whole.NoFacts()}})
	}
	c.sent.begin(options.Servers)
	options.Label += c.setup.label()
	return nil
}

// Stopped forgets a crashed server's memory. What it saved last is kept, for its next start.
func (c *Cluster) Stopped(_ *lab.World, id lab.ServerID) {
	m := c.servers[id-1]
	saved := m.Saved
	*m = Mirror{View: whole.View{Facts: whole.NoFacts(), Saved: saved}, changes: m.changes + 1}
}

// Observe records a server's view after a step, and judges it.
func (c *Cluster) Observe(w *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	v, err := whole.DecodeView(view)
	if err != nil {
		return lab.Unreadable(id, c.Section(), err)
	}
	c.checks.event = w.Trace.Event()
	if v.Promise != "" {
		c.checks.judged[onPromise]++
		return promises.Broken(lab.Say("whole.promise", "%v sends what it has not saved: %s", id, v.Promise))
	}
	if v.Partial {
		return nil
	}
	m := c.servers[id-1]
	before := m.View
	m.changes++
	c.take(m, v)
	if v.Printed != "" {
		c.writePrinted(w, id, v.Printed)
	}
	if broken := c.checks.trouble(id, &v); broken != nil {
		return broken
	}
	c.writeState(w, id, &before, &v)
	for _, judge := range []func(*lab.World, lab.ServerID, *Mirror, *whole.View) *lab.Violation{
		c.judgeState, c.judgeKept, c.judgeLog, c.judgeApplied, c.judgeLeader,
	} {
		if broken := judge(w, id, m, &before); broken != nil {
			return broken
		}
	}
	return nil
}

// take updates a mirror.
func (c *Cluster) take(m *Mirror, v whole.View) {
	if v.Booted {
		m.Applied = v.From
	}
	if len(v.Shown.Fields) == 0 {
		v.Shown = m.Shown
	}
	if v.Trouble.Kind >= whole.Endless { // such a view has nothing else
		ended := m.View
		ended.Applied, ended.Trouble, ended.Printed = nil, v.Trouble, v.Printed
		v = ended
	}
	m.View = v
	for _, w := range v.Warnings {
		if !slices.Contains(c.warnings, w) {
			c.warnings = append(c.warnings, w)
		}
	}
	if len(v.Asked) > 0 {
		m.asked = v.Asked[len(v.Asked)-1]
		c.seen[snapshotAsked]++
	}
}

// writeState writes a line if the term or the role has changed.
func (c *Cluster) writeState(w *lab.World, id lab.ServerID, before, now *whole.View) {
	if now.Term == before.Term && now.Leads == before.Leads && !now.Booted {
		return
	}
	details := []string{"term=" + strconv.Itoa(now.Term)}
	if now.Leads {
		details = append(details, "leads")
	}
	w.Line(id, "state", details...)
	c.checks.event = w.Trace.Event()
}

// maxPrinted bounds the printed text in one line of the trace.
const maxPrinted = 200

// writePrinted writes what a program printed as a line, so that it stands at its event.
func (c *Cluster) writePrinted(w *lab.World, id lab.ServerID, text string) {
	short := text
	if len(short) > maxPrinted {
		short = short[:maxPrinted]
	}
	quoted := strconv.QuoteToASCII(short)
	if len(short) < len(text) {
		quoted += fmt.Sprintf(" and %d bytes", len(text)-len(short))
	}
	w.Line(id, "prints", quoted)
}

// Answered takes a server's answer in the form of the service's clients.
func (c *Cluster) Answered(
	w *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string,
) *lab.Violation {
	c.checks.event = w.Trace.Event()
	if reason == "" {
		converted, err := convert(payload)
		if err != nil {
			return lab.Unreadable(server, c.Section(), err)
		}
		payload = converted
	}
	return c.Clients.Answered(w, request, server, payload, reason)
}

// DescribeAnswer appends a server's answer to a client.
func (c *Cluster) DescribeAnswer(line, payload []byte) []byte {
	converted, err := convert(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	return c.Clients.DescribeAnswer(line, converted)
}

func convert(payload []byte) ([]byte, error) {
	a, err := whole.DecodeAnswer(payload)
	if err != nil {
		return nil, err
	}
	answer := service.Answer{Kind: service.AnswerRedirect, Result: a.Result, Index: uint64(max(0, a.Index))}
	switch a.Fate {
	case whole.Done:
		answer.Kind = service.AnswerDone
	case whole.Lost:
		answer.Kind = service.AnswerUnknown
	}
	return service.AppendAnswer(nil, answer), nil
}

// Warnings are what the codec had to say of the program's types, each once.
func (c *Cluster) Warnings() []string { return slices.Clone(c.warnings) }

// HasSnapshots reports whether the program has snapshots.
func (c *Cluster) HasSnapshots() bool { return len(c.servers) > 0 && c.servers[0].Snapshots }

// KnownFields are the usual fields that were found in the program by their names.
func (c *Cluster) KnownFields() []string {
	var known []string
	if len(c.servers) == 0 {
		return nil
	}
	m := c.servers[0]
	for _, one := range []struct {
		found bool
		name  string
	}{
		{m.Facts.CurrentTerm >= 0, "current term"}, {m.Facts.VotedFor > -2, "vote"},
		{m.Facts.CommitIndex >= 0, "commit index"}, {m.Facts.LastApplied >= 0, "last applied"}, {m.LogKnown, "log"},
	} {
		if one.found {
			known = append(known, one.name)
		}
	}
	return known
}
